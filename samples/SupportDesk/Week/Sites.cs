using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using NodaTime;

namespace SupportDesk.Week;

/// <summary>The staff round the globe, made up: three sites, each with its hours and holidays, and who works there.</summary>
internal static class Sites
{
    public static BusinessCalendar Shenzhen { get; } = new()
    {
        Name = "shenzhen",
        Zone = "Asia/Shanghai",
        Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("09:00-18:00")).With([IsoDayOfWeek.Saturday], WallInterval.Parse("09:00-18:00")),
    };

    public static BusinessCalendar Krakow { get; } = new()
    {
        Name = "krakow",
        Zone = "Europe/Warsaw",
        Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("08:00-17:00")),
    };

    /// <summary>Closed on the third Monday of March, which Mexico keeps for the birthday of Benito Juárez.</summary>
    public static BusinessCalendar MexicoCity { get; } = new()
    {
        Name = "mexico_city",
        Zone = "America/Mexico_City",
        Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("09:00-18:00")).With([IsoDayOfWeek.Saturday], WallInterval.Parse("09:00-14:00")),
        Holidays = [new(2026, 3, 16)],
    };

    public static ImmutableArray<BusinessCalendar> All { get; } = [Shenzhen, Krakow, MexicoCity];

    public static ImmutableArray<Agent> Staff { get; } =
    [
        Agent("Lin", Shenzhen, "zh:5 en:4", customs: 4),
        Agent("Wei", Shenzhen, "zh:5 en:3"),
        Agent("Hana", Shenzhen, "ja:5 en:4 ko:3", customs: 2),
        Agent("Ania", Krakow, "pl:5 en:5 de:4", customs: 5),
        Agent("Marek", Krakow, "pl:5 fr:4 en:4"),
        Agent("Ewa", Krakow, "de:5 pl:5 en:4 fr:3"),
        Agent("Sofía", MexicoCity, "es:5 en:4", customs: 3),
        Agent("Diego", MexicoCity, "es:5 en:5 pt:3"),
        Agent("Inês", MexicoCity, "pt:5 es:4 en:3", customs: 2),
    ];

    private static readonly ImmutableDictionary<AgentId, Agent> ById = Staff.ToImmutableDictionary(agent => agent.Id);

    private static readonly ImmutableDictionary<CalendarId, BusinessTimeline> Compiled = All.Append(BusinessCalendar.AlwaysOpen)
        .ToImmutableDictionary(calendar => calendar.Id, calendar => BusinessTimeline.Compile(calendar, DateTimeZoneProviders.Tzdb));

    public static Agent Of(AgentId agent) => ById[agent];

    public static string NameOf(AgentId agent) => Of(agent).Name;

    /// <summary>The hours of a calendar on the UTC timeline.</summary>
    public static BusinessTimeline Hours(CalendarId calendar) => Compiled[calendar];

    public static BusinessTimeline ShiftOf(Agent agent) => Hours(agent.Shift);

    /// <summary>The staff as the rules of routing see it, with nothing in hand.</summary>
    public static IEnumerable<AgentOnDuty> OnDuty => Staff.Select(agent => new AgentOnDuty(agent, ShiftOf(agent), InHand: 0));

    /// <summary>An agent of a site; the languages are written as <c>pl:5 en:4</c>.</summary>
    public static Agent Agent(string name, BusinessCalendar site, string languages, int customs = 0) => new()
    {
        Id = AgentId.FromExternal(new("staff", name)),
        Name = name,
        Languages = [.. languages.Split(' ').Select(skill => new LanguageSkill(new(skill.Split(':')[0]), skill[^1] - '0'))],
        Topics = customs > 0 ? [new(GeneratedWeek.Customs, customs)] : [],
        Shift = site.Id,
        Capacity = 8,
    };
}
