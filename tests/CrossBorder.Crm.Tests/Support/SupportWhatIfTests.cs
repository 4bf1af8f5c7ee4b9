using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

public sealed class SupportWhatIfTests
{
    private static readonly Instant Monday = Instant.FromUtc(2024, 6, 10, 0, 0);
    private static readonly BusinessTimeline Always = BusinessTimeline.Compile(BusinessCalendar.AlwaysOpen, DateTimeZoneProviders.Tzdb);
    private static readonly WhatIfRequest Week = new() { From = Monday, To = Monday + Duration.FromDays(7), Seed = 7 };

    // Forty tickets, two an hour, answered after 5, 10, 15 … 200 minutes.
    private static readonly ImmutableArray<TicketHistory> Tickets =
    [
        .. Enumerable.Range(0, 40).Select(i => new TicketHistory
        {
            Opening = new() { At = Monday + Duration.FromMinutes(30 * i) },
            Events = [new() { At = Monday + Duration.FromMinutes(30 * i + 5 * (i + 1)), Kind = SlaEventKind.AgentReply }],
        }),
    ];

    [Fact]
    public void A_tighter_target_breaches_more_and_makes_nobody_faster()
    {
        var report = SupportWhatIf.Policies(Week, Plan(120), Plan(60), Tickets);

        Assert.Equal((new KpiRate(16, 40), new KpiRate(28, 40), 0.3m), (report.Breach.Before, report.Breach.After, report.Breach.Change!.Value));
        Assert.True(report.Breach.Low is > 0.1m and < 0.3m && report.Breach.High is > 0.3m and < 0.5m, report.Breach.ToString());
        Assert.Equal((Duration.Zero, Duration.Zero, Duration.Zero), (report.CalendarMean.Change!.Value, report.CalendarMean.Low!.Value, report.CalendarMean.High!.Value));
        Assert.Equal((Duration.FromMinutes(102.5), Duration.FromMinutes(100)), (report.BusinessMean.Before!.Value, report.BusinessPercentile.Before!.Value));
    }

    [Fact]
    public void Another_calendar_changes_the_business_time()
    {
        var report = SupportWhatIf.Policies(Week, Plan(120), Noon, Tickets);

        Assert.True(report.BusinessMean.High < Duration.Zero && report.BusinessMean.Low < report.BusinessMean.Change, report.ToString());
        Assert.Equal(Duration.Zero, report.CalendarMean.Change);
    }

    [Fact]
    public void The_same_seed_gives_the_same_intervals_and_another_seed_others()
    {
        var first = SupportWhatIf.Policies(Week, Plan(120), Noon, Tickets);
        var other = SupportWhatIf.Policies(Week with { Seed = 8 }, Plan(120), Noon, Tickets);

        Assert.Equal(first, SupportWhatIf.Policies(Week, Plan(120), Noon, Tickets));
        Assert.Equal(first.BusinessMean.Change, other.BusinessMean.Change);
        Assert.NotEqual(first.BusinessMean, other.BusinessMean);
    }

    [Fact]
    public void A_late_ticket_without_a_reply_is_a_breach_and_one_that_still_has_time_is_undecided()
    {
        ImmutableArray<TicketHistory> unanswered =
        [
            new() { Opening = new() { At = Monday } },
            new() { Opening = new() { At = Week.To - Duration.FromMinutes(90) } },
        ];

        var report = SupportWhatIf.Policies(Week, Plan(120), Plan(60), unanswered);

        Assert.Equal((new KpiRate(1, 1), new KpiRate(2, 2)), (report.Breach.Before, report.Breach.After));
        Assert.Equal((1, 0), (report.UndecidedBefore, report.UndecidedAfter));
        Assert.Equal((0, null, null), (report.CalendarMean.CountBefore, report.CalendarMean.Change, report.CalendarMean.Low));
    }

    [Fact]
    public void Nothing_compared_is_no_change_and_no_interval()
    {
        var report = SupportWhatIf.Policies(Week, Plan(120), Plan(60), Tickets.Select(ticket => ticket with { Opening = ticket.Opening with { At = Week.To } }));

        Assert.Equal((0, null, null, null), (report.Tickets, report.Breach.Change, report.Breach.Low, report.BusinessMean.High));
    }

    [Fact]
    public void A_second_agent_halves_the_wait()
    {
        var one = new Roster { Agents = [Agent("ann", "en")], Work = Duration.FromMinutes(60) };
        var two = one with { Agents = [.. one.Agents, Agent("bob", "en")] };

        var report = SupportWhatIf.Rosters(Week, Plan(120), one, two, Tickets.Select(ticket => ticket.Opening));

        // Two tickets an hour, one hour each: one agent falls behind by half an hour a ticket, two keep up.
        Assert.Equal(Duration.FromMinutes(60 + 30 * 39 / 2), report.CalendarMean.Before!.Value);
        Assert.Equal(Duration.FromMinutes(60), report.CalendarMean.After!.Value);
        Assert.Equal((new KpiRate(37, 40), new KpiRate(0, 40)), (report.Breach.Before, report.Breach.After));
        Assert.True(report.Breach.High < -0.8m && report.CalendarMean.High < Duration.Zero, report.ToString());
    }

    [Fact]
    public void A_bad_comparison_is_refused_by_name()
    {
        Assert.ThrowsAny<ArgumentException>(() => Compare(Week with { To = Monday }));
        Assert.Equal("Resamples", Assert.Throws<ArgumentOutOfRangeException>(() => Compare(Week with { Resamples = 199 })).ParamName);
        Assert.Equal("ConfidencePercent", Assert.Throws<ArgumentOutOfRangeException>(() => Compare(Week with { ConfidencePercent = 100 })).ParamName);
        Assert.Equal("Percentile", Assert.Throws<ArgumentOutOfRangeException>(() => Compare(Week with { Percentile = 0 })).ParamName);
        Assert.ThrowsAny<ArgumentException>(() => Compare(Week with { Metric = (SlaMetric)9 }));
        Assert.ThrowsAny<ArgumentException>(() => SupportWhatIf.Rosters(
            Week with { Metric = SlaMetric.AgentWork }, Plan(60), new() { Agents = [], Work = Duration.FromMinutes(1) }, new() { Agents = [], Work = Duration.FromMinutes(1) }, []));

        static void Compare(WhatIfRequest request) => SupportWhatIf.Policies(request, Plan(120), Plan(60), Tickets);
    }

    private static SlaPlan Noon { get; } = Plan(
        120, new() { Name = "noon", Zone = "Etc/UTC", Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("12:00-24:00")) });

    internal static AgentOnDuty Agent(string name, string language, BusinessTimeline? shift = null) => new(
        new Agent { Id = AgentId.FromExternal(new("hr", name)), Name = name, Languages = [new(new LanguageTag(language), 5)], Shift = CalendarId.AlwaysOpen },
        shift ?? Always,
        InHand: 0);

    internal static SlaPlan Plan(int minutes, BusinessCalendar? calendar = null)
    {
        var timeline = calendar is null ? Always : BusinessTimeline.Compile(calendar, DateTimeZoneProviders.Tzdb);
        return SlaPlan.Compile(
            [
                new()
                {
                    Name = "all",
                    Goals =
                    [
                        .. Enum.GetValues<TicketPriority>().Select(priority => new SlaGoal
                        {
                            Metric = SlaMetric.FirstReply,
                            Priority = priority,
                            Within = Duration.FromMinutes(minutes),
                            Calendar = calendar?.Id ?? CalendarId.AlwaysOpen,
                        }),
                    ],
                },
            ],
            _ => timeline);
    }
}
