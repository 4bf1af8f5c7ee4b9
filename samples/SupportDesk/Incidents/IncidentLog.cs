using System.Collections.Immutable;
using CrossBorder.Crm.Support;
using NodaTime;

namespace SupportDesk.Incidents;

/// <summary>The log as tickets, with what became of every row.</summary>
internal sealed class IncidentLog
{
    private readonly List<Incident> incidents = [];

    /// <summary>The incidents, in file order; those without one usable row too.</summary>
    public IReadOnlyList<Incident> Incidents => incidents;

    public long Rows => incidents.Sum(incident => (long)incident.Rows);

    public long Folded => incidents.Sum(incident => (long)incident.Folded);

    public IEnumerable<Refusal> Refused => incidents.SelectMany(incident => incident.Refused);

    /// <summary>The tickets that have a history.</summary>
    public IEnumerable<TicketHistory> Tickets => incidents.Where(incident => incident.History is not null).Select(incident => incident.History!);

    /// <summary>Translates rows into tickets, incident by incident: the rows of one stand together.</summary>
    public static IncidentLog Read(IEnumerable<IncidentRow> rows)
    {
        var log = new IncidentLog();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        IncidentTranslation? current = null;
        foreach (var row in rows)
        {
            if (current?.Number != row.Number)
            {
                log.Keep(current);
                current = new IncidentTranslation(row.Number, isNew: seen.Add(row.Number));
            }

            current.Add(row);
        }

        log.Keep(current);
        return log;
    }

    private void Keep(IncidentTranslation? translation)
    {
        if (translation is not null)
        {
            incidents.Add(translation.ToIncident());
        }
    }
}

/// <summary>One incident. Every row of it was folded or refused.</summary>
internal sealed record Incident(string Number)
{
    public required TicketHistory? History { get; init; }

    public required int Rows { get; init; }

    public required int Folded { get; init; }

    public required ImmutableArray<Refusal> Refused { get; init; }

    /// <summary>What the log itself says at the incident's end: whether the company's own target was met.</summary>
    public required bool MadeSla { get; init; }
}

/// <summary>A row that was not folded, and why.</summary>
internal sealed record Refusal(long Line, string Reason);
