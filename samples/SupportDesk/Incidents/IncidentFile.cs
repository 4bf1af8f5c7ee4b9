using CrossBorder.Samples;

namespace SupportDesk.Incidents;

/// <summary>One row of the log as it stands there. A row with the wrong number of fields has a fault and nothing else.</summary>
internal sealed record IncidentRow(long Line, string Number)
{
    public string? Fault { get; init; }

    public string State { get; init; } = "";

    public string Priority { get; init; } = "";

    public string OpenedAt { get; init; } = "";

    public string UpdatedAt { get; init; } = "";

    public string MadeSla { get; init; } = "";

    public string ContactType { get; init; } = "";
}

/// <summary>Reads the incident event log, plain or gzip, as a stream.</summary>
/// <remarks>
/// C. Amaral, M. Fantinato, S. Peres (2018), Incident management process enriched event log, UCI Machine Learning Repository,
/// DOI 10.24432/C57S4H, CC BY 4.0.
/// </remarks>
internal sealed class IncidentFile(string path)
{
    private static readonly string[] Header =
    [
        "number", "incident_state", "active", "reassignment_count", "reopen_count", "sys_mod_count", "made_sla", "caller_id", "opened_by", "opened_at",
        "sys_created_by", "sys_created_at", "sys_updated_by", "sys_updated_at", "contact_type", "location", "category", "subcategory", "u_symptom", "cmdb_ci",
        "impact", "urgency", "priority", "assignment_group", "assigned_to", "knowledge", "u_priority_confirmation", "notify", "problem_id", "rfc", "vendor",
        "caused_by", "closed_code", "resolved_by", "resolved_at", "closed_at",
    ];

    private static int Column(string name) => Array.IndexOf(Header, name);

    /// <summary>Every row, in file order.</summary>
    /// <exception cref="UnusableFileException">The file is missing, is no gzip or is cut off, or has another header.</exception>
    public IEnumerable<IncidentRow> Rows()
    {
        var (state, priority, opened, updated) = (Column("incident_state"), Column("priority"), Column("opened_at"), Column("sys_updated_at"));
        var (madeSla, contact) = (Column("made_sla"), Column("contact_type"));
        foreach (var parser in new CsvRows(path, Header).Read())
        {
            yield return parser.Count != Header.Length
                ? new(parser.RawRow, parser[0]) { Fault = $"{parser.Count} fields instead of {Header.Length}" }
                : new(parser.RawRow, parser[0])
                {
                    State = parser[state],
                    Priority = parser[priority],
                    OpenedAt = parser[opened],
                    UpdatedAt = parser[updated],
                    MadeSla = parser[madeSla],
                    ContactType = parser[contact],
                };
        }
    }
}
