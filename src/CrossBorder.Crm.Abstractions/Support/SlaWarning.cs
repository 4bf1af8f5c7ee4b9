using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>A warning before a target is due, measured in the target's own calendar: at a share of it, or with so much of it left.</summary>
public sealed record SlaWarning
{
    /// <summary>The share of the target that is used up, in percent, from 1 to 99; null where <see cref="Left"/> says when.</summary>
    public int? Percent { get; init; }

    /// <summary>The open time that is left; more than zero and less than the target. Null where <see cref="Percent"/> says when.</summary>
    public Duration? Left { get; init; }

    /// <summary>A warning at a share of the target.</summary>
    /// <param name="percent">The share in percent, from 1 to 99.</param>
    public static SlaWarning AtPercent(int percent) => new() { Percent = percent };

    /// <summary>A warning with so much open time left.</summary>
    /// <param name="left">The open time before due.</param>
    public static SlaWarning Before(Duration left) => new() { Left = left };

    /// <summary>The open time after which the warning of a target comes, down to the microsecond.</summary>
    /// <param name="within">The target.</param>
    public Duration After(Duration within) => Percent is { } percent
        ? Duration.FromTicks((long)(within.BclCompatibleTicks * (Int128)percent / 100 / 10) * 10)
        : within - (Left ?? Duration.Zero);
}

/// <summary>A warning that a clock has had.</summary>
/// <param name="Warning">The warning.</param>
/// <param name="At">When its time had come: never before the clock, or the change that made it pass.</param>
public readonly record struct SlaWarningGiven(SlaWarning Warning, Instant At);

/// <summary>A target is about to be missed. Written once a warning and clock, by the event or sweep that first sees it.</summary>
public sealed record SlaWarned : TicketEvent, IEventData
{
    /// <inheritdoc/>
    public static string Kind => "sla_warned.v1";

    /// <summary>What the clock measures.</summary>
    public required SlaMetric Metric { get; init; }

    /// <summary>When the clock started.</summary>
    public required Instant StartedAt { get; init; }

    /// <summary>The warning.</summary>
    public required SlaWarning Warning { get; init; }

    /// <summary>When its time had come.</summary>
    public required Instant WarnedAt { get; init; }

    /// <summary>When the target is due, as things stood then.</summary>
    public Instant? DueAt { get; init; }
}
