using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>Whom to contact, who could do it, and what is allowed.</summary>
public sealed record ContactRequest
{
    /// <summary>From when on a contact is wanted.</summary>
    public required Instant From { get; init; }

    /// <summary>When the customer may be disturbed: a calendar of wall times of <em>her</em> zone.</summary>
    public required BusinessTimeline Waking { get; init; }

    /// <summary>The staff. Who is not active, or fails <see cref="Language"/> or <see cref="Market"/>, or has no calendar, does not count.</summary>
    public required ImmutableArray<AgentOnDuty> Agents { get; init; }

    /// <summary>The language that is to be spoken; null for any.</summary>
    public LanguageTag? Language { get; init; }

    /// <summary>The lowest level of the language that will do, 1 to 5.</summary>
    public int MinLevel { get; init; } = 1;

    /// <summary>The market that is to be answered for; null for any.</summary>
    public MarketId? Market { get; init; }

    /// <summary>The hours in which the consent allows a contact; null for all.</summary>
    public BusinessTimeline? ConsentHours { get; init; }

    /// <summary>The span in which the consent holds, [start, end); without end, or without start, as far as that goes. Null for ever.</summary>
    public Interval? ConsentSpan { get; init; }

    /// <summary>How long all of it must last, such as the length of a call.</summary>
    /// <value>The default is none: any moment will do.</value>
    public Duration MinLength { get; init; } = Duration.Zero;
}

/// <summary>When a contact is possible, and what was in the way before.</summary>
public sealed record ContactAnswer
{
    /// <summary>The earliest instant; null where none comes within <see cref="ContactWindow.Horizon"/>.</summary>
    public Instant? At => Window?.Start;

    /// <summary>The span from the earliest instant on in which everything stays as it should, cut at the horizon.</summary>
    public Interval? Window { get; init; }

    /// <summary>The agents who are on shift at the earliest instant, in the order in which they were given.</summary>
    public ImmutableArray<AgentId> Agents { get; init; } = [];

    /// <summary>What was in the way, in order of time.</summary>
    public ImmutableArray<ContactObstacle> Obstacles { get; init; } = [];
}

/// <summary>What kept a contact from an instant on.</summary>
public sealed record ContactObstacle
{
    /// <summary>What it is, for machines: <c>asleep</c>, <c>no_agent</c>, <c>no_consent</c>, <c>too_short</c>.</summary>
    public required string Code { get; init; }

    /// <summary>From when on it was seen to be in the way.</summary>
    public required Instant From { get; init; }

    /// <summary>When it is gone; null where it is not within the horizon.</summary>
    public Instant? Until { get; init; }

    /// <summary>What it is, for people, in English.</summary>
    public required string Text { get; init; }
}
