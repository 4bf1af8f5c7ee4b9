using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.Relational;

namespace CrossBorder.Crm.PostgreSql;

/// <summary>How PostgreSQL reads stored JSON.</summary>
internal sealed class PgReports : IReportDialect
{
    public string Json(string column) => $"convert_from({column}, 'UTF8')::jsonb";

    public string Rows(string json, string array, string alias) => $" cross join lateral jsonb_array_elements({json} -> '{array}') {alias}";

    public string Value(string json, string path, ReportType type)
    {
        var text = $"({json} #>> '{{{path.Replace('.', ',')}}}')";
        return type switch
        {
            ReportType.Integer => $"{text}::bigint",
            ReportType.Instant => $"{text}::timestamptz",
            ReportType.Amount => $"split_part({text}, ' ', 1)::numeric",
            ReportType.Currency => $"split_part({text}, ' ', 2)",
            _ => text,
        };
    }

    public string Id(string column) => $"{column}::text";

    public (string System, string Value) Owner(string column) =>
        ($"split_part({column}, ':', 1)", $"substr({column}, strpos({column}, ':') + 1)");
}
