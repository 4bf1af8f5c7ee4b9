using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>What a complaining customer was promised: an answer by an instant.</summary>
/// <param name="Target">The promised time, and the calendar in which it was counted.</param>
/// <param name="DueAt">When the answer is due. Said aloud, so it does not move when calendars or policies change later.</param>
public sealed record SlaPromise(SlaTarget Target, Instant DueAt);

/// <summary>The customer was promised an answer. The clock of the promise runs until the final answer.</summary>
public sealed record AnswerPromised : TicketEvent, IEventData
{
    /// <inheritdoc/>
    public static string Kind => "answer_promised.v1";

    /// <summary>The promised time, counted from the promise.</summary>
    public required Duration Within { get; init; }

    /// <summary>The calendar in which it was counted.</summary>
    public required CalendarId Calendar { get; init; }

    /// <summary>When the answer is due.</summary>
    public required Instant DueAt { get; init; }

    /// <summary>The release of the tz database by which it was reckoned; null for calendar time.</summary>
    public string? TimeZoneVersion { get; init; }

    /// <summary>The agent who promised it, where one did.</summary>
    public AgentId? Agent { get; init; }
}

/// <summary>Promises the customer an answer, such as the final one to a complaint. Replaces a promise that still runs.</summary>
public sealed record PromiseAnswer : TicketRequest
{
    /// <summary>
    /// The promised time; null for the target that the ticket's policy has for <see cref="SlaMetric.PromisedAnswer"/> at the ticket's priority.
    /// More than zero, at most <see cref="SlaGoal.MaxWithin"/>.
    /// </summary>
    public Duration? Within { get; init; }

    /// <summary>The calendar in which <see cref="Within"/> is counted; null for calendar time.</summary>
    public CalendarId? Calendar { get; init; }

    /// <summary>The agent who promises it, where one does.</summary>
    public AgentId? Agent { get; init; }
}
