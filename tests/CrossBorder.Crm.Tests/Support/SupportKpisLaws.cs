using System.Collections.Immutable;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

public sealed class SupportKpisLaws
{
    private static readonly Instant Start = SlaEvaluatorLaws.Start;

    private static readonly KpiRequest Request = new()
    {
        From = Start,
        To = Start + Duration.FromDays(6),
        By = [KpiDimension.Priority, KpiDimension.Policy, KpiDimension.Attribute(TicketAttributes.Channel)],
        Percentiles = [1, 50, 90, 100],
        AgeBounds = [Duration.FromHours(12), Duration.FromDays(2)],
    };

    private static readonly Gen<ImmutableArray<TicketHistory>> Desks =
        from histories in Gen.ListOf(SlaEvaluatorLaws.Histories)
        from delays in Gen.Choose(0, 9000).ListOf(histories.Count)
        select histories.Zip(delays, (history, minutes) => Later(history.Opening, history.Events, Duration.FromMinutes(minutes))).ToImmutableArray();

    [Fact]
    public void A_report_is_what_counting_by_the_definitions_comes_to() =>
        Check.One(Config.QuickThrowOnFailure.WithEndSize(20), Prop.ForAll(
            (from desk in Desks from hours in Gen.Choose(0, 100) select (desk, hours)).ToArbitrary(),
            sample =>
            {
                var request = Request with { From = Start + Duration.FromHours(sample.hours) };
                var tickets = sample.desk.Where(ticket => ticket.Opening.At < request.To).ToList();

                var report = SupportKpis.Report(request, tickets.Select(ticket => Measure(ticket, request.To)));

                Assert.Equal(
                    tickets.Aggregate(new KpiModel(SlaEvaluatorLaws.Plan, request), (model, ticket) => model.Add(ticket.Opening, ticket.Events)).Describe(),
                    KpiModel.Describe(report));
            }));

    [Fact]
    public void Calendar_time_is_what_the_clock_would_have_run_in_a_calendar_that_is_always_open() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(SlaEvaluatorLaws.Histories.ToArbitrary(), history =>
        {
            var until = Start + Duration.FromDays(30);
            var measured = TicketMeasuring.Measure(SlaEvaluatorLaws.Plan, history.Opening, history.Events, until);
            var nonStop = TicketMeasuring.Measure(NonStop, history.Opening, history.Events, until);

            Assert.Equal(
                nonStop.Clocks.Select(clock => (clock.Clock.Metric, clock.Clock.StartedAt, clock.Clock.EndedAt, clock.Clock.Elapsed)),
                measured.Clocks.Select(clock => (clock.Clock.Metric, clock.Clock.StartedAt, clock.Clock.EndedAt, (Duration?)clock.CalendarTime)));
        }));

    [Fact]
    public void Two_periods_in_a_row_share_no_event_and_miss_none() =>
        Check.One(Config.QuickThrowOnFailure.WithEndSize(20), Prop.ForAll(
            (from desk in Desks from hours in Gen.Choose(1, 143) select (desk, hours)).ToArbitrary(),
            sample =>
            {
                var middle = Start + Duration.FromHours(sample.hours);
                var whole = Report(sample.desk, Request).Total;
                var first = Report(sample.desk, Request with { To = middle }).Total;
                var second = Report(sample.desk, Request with { From = middle }).Total;

                Assert.Equal((whole.Opened, whole.Solved, whole.Reopened), (first.Opened + second.Opened, first.Solved + second.Solved, first.Reopened + second.Reopened));
                foreach (var metric in new[] { SlaMetric.FirstReply, SlaMetric.NextReply, SlaMetric.PeriodicUpdate, SlaMetric.PausableUpdate })
                {
                    Assert.Equal(Ended(whole, metric), Ended(first, metric) + Ended(second, metric));
                }
            }));

    [Fact]
    public void The_order_of_the_tickets_changes_no_figure() =>
        Check.One(Config.QuickThrowOnFailure.WithEndSize(20), Prop.ForAll(Desks.ToArbitrary(), desk =>
            Assert.Equal(KpiModel.Describe(Report(desk, Request)), KpiModel.Describe(Report([.. desk.Reverse()], Request)))));

    private static SlaPlan NonStop { get; } = SlaPlan.Compile(
        [
            new SlaPolicy
            {
                Name = "non-stop",
                Goals =
                [
                    .. from metric in Enum.GetValues<SlaMetric>()
                       from priority in Enum.GetValues<TicketPriority>()
                       select new SlaGoal { Metric = metric, Priority = priority, Within = Duration.FromHours(1), Calendar = CalendarId.AlwaysOpen },
                ],
            },
        ],
        _ => BusinessTimeline.Compile(BusinessCalendar.AlwaysOpen, DateTimeZoneProviders.Tzdb));

    private static long Ended(KpiGroup group, SlaMetric metric) => group.Of(metric) is { } figures ? figures.Fulfilled + figures.Stopped : 0;

    private static KpiReport Report(ImmutableArray<TicketHistory> desk, KpiRequest request) => SupportKpis.Report(
        request, desk.Where(ticket => ticket.Opening.At < request.To).Select(ticket => Measure(ticket, request.To)));

    private static TicketMeasurement Measure(TicketHistory ticket, Instant until) =>
        TicketMeasuring.Measure(SlaEvaluatorLaws.Plan, ticket.Opening, ticket.Events, until);

    private static TicketHistory Later(SlaOpening opening, ImmutableArray<SlaEvent> events, Duration by) => new()
    {
        Opening = opening with { At = opening.At + by },
        Events = [.. events.Select(e => e with { At = e.At + by })],
    };
}
