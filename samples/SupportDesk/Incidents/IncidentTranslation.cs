using System.Collections.Immutable;
using CrossBorder.Crm.Support;
using NodaTime;
using NodaTime.Text;

namespace SupportDesk.Incidents;

/// <summary>One incident while its rows are read: what each of them means to a ticket's clocks.</summary>
/// <remarks>
/// The log names no zone, so its times are taken as UTC. It has no messages either: that an incident leaves the state New for the first time is
/// taken for the first reply, for that is when somebody has taken it up.
/// </remarks>
internal sealed class IncidentTranslation(string number, bool isNew)
{
    private static readonly LocalDateTimePattern Time = LocalDateTimePattern.CreateWithInvariantCulture("d/M/uuuu HH:mm");

    private readonly ImmutableArray<SlaEvent>.Builder events = ImmutableArray.CreateBuilder<SlaEvent>();
    private readonly ImmutableArray<Refusal>.Builder refused = ImmutableArray.CreateBuilder<Refusal>();
    private SlaOpening? opening;
    private Instant last;
    private TicketStatus status;
    private TicketPriority priority;
    private bool answered;
    private bool madeSla = true;
    private int rows;

    public string Number => number;

    public void Add(IncidentRow row)
    {
        rows++;
        if (Fold(row) is { } reason)
        {
            refused.Add(new(row.Line, reason));
        }
    }

    public Incident ToIncident() => new(number)
    {
        History = opening is null ? null : new() { Opening = opening, Events = events.DrainToImmutable() },
        Rows = rows,
        Folded = rows - refused.Count,
        Refused = refused.DrainToImmutable(),
        MadeSla = madeSla,
    };

    // Null where the row was folded, else why not. A row that changes nothing is folded too: it is an event that time passed by.
    private string? Fold(IncidentRow row)
    {
        if (row.Fault is not null)
        {
            return row.Fault;
        }

        if (!isNew)
        {
            return "the incident comes again after others";
        }

        if (StatusOf(row.State) is not { } now)
        {
            return $"unknown state {row.State}";
        }

        if (PriorityOf(row.Priority) is not { } pressing)
        {
            return $"unknown priority {row.Priority}";
        }

        if (!Time.Parse(row.OpenedAt).TryGetValue(default, out var opened) || !Time.Parse(row.UpdatedAt).TryGetValue(default, out var updated))
        {
            return "a time that cannot be read";
        }

        var (openedAt, at) = (opened.InUtc().ToInstant(), updated.InUtc().ToInstant());
        if (openedAt != (opening?.At ?? openedAt))
        {
            return "another time of creation than before";
        }

        if (at < openedAt)
        {
            return "before the incident was created";
        }

        if (opening is not null && at < last)
        {
            return "before the row in front of it";
        }

        opening ??= Open(openedAt, pressing, row.ContactType);
        Happen(at, now, pressing);
        madeSla = row.MadeSla == "true";
        return null;
    }

    private SlaOpening Open(Instant at, TicketPriority pressing, string contact)
    {
        priority = pressing;
        var beginning = new SlaOpening { At = at, Priority = pressing };
        return beginning with { Attributes = beginning.Attributes.Add(TicketAttributes.Channel, contact.ToLowerInvariant()) };
    }

    private void Happen(Instant at, TicketStatus now, TicketPriority pressing)
    {
        last = at;
        var before = events.Count;
        if (pressing != priority)
        {
            events.Add(new() { At = at, Kind = SlaEventKind.PriorityChanged, Priority = priority = pressing });
        }

        if (now != TicketStatus.New && !answered)
        {
            answered = true;
            events.Add(new() { At = at, Kind = SlaEventKind.AgentReply });
        }

        if (now != status)
        {
            events.Add(new() { At = at, Kind = SlaEventKind.StatusChanged, Status = status = now });
        }

        if (events.Count == before)
        {
            events.Add(new() { At = at, Kind = SlaEventKind.Observed });
        }
    }

    private static TicketStatus? StatusOf(string state) => state switch
    {
        "New" => TicketStatus.New,
        "Active" => TicketStatus.Open,
        "Awaiting User Info" => TicketStatus.Pending,
        "Awaiting Vendor" or "Awaiting Problem" or "Awaiting Evidence" => TicketStatus.Hold,
        "Resolved" => TicketStatus.Solved,
        "Closed" => TicketStatus.Closed,
        _ => null,
    };

    private static TicketPriority? PriorityOf(string text) => text switch
    {
        "1 - Critical" => TicketPriority.Urgent,
        "2 - High" => TicketPriority.High,
        "3 - Moderate" => TicketPriority.Normal,
        "4 - Low" => TicketPriority.Low,
        _ => null,
    };
}
