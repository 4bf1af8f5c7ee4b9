using BenchmarkDotNet.Attributes;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Benchmarks.Time;

/// <summary>What does the first question about a year cost, which compiles the calendar and two or three blocks of 27 weeks?</summary>
[MemoryDiagnoser, MedianColumn]
public class CalendarYearBenchmarks
{
    private BusinessCalendar calendar = null!;

    [Params(20, 140)]
    public int Holidays { get; set; }

    [GlobalSetup]
    public void SetUp() => calendar = Offices.WithHolidays(Holidays);

    [Benchmark]
    public Duration BuildOneYear() =>
        BusinessTimeline.Compile(calendar, DateTimeZoneProviders.Tzdb).Between(Offices.From, Offices.From + Duration.FromDays(366));
}
