using CrossBorder.Crm.Support;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using static CrossBorder.Crm.Tests.Support.Staff;
using Interval = NodaTime.Interval;

namespace CrossBorder.Crm.Tests.Support;

public sealed class ShiftCoverLaws
{
    private static readonly Instant Week = Instant.FromUtc(2024, 6, 10, 0, 0);

    [Fact]
    public void A_report_agrees_with_asking_every_minute()
    {
        var samples = Gen.Choose(0, 4).SelectMany(count => Gen.ArrayOf(Shifts, count));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(samples.ToArbitrary(), shifts =>
        {
            // The week in which clocks change on Lord Howe Island, by half an hour.
            var monday = new LocalDate(2024, 4, 1);
            var start = Instant.FromUtc(2024, 4, 1, 0, 0);
            var covered = Enumerable.Range(0, ShiftCover.QuartersPerWeek).Select(quarter => Enumerable.Range(0, 15)
                .Count(minute => Array.Exists(shifts, shift => shift.IsOpen(start + Duration.FromMinutes(quarter * 15 + minute))))).ToArray();

            var report = ShiftCover.Report(new()
            {
                Monday = monday,
                Language = new("es"),
                Market = new("MX"),
                Agents = [.. shifts.Select((shift, index) => Agent(index, shift))],
            });

            Assert.Equal(
                covered.Select((minutes, quarter) => (quarter, Duration.FromMinutes(minutes))).Where(item => item.Item2 < Duration.FromMinutes(15)),
                report.Uncovered.Select(item => (item.Quarter, item.Covered)));
            Assert.Equal(report.Uncovered.Length, report.Gaps.Sum(gap => gap.Span.Duration / Duration.FromMinutes(15)));
        }));
    }

    [Fact]
    public void No_set_of_shifts_closes_a_gap_for_less_and_the_order_of_candidates_does_not_matter()
    {
        var closed = 0;
        var candidate =
            from zone in Gen.Elements("Etc/UTC", "Asia/Kolkata", "America/New_York")
            from start in Gen.Choose(0, 23)
            from length in Gen.Choose(2, 14)
            from cost in Gen.Choose(1, 6)
            select (zone, start, length, cost);
        var samples =
            from items in Gen.Choose(1, 5).SelectMany(count => Gen.ArrayOf(candidate, count))
            from start in Gen.Choose(0, 100)
            from length in Gen.Choose(1, 30)
            select (items, Gap: new Interval(Week + Duration.FromHours(start), Week + Duration.FromHours(start + length)));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(samples.ToArbitrary(), sample =>
        {
            CandidateShift[] candidates =
            [
                .. sample.items.Select((item, index) => Candidate($"c{index}", item.zone, $"{item.start:00}:00-{(item.start + item.length) % 24:00}:00", item.cost)),
            ];

            var plan = ShiftCover.Cheapest(sample.Gap, candidates, DateTimeZoneProviders.Tzdb);

            Assert.Equal(BruteForce(sample.Gap, candidates), plan.Cost?.Amount);
            Assert.Equal(plan.Shifts, ShiftCover.Cheapest(sample.Gap, candidates.Reverse(), DateTimeZoneProviders.Tzdb).Shifts);
            if (plan.IsClosed)
            {
                closed++;
                Assert.Equal(plan.Cost!.Value.Amount, plan.Shifts.Sum(shift => shift.Cost.Amount));
                Assert.True(Covers(sample.Gap, plan.Shifts.Select(shift => shift.Span)));
            }
        }));
        Assert.True(closed > 50, $"Only {closed} gaps were closed.");
    }

    /// <summary>The least cost over every set of shifts, hour by hour of the gap.</summary>
    private static decimal? BruteForce(Interval gap, CandidateShift[] candidates)
    {
        var shifts = candidates.SelectMany(candidate => Enumerable.Range(-2, 12).Select(day =>
        {
            var zone = DateTimeZoneProviders.Tzdb[candidate.Zone];
            var date = gap.Start.InUtc().Date.PlusDays(day);
            // No clocks change in that week.
            return (Span: new Interval(candidate.Hours.StartOn(date).InZoneStrictly(zone).ToInstant(), candidate.Hours.EndOn(date).InZoneStrictly(zone).ToInstant()), Rate: candidate.CostPerHour.Amount);
        })).Where(shift => shift.Span.Start < gap.End && shift.Span.End > gap.Start).ToArray();
        decimal? best = null;
        Try(gap.Start, 0m);
        return best;

        // Whatever covers the first open moment is chosen next: every minimal cover is tried.
        void Try(Instant open, decimal cost)
        {
            if (best is { } known && cost >= known)
            {
                return;
            }

            if (open >= gap.End)
            {
                best = cost;
                return;
            }

            foreach (var shift in shifts.Where(shift => shift.Span.Start <= open && shift.Span.End > open))
            {
                Try(shift.Span.End, cost + shift.Rate * (decimal)(shift.Span.Duration / Duration.FromHours(1)));
            }
        }
    }

    private static bool Covers(Interval gap, IEnumerable<Interval> spans) =>
        Enumerable.Range(0, (int)(gap.Duration / Duration.FromMinutes(15))).Select(quarter => gap.Start + Duration.FromMinutes(quarter * 15))
            .All(at => spans.Any(span => span.Contains(at)));
}
