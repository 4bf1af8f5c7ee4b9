using BenchmarkDotNet.Attributes;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Benchmarks.Time;

/// <summary>
/// Does an answer cost the same over a day and over five years, with few holidays and with many? The baseline is the walk that one would write:
/// a day at a time, each day's intervals mapped from the wall.
/// </summary>
[MemoryDiagnoser, MedianColumn]
public class BusinessTimelineBenchmarks
{
    private const int Questions = 64;

    private (Instant Start, Instant End, Duration Open)[] questions = [];
    private BusinessTimeline timeline = null!;
    private DayWalk walk = null!;

    [Params(1, 30, 365, 1826)]
    public int SpanDays { get; set; }

    [Params(20, 140)]
    public int Holidays { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var calendar = Offices.WithHolidays(Holidays);
        timeline = BusinessTimeline.Compile(calendar, DateTimeZoneProviders.Tzdb);
        walk = new DayWalk(calendar);
        questions = Offices.Questions(timeline, SpanDays, Questions);
        foreach (var (start, end, open) in questions)
        {
            if (walk.Between(start, end) != open || walk.Add(start, open) != timeline.Add(start, open))
            {
                throw new InvalidOperationException($"The walk and the timeline differ from {start} to {end}.");
            }
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Questions)]
    public Duration BetweenByWalking()
    {
        var sum = Duration.Zero;
        foreach (var (start, end, _) in questions)
        {
            sum += walk.Between(start, end);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Questions)]
    public Duration Between()
    {
        var sum = Duration.Zero;
        foreach (var (start, end, _) in questions)
        {
            sum += timeline.Between(start, end);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Questions)]
    public Instant AddByWalking()
    {
        var last = Instant.MinValue;
        foreach (var (start, _, open) in questions)
        {
            last = Instant.Max(last, walk.Add(start, open));
        }

        return last;
    }

    [Benchmark(OperationsPerInvoke = Questions)]
    public Instant Add()
    {
        var last = Instant.MinValue;
        foreach (var (start, _, open) in questions)
        {
            last = Instant.Max(last, timeline.Add(start, open));
        }

        return last;
    }

    [Benchmark(OperationsPerInvoke = Questions)]
    public Instant Subtract()
    {
        var last = Instant.MinValue;
        foreach (var (_, end, open) in questions)
        {
            last = Instant.Max(last, timeline.Subtract(end, open));
        }

        return last;
    }
}
