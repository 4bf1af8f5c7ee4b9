using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

public sealed class SupportKpisTests
{
    private static readonly Instant Monday = Instant.FromUtc(2024, 6, 10, 0, 0);

    private static readonly BusinessCalendar Office = new()
    {
        Name = "office",
        Zone = "Etc/UTC",
        Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("09:00-17:00")),
    };

    private static readonly SlaPlan Plan = SlaPlan.Compile(
        [
            new()
            {
                Name = "all",
                Goals =
                [
                    new() { Metric = SlaMetric.FirstReply, Priority = TicketPriority.Normal, Within = Duration.FromHours(2), Calendar = Office.Id },
                    new() { Metric = SlaMetric.AgentWork, Priority = TicketPriority.Normal, Within = Duration.FromHours(8), Calendar = Office.Id },
                ],
            },
        ],
        id => id == Office.Id ? BusinessTimeline.Compile(Office, DateTimeZoneProviders.Tzdb) : null);

    private static readonly KpiRequest Week = new() { From = Monday, To = Monday + Duration.FromDays(7) };

    [Fact]
    public void A_night_is_in_calendar_time_and_not_in_business_time()
    {
        var report = SupportKpis.Report(Week, [Measure(At(0, 16), Reply(1, 10))]);

        var reply = report.Total.Of(SlaMetric.FirstReply)!;
        Assert.Equal(Duration.FromHours(2), reply.BusinessTime.Percentile(50));
        Assert.Equal(Duration.FromHours(18), reply.CalendarTime.Percentile(50));
        Assert.Equal(new KpiRate(0, 1), reply.Breach);   // two hours are allowed: exactly in time
    }

    [Fact]
    public void A_wait_for_the_customer_is_in_neither_time()
    {
        var report = SupportKpis.Report(Week,
        [
            Measure(At(0, 9), Status(0, 10, TicketStatus.Pending), Status(2, 10, TicketStatus.Open), Status(2, 12, TicketStatus.Solved)),
        ]);

        var work = report.Total.Of(SlaMetric.AgentWork)!;
        Assert.Equal(Duration.FromHours(3), work.BusinessTime.Mean);
        Assert.Equal(Duration.FromHours(3), work.CalendarTime.Mean);
    }

    [Fact]
    public void What_still_runs_is_in_no_time_and_in_no_rate_of_what_ended()
    {
        var report = SupportKpis.Report(Week, [Measure(At(0, 9), Reply(0, 10)), Measure(At(1, 9)), Measure(At(6, 23))]);

        var reply = report.Total.Of(SlaMetric.FirstReply)!;
        Assert.Equal((1, new KpiRate(0, 1)), (reply.Fulfilled, reply.Breach));
        Assert.Equal((2, new KpiRate(1, 2)), (reply.Running, reply.RunningBreach));
        Assert.Equal(1, reply.BusinessTime.Count);
    }

    [Fact]
    public void A_clock_that_was_stopped_has_no_time_and_is_in_the_rate()
    {
        var report = SupportKpis.Report(Week, [Measure(At(0, 9), Status(0, 12, TicketStatus.Solved))]);

        var reply = report.Total.Of(SlaMetric.FirstReply)!;
        Assert.Equal((0, 1, new KpiRate(1, 1), 0), (reply.Fulfilled, reply.Stopped, reply.Breach, reply.BusinessTime.Count));
        Assert.Null(reply.BusinessTime.Mean);
        Assert.Null(reply.BusinessTime.Percentile(50));
    }

    [Fact]
    public void Percentiles_are_times_that_were_measured()
    {
        var minutes = new[] { 15, 20, 35, 40, 50 };   // the example of nearest rank in textbooks: P30 = 20, P40 = 20, P50 = 35, P100 = 50
        var report = SupportKpis.Report(
            Week with { Percentiles = [30, 40, 50, 100] },
            minutes.Select(minute => Measure(At(0, 9), new SlaEvent { At = At(0, 9) + Duration.FromMinutes(minute), Kind = SlaEventKind.AgentReply })));

        var times = report.Total.Of(SlaMetric.FirstReply)!.BusinessTime;
        Assert.Equal([20, 20, 35, 50], times.Percentiles.Select(percentile => (int)percentile.Time.TotalMinutes));
        Assert.Equal((Duration.FromMinutes(32), Duration.FromMinutes(50)), (times.Mean!.Value, times.Longest!.Value));
    }

    [Fact]
    public void The_backlog_is_what_is_not_solved_by_its_age()
    {
        var report = SupportKpis.Report(Week,
        [
            Measure(Monday - Duration.FromDays(40)),
            Measure(At(0, 0)),
            Measure(At(6, 0), Status(6, 1, TicketStatus.Hold)),
            Measure(At(6, 12)),
            Measure(At(5, 0), Status(6, 0, TicketStatus.Solved)),
        ]);

        var backlog = report.Total.Backlog;
        Assert.Equal((3, 1, Monday - Duration.FromDays(40)), (backlog.Open, backlog.Waiting, backlog.OldestOpenedAt!.Value));
        // A ticket of exactly one day is in the band that begins there.
        Assert.Equal([1, 1, 0, 1, 1], backlog.Ages.Select(age => age.Count));
        Assert.Equal([0, 1, 3, 7, 30], backlog.Ages.Select(age => age.AtLeast.Days));
    }

    [Fact]
    public void A_clock_counts_under_what_the_ticket_was_when_it_ended()
    {
        var report = SupportKpis.Report(Week with { By = [KpiDimension.Priority] },
        [
            Measure(At(0, 9), Reply(0, 10), new SlaEvent { At = At(0, 11), Kind = SlaEventKind.PriorityChanged, Priority = TicketPriority.High }),
        ]);

        Assert.Equal(["high", "normal"], report.Groups.Select(group => Assert.Single(group.Key)));
        Assert.Equal((1, null), (report.Groups[0].Opened, report.Groups[0].Of(SlaMetric.FirstReply)));
        Assert.Equal((0, 1), (report.Groups[1].Opened, report.Groups[1].Of(SlaMetric.FirstReply)!.Fulfilled));
    }

    [Fact]
    public void A_bad_request_is_refused_by_name()
    {
        Assert.Contains("not after its start", Refused(Week with { To = Monday }), StringComparison.Ordinal);
        Assert.Contains("By: a dimension is missing", Refused(Week with { By = [default] }), StringComparison.Ordinal);
        Assert.Contains("given twice", Refused(Week with { By = [KpiDimension.Policy, KpiDimension.Policy] }), StringComparison.Ordinal);
        Assert.Contains("Percentiles: 50 comes after 90", Refused(Week with { Percentiles = [90, 50] }), StringComparison.Ordinal);
        Assert.Contains("Percentiles: 101 is not from 1 to 100", Refused(Week with { Percentiles = [50, 101] }), StringComparison.Ordinal);
        Assert.Contains("AgeBounds", Refused(Week with { AgeBounds = [Duration.Zero] }), StringComparison.Ordinal);
        Assert.Contains("measured until", Refused(Week with { To = At(3, 0) }), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Measure(At(8, 0)));

        static string Refused(KpiRequest request) => Assert.ThrowsAny<ArgumentException>(() => SupportKpis.Report(request, [Measure(At(0, 9))])).Message;
    }

    private static TicketMeasurement Measure(Instant opened, params SlaEvent[] events) =>
        TicketMeasuring.Measure(Plan, new SlaOpening { At = opened }, events, Week.To);

    private static Instant At(int day, int hour) => Monday + Duration.FromDays(day) + Duration.FromHours(hour);

    private static SlaEvent Reply(int day, int hour) => new() { At = At(day, hour), Kind = SlaEventKind.AgentReply };

    private static SlaEvent Status(int day, int hour, TicketStatus status) =>
        new() { At = At(day, hour), Kind = SlaEventKind.StatusChanged, Status = status };
}
