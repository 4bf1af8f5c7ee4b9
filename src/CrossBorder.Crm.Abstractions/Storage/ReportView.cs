using System.Collections.Immutable;

namespace CrossBorder.Crm.Storage;

/// <summary>A view for reports over the stored JSON of a collection. Its name and its columns stay, whatever the tables behind it become.</summary>
/// <remarks>
/// Every view has the columns <c>tenant</c>, the id under <see cref="IdColumn"/>, and the host's key of the owner as <c>owner_system</c> and
/// <c>owner_value</c>; ids are text. An engine without SQL passes views over.
/// </remarks>
public sealed record ReportView
{
    /// <summary>The name; a-z, 0-9 and <c>_</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The version of the definition, from 1. Later ones only add columns, at the end.</summary>
    public int Version { get; init; } = 1;

    /// <summary>What the id column is called: <c>account_id</c>.</summary>
    public required string IdColumn { get; init; }

    /// <summary>The stored names of the entries that the view shows, one row each; empty for one row a record or head.</summary>
    public ImmutableArray<string> EntryTypes { get; init; } = [];

    /// <summary>The name of an array in the record or state, whose elements are the rows; null for one row a record or head.</summary>
    public string? Rows { get; init; }

    /// <summary>Further rows beside those of <see cref="Rows"/>, of the same columns; null for none.</summary>
    public NestedRows? MoreRows { get; init; }

    /// <summary>The columns from the JSON.</summary>
    public required ImmutableArray<ReportColumn> Columns { get; init; }

    /// <summary>Columns computed from the others, in SQL that SQLite and PostgreSQL read alike.</summary>
    public ImmutableArray<ReportExpression> Computed { get; init; } = [];
}

/// <summary>Rows that are the elements of an array within the elements of another: the parts of lots in the holds of an account.</summary>
public sealed record NestedRows
{
    /// <summary>The name of the outer array in the record or state.</summary>
    public required string Outer { get; init; }

    /// <summary>The name of the inner array in the outer one's elements, whose elements are the rows.</summary>
    public required string Inner { get; init; }

    /// <summary>The view's columns, all of them and in its order, by their paths here. A path that leads nowhere is null.</summary>
    public required ImmutableArray<ReportColumn> Columns { get; init; }
}

/// <summary>One column of a view.</summary>
/// <param name="Name">The column's name; a-z, 0-9 and <c>_</c>.</param>
/// <param name="Path">The names of JSON members, divided by dots, from the row's element.</param>
/// <param name="Type">What the member holds.</param>
public readonly record struct ReportColumn(string Name, string Path, ReportType Type)
{
    /// <summary>Whether the path begins at the whole record or state, where <see cref="ReportView.Rows"/> names an array in it.</summary>
    public bool FromWhole { get; init; }

    /// <summary>Whether the path begins at the outer element of <see cref="NestedRows"/>.</summary>
    public bool FromOuter { get; init; }

    /// <summary>Whether a later version of the view added it: it stands at the end, behind the computed columns.</summary>
    public bool IsLater { get; init; }
}

/// <summary>A computed column.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Sql">The expression over the view's other columns.</param>
public readonly record struct ReportExpression(string Name, string Sql);

/// <summary>What a column of a view holds.</summary>
public enum ReportType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>An instant: <c>timestamptz</c> in PostgreSQL, microseconds since 1970 in SQLite, which has no such type.</summary>
    Instant,

    /// <summary>The amount of stored money, exact: <c>numeric</c> in PostgreSQL, text in SQLite, whose numbers are binary.</summary>
    Amount,

    /// <summary>The currency of stored money.</summary>
    Currency,
}
