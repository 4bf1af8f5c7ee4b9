using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

/// <summary>Agents and their shifts, for tests that ask who is there when.</summary>
internal static class Staff
{
    public static AgentId Id(int number) => AgentId.FromExternal(new("staff", $"{number}"));

    public static AgentOnDuty Agent(int number, BusinessTimeline? shift, string language = "es", int level = 5, params string[] markets) => new(
        new()
        {
            Id = Id(number),
            Name = $"Agent {number}",
            Languages = [new(new(language), level)],
            Markets = [.. markets.Select(market => new MarketId(market))],
            Shift = CalendarId.Named($"shift-{number}"),
        },
        shift,
        InHand: 0);

    public static BusinessTimeline Daily(string zone, params string[] hours) => Compile(zone, WeeklyHours.Always.With(Enum.GetValues<IsoDayOfWeek>().Skip(1), [.. hours.Select(WallInterval.Parse)]));

    public static BusinessTimeline Weekdays(string zone, params string[] hours) => Compile(zone, WeeklyHours.MondayToFriday([.. hours.Select(WallInterval.Parse)]));

    /// <summary>A shift that could be staffed, paid in US dollars an hour.</summary>
    public static CandidateShift Candidate(string name, string zone, string hours, decimal cost) =>
        new() { Name = name, Zone = zone, Hours = WallInterval.Parse(hours), CostPerHour = new(cost, new("USD")) };

    /// <summary>Shifts of random hours, in steps of a quarter-hour, in zones far apart.</summary>
    public static Gen<BusinessTimeline> Shifts =>
        from zone in Gen.Elements("Europe/Warsaw", "Asia/Shanghai", "America/Mexico_City", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo")
        from days in Gen.SubListOf(Enum.GetValues<IsoDayOfWeek>().Skip(1))
        from start in Gen.Choose(0, 95)
        from length in Gen.OneOf(Gen.Choose(1, 8), Gen.Choose(1, 95))
        select Compile(zone, WeeklyHours.Closed.With(days, new WallInterval(Wall(start), Wall((start + length) % 96))));

    private static BusinessTimeline Compile(string zone, WeeklyHours weekly) =>
        BusinessTimeline.Compile(new() { Name = zone, Zone = zone, Weekly = weekly }, DateTimeZoneProviders.Tzdb);

    private static WallTime Wall(int quarter) => new(quarter / 4, quarter % 4 * 15);
}
