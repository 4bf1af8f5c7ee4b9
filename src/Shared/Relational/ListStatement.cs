using System.Globalization;

namespace CrossBorder.Crm.Storage.Relational;

/// <summary>A list as one statement: the conditions, the order, and where the last page ended.</summary>
/// <remarks>One row more than the page is read, so that "is there a next page" is exact.</remarks>
internal sealed class ListStatement
{
    private readonly List<string> where = ["m.tenant = $1"];
    private readonly List<IndexValue> parameters = [];
    private readonly CollectionTables tables;

    public ListStatement(CollectionTables tables, string columns, StoreQuery query, PageRequest page)
    {
        this.tables = tables;
        tables.Schema.Require(query);
        foreach (var condition in query.Where)
        {
            Add(condition);
        }

        OrderField = query.OrderBy is { } name ? tables.Schema.IndexOf(name) : -1;
        var order = OrderField >= 0 ? $"m.{CollectionTables.Column(tables.Schema.Fields[OrderField])}" : null;
        if (order is not null)
        {
            where.Add($"{order} is not null");
        }

        if (page.After is { } text)
        {
            AddStart(PageCursor.Parse(text, OrderField >= 0 ? tables.Schema.Fields[OrderField].Type : null), order, page.Descending);
        }

        var direction = page.Descending ? " desc" : "";
        Text = $"select m.id, {columns}{(order is null ? "" : $", {order}")} from {tables.Main} m where {string.Join(" and ", where)} "
               + $"order by {(order is null ? "" : $"{order}{direction}, ")}m.id{direction} limit {page.Size + 1}";
    }

    /// <summary>The position of the field that the list is ordered by, or -1 for the id.</summary>
    public int OrderField { get; }

    public string Text { get; }

    /// <summary>The parameters from <c>$2</c> on; <c>$1</c> is the tenant.</summary>
    public IReadOnlyList<IndexValue> Parameters => parameters;

    /// <summary>Where the next page begins, given the last row of a full one.</summary>
    public static string NextAfter(Guid id, IndexValue ordered) => new PageCursor(ordered, id).ToString();

    private void Add(Condition condition)
    {
        switch (condition)
        {
            case FieldCondition { Comparison: Comparison.In } field:
                where.Add($"m.{ColumnOf(field)} in ({string.Join(", ", field.Values.Select(Value))})");
                break;
            case FieldCondition field:
                where.Add($"m.{ColumnOf(field)} {Operator(field.Comparison)} {Value(field.Values[0])}");
                break;
            case ReferenceCondition filed:
                var reference = Value(IndexValue.Of(filed.Reference.Text));
                where.Add($"exists (select 1 from {tables.References} r where r.tenant = m.tenant and r.id = m.id and r.reference = {reference})");
                break;
        }
    }

    private void AddStart(PageCursor after, string? order, bool descending)
    {
        var sign = descending ? "<" : ">";
        var id = Value(IndexValue.Of(after.Id));
        where.Add(order is null ? $"m.id {sign} {id}" : $"({order}, m.id) {sign} ({Value(after.Value)}, {id})");
    }

    private string Value(IndexValue value)
    {
        parameters.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${parameters.Count + 1}");
    }

    private string ColumnOf(FieldCondition condition) => CollectionTables.Column(tables.Schema.Fields[tables.Schema.IndexOf(condition.Field)]);

    private static string Operator(Comparison comparison) => comparison switch
    {
        Comparison.Equal => "=",
        Comparison.Less => "<",
        Comparison.AtMost => "<=",
        Comparison.AtLeast => ">=",
        Comparison.Greater => ">",
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "The comparison is unknown to the storage contract."),
    };
}
