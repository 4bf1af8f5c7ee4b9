using System.Collections.Immutable;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Benchmarks.Support;

/// <summary>Tickets to replay: conversations that are answered, put off, reopened and raised, the same in every run.</summary>
internal static class ReplayedDesk
{
    private static readonly Instant Start = Instant.FromUtc(2024, 1, 1, 0, 0);

    private static readonly BusinessCalendar Office = new()
    {
        Name = "krakow",
        Zone = "Europe/Warsaw",
        Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("09:00-17:00")),
        Holidays = [new(2024, 1, 1), new(2024, 5, 1), new(2024, 5, 3), new(2024, 8, 15), new(2024, 11, 1), new(2024, 11, 11), new(2024, 12, 25)],
    };

    public static SlaPlan Plan() => SlaPlan.Compile(
        [
            new()
            {
                Name = "standard",
                Goals =
                [
                    .. from metric in Enum.GetValues<SlaMetric>()
                       from priority in Enum.GetValues<TicketPriority>()
                       select new SlaGoal
                       {
                           Metric = metric,
                           Priority = priority,
                           Within = Duration.FromHours((2 + 3 * (int)metric) * (4 - (int)priority)),
                           Calendar = priority == TicketPriority.Urgent ? CalendarId.AlwaysOpen : Office.Id,
                       },
                ],
            },
        ],
        id => BusinessTimeline.Compile(id == Office.Id ? Office : BusinessCalendar.AlwaysOpen, DateTimeZoneProviders.Tzdb));

    /// <summary>Tight targets when urgent, loose ones otherwise: a priority that goes to and fro breaches each time.</summary>
    public static SlaPlan ToAndFro() => SlaPlan.Compile(
        [
            new()
            {
                Name = "to-and-fro",
                Goals =
                [
                    .. from metric in Enum.GetValues<SlaMetric>()
                       from priority in new[] { TicketPriority.Normal, TicketPriority.Urgent }
                       select new SlaGoal
                       {
                           Metric = metric,
                           Priority = priority,
                           Within = Duration.FromMinutes(priority == TicketPriority.Urgent ? 1 : 50_000_000),
                           Calendar = CalendarId.AlwaysOpen,
                       },
                ],
            },
        ],
        _ => BusinessTimeline.Compile(BusinessCalendar.AlwaysOpen, DateTimeZoneProviders.Tzdb));

    /// <summary>Ten events, a minute apart, from asked to solved.</summary>
    public static SlaEvent[] Round(Instant after)
    {
        SlaEvent[] round =
        [
            new() { At = after, Kind = SlaEventKind.CustomerMessage },
            new() { At = after, Kind = SlaEventKind.StatusChanged, Status = TicketStatus.Open },
            new() { At = after, Kind = SlaEventKind.AgentReply },
            new() { At = after, Kind = SlaEventKind.StatusChanged, Status = TicketStatus.Pending },
            new() { At = after, Kind = SlaEventKind.Observed },
            new() { At = after, Kind = SlaEventKind.CustomerMessage },
            new() { At = after, Kind = SlaEventKind.StatusChanged, Status = TicketStatus.Hold },
            new() { At = after, Kind = SlaEventKind.PriorityChanged, Priority = TicketPriority.Urgent },
            new() { At = after, Kind = SlaEventKind.PriorityChanged, Priority = TicketPriority.Normal },
            new() { At = after, Kind = SlaEventKind.StatusChanged, Status = TicketStatus.Solved },
        ];
        return [.. round.Select((e, i) => e with { At = after + Duration.FromMinutes(i + 1) })];
    }

    public static TicketHistory[] Tickets(int events)
    {
        var tickets = new List<TicketHistory>();
        for (var left = events; left > 0; left -= tickets[^1].Events.Length)
        {
            tickets.Add(Ticket(tickets.Count, Math.Min(left, 3 + tickets.Count * 7 % 38)));
        }

        return [.. tickets];
    }

    public static TicketHistory Ticket(int seed, int events)
    {
        var random = new Random(seed);
        var at = Start + Duration.FromMinutes(random.Next(300 * 24 * 60));
        var opening = new SlaOpening { At = at, Priority = (TicketPriority)random.Next(4) };
        var happened = ImmutableArray.CreateBuilder<SlaEvent>(events);
        while (happened.Count < events)
        {
            at += Duration.FromMinutes(random.Next(1, 300));
            happened.Add(random.Next(12) switch
            {
                < 3 => new() { At = at, Kind = SlaEventKind.CustomerMessage },
                < 6 => new() { At = at, Kind = SlaEventKind.AgentReply },
                6 => new() { At = at, Kind = SlaEventKind.StatusChanged, Status = TicketStatus.Pending },
                7 => new() { At = at, Kind = SlaEventKind.StatusChanged, Status = TicketStatus.Hold },
                < 10 => new() { At = at, Kind = SlaEventKind.StatusChanged, Status = TicketStatus.Open },
                10 => new() { At = at, Kind = SlaEventKind.StatusChanged, Status = TicketStatus.Solved },
                _ => new() { At = at, Kind = SlaEventKind.PriorityChanged, Priority = (TicketPriority)random.Next(4) },
            });
        }

        return new() { Opening = opening, Events = happened.MoveToImmutable() };
    }
}
