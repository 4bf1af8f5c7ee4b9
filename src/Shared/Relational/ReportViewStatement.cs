namespace CrossBorder.Crm.Storage.Relational;

/// <summary>What differs between databases when JSON is read in SQL.</summary>
internal interface IReportDialect
{
    /// <summary>The stored bytes of a column as JSON.</summary>
    string Json(string column);

    /// <summary>The elements of an array as rows, joined; each is the <c>value</c> of its row.</summary>
    string Rows(string json, string array, string alias);

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
        var rows = view.Rows is { } array ? sql.Rows(whole, array, "r") : "";
        var from = $"from {tables.Main} m" + (ofEntries ? $" join {tables.Entries} e on e.tenant = m.tenant and e.id = m.id" : "");
        var where = ofEntries ? $" where {sql.Value(whole, "type", ReportType.Text)} in ({string.Join(", ", view.EntryTypes.Select(type => $"'{type}'"))})" : "";
        var plain = $"{Columns(view.Columns, rows.Length > 0 ? "r.value" : whole)} {from}{rows}{where}";
        if (view.MoreRows is { } more)
        {
            plain += $" union all {Columns(more.Columns, "r.value")} {from}{sql.Rows(whole, more.Outer, "o")}{sql.Rows("o.value", more.Inner, "r")}{where}";
        }

        var (first, later) = (view.Columns.Where(c => !c.IsLater), view.Columns.Where(c => c.IsLater));
        return view.Computed.IsEmpty
            ? plain
            : $"select v.tenant, v.{view.IdColumn}, v.owner_system, v.owner_value{Names(first)}{string.Concat(view.Computed.Select(c => $", {c.Sql} as {c.Name}"))}{Names(later)} from ({plain}) v";

        string Columns(IEnumerable<ReportColumn> columns, string row)
        {
            var (system, value) = sql.Owner("m.owner_ref");
            var values = columns.Select(c => $", {sql.Value(c.FromWhole ? whole : c.FromOuter ? "o.value" : row, c.Path, c.Type)} as {c.Name}");
            return $"select m.tenant, {sql.Id("m.id")} as {view.IdColumn}, {system} as owner_system, {value} as owner_value{string.Concat(values)}";
        }

        static string Names(IEnumerable<ReportColumn> columns) => string.Concat(columns.Select(c => $", v.{c.Name}"));
    }
}
