namespace CrossBorder.Crm.Storage.Relational;

/// <summary>The tables of one collection.</summary>
/// <remarks>
/// Every primary key begins with the tenant and the owner, so that a single-owner write stays on one node of a distributed database.
/// </remarks>
internal sealed class CollectionTables(CollectionSchema schema, string prefix)
{
    public CollectionSchema Schema => schema;

    /// <summary>The records, or the heads of the streams.</summary>
    public string Main => prefix + schema.Name;

    /// <summary>The entries of the streams; the last one of each append carries its key and answer.</summary>
    public string Entries => $"{Main}_entries";

    /// <summary>What records and entries are filed under.</summary>
    public string References => $"{Main}_refs";

    /// <summary>A view's name: apart from the tables, which may have the same plain names.</summary>
    public string View(ReportView view) => $"{prefix}report_{view.Name}";

    public bool IsStream => schema.Shape == CollectionShape.Stream;

    /// <summary>The columns of the index fields, each with a comma before it: <c>, f_status, f_rank_at</c>.</summary>
    public string FieldList { get; } = string.Concat(schema.Fields.Select(field => $", {Column(field)}"));

    /// <summary>The fields for which a table made earlier has no column.</summary>
    public IReadOnlyList<IndexField> MissingFields(IEnumerable<string> columns) =>
        [.. Schema.Fields.Where(field => !columns.Contains(Column(field), StringComparer.Ordinal))];

    /// <summary>Rows that were written before a field was declared have no value for it, so lists by it would pass over them in silence.</summary>
    public StorageException NoValues(string database, IReadOnlyList<IndexField> missing) => new(
        $"{database}: '{Schema.Name}' has rows that were written before the index field{(missing.Count > 1 ? "s" : "")} {string.Join(", ", missing.Select(f => $"'{f.Name}'"))} "
        + "came, so lists would miss them. Copy the data with StorageCopy into new tables, which fills the fields; nothing was changed.");

    /// <summary>A field's column. The prefix keeps it apart from the columns that every table has.</summary>
    public static string Column(IndexField field) => $"f_{field.Name}";
}
