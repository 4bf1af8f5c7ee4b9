using CrossBorder.Crm.Support;
using NodaTime;

namespace SupportDesk.Incidents;

/// <summary>What the log comes to: figures by priority, and what another policy or roster would have changed.</summary>
internal sealed record IncidentFigures
{
    public required IncidentLog Log { get; init; }

    public required KpiReport Kpis { get; init; }

    /// <summary>How often the clock of the requester's wait and the log's own flag agree on whether the target was met.</summary>
    public required KpiRate AgreesWithLog { get; init; }

    public required WhatIfReport QuickerReply { get; init; }

    public required WhatIfReport LongerDay { get; init; }

    public required WhatIfReport TwoShifts { get; init; }

    public static IncidentFigures Of(IncidentLog log, long seed)
    {
        var tickets = log.Tickets.ToList();
        var from = tickets.Min(ticket => ticket.Opening.At);
        var to = tickets.Max(ticket => ticket.Events[^1].At) + Duration.FromMinutes(1);
        var measured = tickets.Select(ticket => TicketMeasuring.Measure(IncidentDesk.Policy, ticket.Opening, ticket.Events, to)).ToList();
        var what = new WhatIfRequest { From = from, To = to, Seed = seed };
        return new()
        {
            Log = log,
            Kpis = SupportKpis.Report(new() { From = from, To = to, By = [KpiDimension.Priority] }, measured),
            AgreesWithLog = Agreement(log, measured),
            QuickerReply = SupportWhatIf.Policies(what, IncidentDesk.Policy, IncidentDesk.QuickerReply, tickets),
            LongerDay = SupportWhatIf.Policies(what, IncidentDesk.Policy, IncidentDesk.LongerDay, tickets),
            TwoShifts = SupportWhatIf.Rosters(what, IncidentDesk.Policy, IncidentDesk.DayShift, IncidentDesk.TwoShifts, tickets.Select(ticket => ticket.Opening)),
        };
    }

    private static KpiRate Agreement(IncidentLog log, List<TicketMeasurement> measured)
    {
        var kept = log.Incidents.Where(incident => incident.History is not null).Zip(
            measured, (incident, ticket) => incident.MadeSla == !ticket.Clocks.First(clock => clock.Clock.Metric == SlaMetric.RequesterWait).Clock.Breached);
        return new(kept.Count(agrees => agrees), measured.Count);
    }
}
