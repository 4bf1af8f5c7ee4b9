using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using NodaTime;

namespace SupportDesk.Incidents;

/// <summary>The desk that the log is measured by. The log gives no targets, hours or staff: all of this is made up, and said to be.</summary>
internal static class IncidentDesk
{
    private static readonly BusinessCalendar Office = new()
    {
        Name = "office",
        Zone = "Etc/UTC",
        Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("08:00-18:00")),
    };

    private static readonly BusinessCalendar LongDay = Office with
    {
        Name = "long day",
        Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("06:00-22:00")),
    };

    private static readonly BusinessCalendar Night = Office with
    {
        Name = "night",
        Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("18:00-04:00")),
    };

    /// <summary>Moderate and low incidents in office hours, critical and high ones round the clock.</summary>
    public static SlaPlan Policy { get; } = Plan(Office, moderateReplyHours: 4);

    /// <summary>The same, with two hours instead of four for the first reply to a moderate incident.</summary>
    public static SlaPlan QuickerReply { get; } = Plan(Office, moderateReplyHours: 2);

    /// <summary>The same targets, counted from 06:00 to 22:00.</summary>
    public static SlaPlan LongerDay { get; } = Plan(LongDay, moderateReplyHours: 4);

    /// <summary>Twelve agents in office hours; a first reply takes each of them fifteen minutes.</summary>
    public static Roster DayShift { get; } = new() { Agents = [.. Agents(12, Office)], Work = Duration.FromMinutes(15) };

    /// <summary>As many agents and hours, but four of them work from 18:00 to 04:00.</summary>
    public static Roster TwoShifts { get; } = DayShift with { Agents = [.. Agents(8, Office), .. Agents(4, Night)] };

    private static IEnumerable<AgentOnDuty> Agents(int count, BusinessCalendar shift) => Enumerable.Range(1, count).Select(number => new AgentOnDuty(
        new Agent
        {
            Id = AgentId.FromExternal(new(shift.Name, $"{number}")),
            Name = $"{shift.Name} {number}",
            Languages = [new(new LanguageTag("en"), 5)],
            Shift = shift.Id,
        },
        Compile(shift),
        InHand: 0));

    private static SlaPlan Plan(BusinessCalendar hours, int moderateReplyHours) => SlaPlan.Compile(
        [
            new()
            {
                Name = "incidents",
                Goals =
                [
                    .. Goals(TicketPriority.Urgent, CalendarId.AlwaysOpen, reply: Duration.FromMinutes(30), solution: Duration.FromHours(4)),
                    .. Goals(TicketPriority.High, CalendarId.AlwaysOpen, reply: Duration.FromHours(1), solution: Duration.FromHours(8)),
                    .. Goals(TicketPriority.Normal, hours.Id, reply: Duration.FromHours(moderateReplyHours), solution: Duration.FromHours(24)),
                    .. Goals(TicketPriority.Low, hours.Id, reply: Duration.FromHours(8), solution: Duration.FromHours(40)),
                ],
            },
        ],
        id => Compile(id == hours.Id ? hours : BusinessCalendar.AlwaysOpen));

    private static IEnumerable<SlaGoal> Goals(TicketPriority priority, CalendarId calendar, Duration reply, Duration solution) =>
    [
        new() { Metric = SlaMetric.FirstReply, Priority = priority, Within = reply, Calendar = calendar },
        new() { Metric = SlaMetric.RequesterWait, Priority = priority, Within = solution, Calendar = calendar },
        new() { Metric = SlaMetric.TotalResolution, Priority = priority, Within = 2 * solution, Calendar = calendar },
    ];

    private static BusinessTimeline Compile(BusinessCalendar calendar) => BusinessTimeline.Compile(calendar, DateTimeZoneProviders.Tzdb);
}
