using System.Diagnostics;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Benchmarks.Time;

/// <summary>
/// Is the cost the same whatever the span and the number of holidays? Round after round asks every combination for a moment, so that a slower
/// spell of the machine meets all of them; what is compared is the median over the rounds.
/// </summary>
internal static class Flatness
{
    private const int Rounds = 400;
    private const int Questions = 64;
    private const int Repeats = 100;

    private static readonly int[] Spans = [1, 30, 365, 1826];
    private static readonly int[] Holidays = [20, 140];

    public static int Run()
    {
        var cases = (from holidays in Holidays from span in Spans select new Case(span, holidays)).ToList();
        for (var round = -Rounds / 4; round < Rounds; round++)
        {
            cases.ForEach(item => item.Measure(keep: round >= 0));
        }

        Console.WriteLine("days holidays between     add");
        cases.ForEach(item => Console.WriteLine($"{item.Span,4} {item.Holidays,8} {item.Between,4:0.0} ns {item.Add,4:0.0} ns"));
        Console.WriteLine($"slowest : fastest  {Spread(cases, item => item.Between):0.00}    {Spread(cases, item => item.Add):0.00}");
        return 0;
    }

    private static double Spread(List<Case> cases, Func<Case, double> median) => cases.Max(median) / cases.Min(median);

    private sealed class Case
    {
        private readonly BusinessTimeline timeline;
        private readonly (Instant Start, Instant End, Duration Open)[] questions;
        private readonly List<double> between = [];
        private readonly List<double> add = [];
        private Duration sum;
        private Instant last;

        public Case(int span, int holidays)
        {
            (Span, Holidays) = (span, holidays);
            timeline = BusinessTimeline.Compile(Offices.WithHolidays(holidays), DateTimeZoneProviders.Tzdb);
            questions = Offices.Questions(timeline, span, Questions);
        }

        public int Span { get; }

        public int Holidays { get; }

        public double Between => Median(between);

        public double Add => Median(add);

        public void Measure(bool keep)
        {
            var began = Stopwatch.GetTimestamp();
            for (var repeat = 0; repeat < Repeats; repeat++)
            {
                foreach (var (start, end, _) in questions)
                {
                    sum += timeline.Between(start, end);
                }
            }

            var middle = Stopwatch.GetTimestamp();
            for (var repeat = 0; repeat < Repeats; repeat++)
            {
                foreach (var (start, _, open) in questions)
                {
                    last = Instant.Max(last, timeline.Add(start, open));
                }
            }

            if (keep)
            {
                between.Add(Nanoseconds(middle - began));
                add.Add(Nanoseconds(Stopwatch.GetTimestamp() - middle));
            }

            sum = last > Instant.MinValue ? Duration.Zero : sum;
        }

        private static double Nanoseconds(long ticks) => ticks * 1e9 / Stopwatch.Frequency / (Questions * Repeats);

        private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
    }
}
