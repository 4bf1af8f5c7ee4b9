using System.Collections.Immutable;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

public sealed class SlaEvaluatorLaws
{
    internal static readonly Instant Start = Instant.FromUtc(2024, 10, 25, 6, 0);

    private static readonly BusinessCalendar Office = new()
    {
        Name = "office",
        Zone = "Europe/Warsaw",
        Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("09:00-12:00"), WallInterval.Parse("12:30-17:00")),
        Holidays = [new LocalDate(2024, 11, 1)],
    };

    private static readonly BusinessCalendar Night = new()
    {
        Name = "night",
        Zone = "America/New_York",
        Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("22:00-06:00")),
    };

    private static readonly BusinessCalendar[] Calendars = [Office, Night, BusinessCalendar.AlwaysOpen];

    // What the model counts with: found without the timeline that the evaluator asks.
    private static readonly Lazy<ImmutableDictionary<CalendarId, OpenMinutes>> Minutes =
        new(() => Calendars.ToImmutableDictionary(calendar => calendar.Id, calendar => new OpenMinutes(calendar, Start)));

    private static readonly ImmutableDictionary<CalendarId, BusinessTimeline> Timelines = Calendars
        .ToImmutableDictionary(calendar => calendar.Id, calendar => BusinessTimeline.Compile(calendar, DateTimeZoneProviders.Tzdb));

    internal static readonly SlaPlan Plan = SlaPlan.Compile(
        [
            Policy("vip", 0, [new(TicketAttributes.Tier, "vip")], (Office, 60), (Office, 120), (BusinessCalendar.AlwaysOpen, 45), (Night, 90)),
            Policy("chat", 1, [new(TicketAttributes.Channel, "chat")], (Night, 300), null, (Office, 240), (Office, 120)),
            Policy("all", 2, [], (Office, 600), (Office, 480), (Night, 240), (BusinessCalendar.AlwaysOpen, 120)),
        ],
        Timelines.GetValueOrDefault);

    // What Zendesk's metrics are made of, and what this library adds.
    private static readonly SlaEventKind[] Measured =
        [.. Enum.GetValues<SlaEventKind>().Except([SlaEventKind.AnswerPromised, SlaEventKind.Merged])];

    private static Gen<SlaEvent> Events(params SlaEventKind[] kinds) =>
        from at in Gen.Choose(0, 20).SelectMany(step => Gen.Elements(0, 1, 15, 60, 240, 1440).Select(minutes => (step % 3) * minutes))
        from kind in Gen.Elements(kinds)
        from status in Gen.Elements(Enum.GetValues<TicketStatus>())
        from priority in Gen.Elements(Enum.GetValues<TicketPriority>())
        from attribute in Gen.Elements((TicketAttributes.Tier, "vip"), (TicketAttributes.Tier, null), (TicketAttributes.Channel, "chat"), (TicketAttributes.Channel, (string?)null))
        from isFinal in Gen.Elements(true, false)
        from promised in Gen.Elements(30, 300, 3000)
        select new SlaEvent
        {
            At = Instant.FromUnixTimeSeconds(at * 60),
            Kind = kind,
            Status = status,
            Priority = priority,
            Attribute = attribute.Item1,
            Value = attribute.Item2,
            IsFinal = isFinal,
            Promise = kind == SlaEventKind.AnswerPromised ? new SlaPromise(new SlaTarget(Duration.FromMinutes(promised), Office.Id), NodaConstants.UnixEpoch) : null,
        };

    internal static readonly Gen<(SlaOpening Opening, ImmutableArray<SlaEvent> Events)> Histories = HistoriesOf(Measured);

    // A merger ends a history early, so it is the rarest of kinds.
    private static readonly Gen<(SlaOpening Opening, ImmutableArray<SlaEvent> Events)> AllHistories =
        HistoriesOf([.. Measured, .. Measured, .. Measured, SlaEventKind.AnswerPromised, SlaEventKind.AnswerPromised, SlaEventKind.Merged]);

    private static Gen<(SlaOpening Opening, ImmutableArray<SlaEvent> Events)> HistoriesOf(params SlaEventKind[] kinds) =>
        from opener in Gen.Elements(TicketParty.Customer, TicketParty.Agent)
        from priority in Gen.Elements(Enum.GetValues<TicketPriority>())
        from events in Gen.ListOf(Events(kinds))
        select (
            new SlaOpening { At = Start, By = opener, Priority = priority },
            // The generated instants are steps from one event to the next.
            events.Aggregate(ImmutableArray<SlaEvent>.Empty, (list, e) =>
                list.Add(Placed(e, (list.IsEmpty ? Start : list[^1].At) + (e.At - NodaConstants.UnixEpoch)))));

    private static SlaEvent Placed(SlaEvent e, Instant at) => e with
    {
        At = at,
        Promise = e.Promise is null ? null : e.Promise with { DueAt = Timelines[e.Promise.Target.Calendar].Add(at, e.Promise.Target.Within) },
    };

    [Fact]
    public void Folding_event_by_event_agrees_with_the_definitions_over_the_whole_history() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(60), Prop.ForAll(
            (from history in AllHistories from later in Gen.Choose(0, 5000) select (history.Opening, history.Events, later)).ToArbitrary(),
            sample =>
            {
                var last = sample.Events.IsEmpty ? Start : sample.Events[^1].At;
                foreach (var asOf in new[] { last, last + Duration.FromMinutes(sample.later), Start + (last - Start) / 2 })
                {
                    Assert.Equal(
                        new SlaModel(Plan, Minutes.Value, sample.Opening).Run(sample.Events, asOf).Describe(asOf),
                        SlaEvaluator.Evaluate(Plan, sample.Opening, sample.Events, asOf).Select(SlaModel.Describe).Order(StringComparer.Ordinal));
                }
            }));

    [Fact]
    public void The_next_check_is_the_first_instant_at_which_time_alone_breaches_a_clock_or_warns() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(AllHistories.ToArbitrary(), history =>
        {
            var state = history.Events.Aggregate(SlaEvaluator.Open(Plan, history.Opening), (state, e) => SlaEvaluator.Apply(Plan, state, e).State);
            if (SlaEvaluator.NextCheckAt(state) is { } check && check > state.LastEventAt)
            {
                Assert.Equal(Marks(state, state.LastEventAt), Marks(state, check - Duration.FromTicks(10)));
                Assert.True(Marks(state, check) > Marks(state, state.LastEventAt));
            }
        }));

    [Fact]
    public void An_observation_changes_nothing_but_what_time_has_done() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(
            (from history in AllHistories from minutes in Gen.Choose(0, 5000) select (history, minutes)).ToArbitrary(),
            sample =>
            {
                var state = sample.history.Events.Aggregate(
                    SlaEvaluator.Open(Plan, sample.history.Opening), (state, e) => SlaEvaluator.Apply(Plan, state, e).State);
                var at = state.LastEventAt + Duration.FromMinutes(sample.minutes);
                var observed = SlaEvaluator.Apply(Plan, state, new SlaEvent { At = at, Kind = SlaEventKind.Observed }).State;
                Assert.Equal(SlaEvaluator.Read(Plan, state, at).Select(SlaModel.Describe), SlaEvaluator.Read(Plan, observed, at).Select(SlaModel.Describe));
            }));

    private static int Marks(SlaState state, Instant at) => SlaEvaluator.Read(Plan, state, at).Sum(clock => clock.BreachEvents.Length + clock.Warnings.Length);

    private static SlaPolicy Policy(
        string name, int order, ImmutableArray<AttributeCondition> when, params (BusinessCalendar Calendar, int Minutes)?[] targets) => new()
        {
            Name = name,
            Order = order,
            When = when,
            Goals =
            [
                .. from metric in Enum.GetValues<SlaMetric>()
                   from priority in Enum.GetValues<TicketPriority>()
                   let target = targets[(int)priority]
                   where target is not null
                   select new SlaGoal
                   {
                       Metric = metric,
                       Priority = priority,
                       Within = Duration.FromMinutes(target.Value.Minutes + 7 * (int)metric),
                       Calendar = target.Value.Calendar.Id,
                       Warnings = (int)metric % 2 == 0 ? [SlaWarning.AtPercent(50), SlaWarning.Before(Duration.FromMinutes(20)), SlaWarning.AtPercent(75)] : [],
                   },
            ],
        };
}
