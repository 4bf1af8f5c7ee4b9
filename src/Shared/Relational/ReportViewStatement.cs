namespace CrossBorder.Crm.Storage.Relational;

/// <summary>What differs between databases when JSON is read in SQL.</summary>
internal interface IReportDialect
{
    /// <summary>The stored bytes of a column as JSON.</summary>
    string Json(string column);

    /// <summary>The elements of an array as rows named <c>r</c>, after a comma or a join; each is <see cref="Element"/>.</summary>
    string Rows(string json, string array);

    /// <summary>One element of those rows.</summary>
    string Element { get; }

    /// <summary>A member of JSON as a column's type.</summary>
    string Value(string json, string path, ReportType type);

    /// <summary>An id as text.</summary>
    string Id(string column);

    /// <summary>The part of an owner's key before the first colon, and the part behind it.</summary>
    (string System, string Value) Owner(string column);
}

/// <summary>The statement that makes a view. It is made anew at every start of a schema: a view holds no data.</summary>
internal static class ReportViewStatement
{
    public static string Select(CollectionTables tables, ReportView view, IReportDialect sql)
    {
        var ofEntries = !view.EntryTypes.IsEmpty;
        var whole = sql.Json(ofEntries ? "e.payload" : tables.IsStream ? "m.state" : "m.payload");
        var row = view.Rows is null ? whole : sql.Element;
        var (system, value) = sql.Owner("m.owner_ref");
        var columns = view.Columns.Select(c => $", {sql.Value(c.FromWhole ? whole : row, c.Path, c.Type)} as {c.Name}");
        var from = $"from {tables.Main} m"
            + (ofEntries ? $" join {tables.Entries} e on e.tenant = m.tenant and e.id = m.id" : "")
            + (view.Rows is { } array ? sql.Rows(whole, array) : "")
            + (ofEntries ? $" where {sql.Value(whole, "type", ReportType.Text)} in ({string.Join(", ", view.EntryTypes.Select(type => $"'{type}'"))})" : "");
        var plain = $"select m.tenant, {sql.Id("m.id")} as {view.IdColumn}, {system} as owner_system, {value} as owner_value{string.Concat(columns)} {from}";
        return view.Computed.IsEmpty
            ? plain
            : $"select v.*{string.Concat(view.Computed.Select(c => $", {c.Sql} as {c.Name}"))} from ({plain}) v";
    }
}
