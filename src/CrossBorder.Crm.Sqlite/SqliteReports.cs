using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.Relational;

namespace CrossBorder.Crm.Sqlite;

/// <summary>How SQLite reads stored JSON.</summary>
internal sealed class SqliteReports : IReportDialect
{
    // A blob would be taken for SQLite's own binary JSON.
    public string Json(string column) => $"cast({column} as text)";

    public string Rows(string json, string array, string alias) => $" join json_each({json}, '$.{array}') {alias}";

    public string Value(string json, string path, ReportType type)
    {
        var text = $"json_extract({json}, '$.{path}')";
        return type switch
        {
            // ISO 8601 with as many digits of the second as are needed does not sort as text, so it becomes microseconds.
            ReportType.Instant => $"unixepoch(substr({text}, 1, 19)) * 1000000 + cast(substr(substr(rtrim({text}, 'Z'), 21) || '000000', 1, 6) as integer)",
            ReportType.Amount => $"substr({text}, 1, instr({text}, ' ') - 1)",
            ReportType.Currency => $"substr({text}, instr({text}, ' ') + 1)",
            _ => text,
        };
    }

    public string Id(string column)
    {
        var hex = $"lower(hex({column}))";
        return $"substr({hex}, 1, 8) || '-' || substr({hex}, 9, 4) || '-' || substr({hex}, 13, 4) || '-' || substr({hex}, 17, 4) || '-' || substr({hex}, 21)";
    }

    public (string System, string Value) Owner(string column) =>
        ($"substr({column}, 1, instr({column}, ':') - 1)", $"substr({column}, instr({column}, ':') + 1)");
}
