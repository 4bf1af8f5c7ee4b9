using System.Collections.Immutable;
using CrossBorder.Crm.Support;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

/// <summary>Whether the intervals of a comparison hold what they promise.</summary>
public sealed class PairedBootstrapTests
{
    private static readonly Instant Monday = Instant.FromUtc(2024, 6, 10, 0, 0);

    /// <summary>
    /// A shop whose truth is known: replies take 1 to 240 minutes, each as likely as any other, and the other policy allows 60 instead of 120.
    /// So the breach rate rises by exactly 60 in 240. Of 400 samples of 150 tickets, about 380 intervals must hold that.
    /// </summary>
    [Fact]
    public void Of_intervals_at_95_percent_about_95_in_100_hold_the_truth()
    {
        var random = new Random(20250101);
        var (before, after) = (SupportWhatIfTests.Plan(120), SupportWhatIfTests.Plan(60));
        const int Samples = 400;
        var held = 0;
        for (var sample = 0; sample < Samples; sample++)
        {
            var tickets = Enumerable.Range(0, 150).Select(_ => Answered(random.Next(1, 241)));
            var report = SupportWhatIf.Policies(Request with { Seed = sample, Resamples = 400 }, before, after, tickets);
            held += report.Breach.Low <= 0.25m && report.Breach.High >= 0.25m ? 1 : 0;
        }

        // Three standard deviations of the count around 95 percent, and one percent for the method's own error at this size.
        Assert.InRange(held, 363, 393);
    }

    [Fact]
    public void Of_intervals_for_a_mean_time_about_95_in_100_hold_the_truth()
    {
        var random = new Random(20250102);
        const int Samples = 400;
        var held = 0;
        for (var sample = 0; sample < Samples; sample++)
        {
            // The other roster answers 1 to 100 minutes sooner than 101 to 240 minutes: 50.5 on average.
            var comparison = new WhatIfComparison(Request with { Seed = sample, Resamples = 400 });
            for (var ticket = 0; ticket < 120; ticket++)
            {
                var (late, sooner) = (random.Next(101, 241), random.Next(1, 101));
                comparison.Add(Measured(Answered(late)), Measured(Answered(late - sooner)));
            }

            var change = comparison.ToReport().CalendarMean;
            held += change.Low <= Duration.FromMinutes(-50.5) && change.High >= Duration.FromMinutes(-50.5) ? 1 : 0;
        }

        Assert.InRange(held, 363, 393);
    }

    [Fact]
    public void A_resample_draws_as_many_units_as_there_are_and_each_as_often_as_any_other()
    {
        var drawn = new long[10];
        foreach (var weights in PairedBootstrap.Resamples(10, seed: 1, resamples: 20_000))
        {
            Assert.Equal(10, weights.Sum());
            for (var i = 0; i < drawn.Length; i++)
            {
                drawn[i] += weights[i];
            }
        }

        // Pearson's statistic over ten cells stays below 27.9 in 999 of 1,000 fair runs (chi-square, nine degrees of freedom).
        Assert.True(drawn.Sum(count => (count - 20_000m) * (count - 20_000m) / 20_000m) < 27.9m, string.Join(' ', drawn));
    }

    [Fact]
    public void The_interval_ends_at_the_ranks_that_the_method_names()
    {
        var values = Enumerable.Range(1, 2000).Reverse().Select(value => (decimal)value).ToList();

        Assert.Equal((50m, 1950m), PairedBootstrap.Interval(values, confidencePercent: 95));
        Assert.Equal((1m, 1m), PairedBootstrap.Interval([1m], confidencePercent: 95));
        Assert.Null(PairedBootstrap.Interval([], confidencePercent: 95));
    }

    [Fact]
    public void A_weighted_figure_is_that_of_a_list_in_which_every_ticket_stands_so_often() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(
            (from times in Gen.Choose(0, 20).NonEmptyListOf()
             from weights in Gen.Choose(0, 3).ListOf(times.Count)
             from percent in Gen.Choose(1, 100)
             select (times.ToImmutableArray(), weights.ToArray(), percent)).ToArbitrary(),
            sample =>
            {
                var (times, weights, percent) = sample;
                var weighted = new WeightedTimes();
                for (var i = 0; i < times.Length; i++)
                {
                    weighted.Add(i, times[i]);
                }

                weighted.Sort();
                var expanded = times.SelectMany((time, i) => Enumerable.Repeat((long)time, weights[i])).Order().ToList();
                Assert.Equal(expanded.Count == 0 ? null : expanded.Sum() / expanded.Count, weighted.Mean(weights));
                Assert.Equal(
                    expanded.Count == 0 ? null : (long?)expanded.First(time => expanded.Count(t => t <= time) * 100 >= percent * expanded.Count),
                    weighted.Percentile(weights, percent));
            }));

    private static WhatIfRequest Request => new() { From = Monday, To = Monday + Duration.FromDays(7), Seed = 0 };

    private static TicketHistory Answered(int minutes) => new()
    {
        Opening = new() { At = Monday },
        Events = [new() { At = Monday + Duration.FromMinutes(minutes), Kind = SlaEventKind.AgentReply }],
    };

    private static TicketMeasurement Measured(TicketHistory ticket) =>
        TicketMeasuring.Measure(Plan, ticket.Opening, ticket.Events, Request.To);

    private static SlaPlan Plan { get; } = SupportWhatIfTests.Plan(120);
}
