using CrossBorder.Crm.Support;
using CrossBorder.Crm.Tests.Scenarios;
using NodaTime;
using SupportDesk.Incidents;

namespace CrossBorder.Crm.Tests.Support;

/// <summary>The incident log of a real company through the public rules: every event is accounted for.</summary>
public sealed class IncidentReplayTests
{
    private static readonly string Log = Path.Combine(RepositoryRoot.Path, "..", "shared", "data", "incident-events", "incident_event_log.csv.gz");

    [Fact]
    public void Every_event_of_the_real_log_is_folded_or_refused_with_a_reason()
    {
        Assert.SkipUnless(File.Exists(Log), "the incident log is not beside the repository");
        var log = IncidentLog.Read(new IncidentFile(Log).Rows());

        Assert.Equal((141_712, 24_918), (log.Rows, log.Incidents.Count));
        Assert.Equal(log.Rows, log.Folded + log.Refused.Count());
        Assert.All(log.Incidents, incident => Assert.Equal(incident.Rows, incident.Folded + incident.Refused.Length));

        // Five rows of an unknown state; the rest lie before the row in front of them or before the incident itself.
        Assert.Equal(5, log.Refused.Count(refusal => refusal.Reason == "unknown state -100"));
        Assert.InRange(log.Refused.Count(), 6, 20);

        // A row that was folded is at least one event of the ticket, so nothing was folded away.
        Assert.All(log.Incidents, incident => Assert.True(incident.History!.Events.Length >= incident.Folded));

        // The log says so itself: every incident ends closed.
        var to = log.Tickets.Max(ticket => ticket.Events[^1].At) + Duration.FromMinutes(1);
        var report = SupportKpis.Report(
            new() { From = log.Tickets.Min(ticket => ticket.Opening.At), To = to, By = [KpiDimension.Priority] },
            log.Tickets.Select(ticket => TicketMeasuring.Measure(IncidentDesk.Policy, ticket.Opening, ticket.Events, to)));
        Assert.Equal((24_918, 0), (report.Total.Opened, report.Total.Backlog.Count));
        var reply = report.Total.Of(SlaMetric.FirstReply)!;
        Assert.Equal((24_918, 24_918, 0), (reply.Fulfilled, reply.Breach.Of, reply.Running));
        Assert.Equal(reply.Breach.Count, report.Groups.Sum(group => group.Of(SlaMetric.FirstReply)?.Breach.Count ?? 0));
    }

    [Fact]
    public void A_row_that_cannot_be_folded_is_refused_with_its_line_and_reason()
    {
        var log = IncidentLog.Read(
        [
            Row(2, "A", "New", "1/3/2016 08:10"),
            Row(3, "A", "Active", "1/3/2016 08:30"),
            Row(4, "A", "-100", "1/3/2016 08:40"),
            Row(5, "A", "Resolved", "1/3/2016 08:20"),
            Row(6, "A", "Resolved", "1/3/2016 07:20"),
            Row(7, "A", "Resolved", "31/2/2016 09:00"),
            Row(8, "A", "Resolved", "1/3/2016 09:00"),
            Row(9, "B", "New", "1/3/2016 08:10") with { Fault = "3 fields instead of 36" },
            Row(10, "A", "Closed", "1/3/2016 10:00"),
        ]);

        Assert.Equal(
            [
                (4, "unknown state -100"),
                (5, "before the row in front of it"),
                (6, "before the incident was created"),
                (7, "a time that cannot be read"),
                (9, "3 fields instead of 36"),
                (10, "the incident comes again after others"),
            ],
            log.Refused.Select(refusal => (refusal.Line, refusal.Reason)));
        Assert.Equal((9, 3), (log.Rows, log.Folded));
        Assert.Equal(
            [SlaEventKind.Observed, SlaEventKind.AgentReply, SlaEventKind.StatusChanged, SlaEventKind.StatusChanged],
            Assert.Single(log.Tickets).Events.Select(e => e.Kind));
    }

    private static IncidentRow Row(long line, string number, string state, string updated) => new(line, number)
    {
        State = state,
        Priority = "3 - Moderate",
        OpenedAt = "1/3/2016 08:00",
        UpdatedAt = updated,
        MadeSla = "true",
        ContactType = "Phone",
    };
}
