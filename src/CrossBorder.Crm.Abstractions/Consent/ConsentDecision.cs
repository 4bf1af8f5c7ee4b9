using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>Whether contact is allowed, why, and what was looked at. Equal if all parts are, lists in their order.</summary>
public sealed record ConsentDecision
{
    /// <summary>Whether contact is allowed. Follows from <see cref="Reason"/>.</summary>
    public bool Allowed => Reason.Allows();

    /// <summary>Why.</summary>
    public required ConsentReason Reason { get; init; }

    /// <summary>What else stood in the way: a consent that failed earlier, where something later denied.</summary>
    public ImmutableArray<ConsentReason> Contributing { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The jurisdiction that decided: the first that denied, else the first that was asked. Null where none was named.</summary>
    public Jurisdiction? Jurisdiction { get; init; }

    /// <summary>
    /// The earliest instant at which the hours are open, where only they deny. That day is taken to be no public holiday, and nothing else is foreseen: ask again then.
    /// </summary>
    public Instant? RetryAt { get; init; }

    /// <summary>The instant that was asked about.</summary>
    public required Instant At { get; init; }

    /// <summary>What the permission stands on; null where contact is denied.</summary>
    public LegalBasis? Basis => Reason.Basis();

    /// <summary>The steps that were taken, in order, up to the one that decided.</summary>
    public ImmutableArray<ConsentTrailStep> Trail { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <inheritdoc/>
    public bool Equals(ConsentDecision? other) =>
        other is not null && Reason == other.Reason && Jurisdiction == other.Jurisdiction && RetryAt == other.RetryAt && At == other.At
        && Contributing.AsSpan().SequenceEqual(other.Contributing.AsSpan())
        && Trail.AsSpan().SequenceEqual(other.Trail.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Reason, Jurisdiction, RetryAt, At, Contributing.Length, Trail.Length);
}

/// <summary>How one step ended.</summary>
public enum ConsentStepOutcome
{
    /// <summary>It had nothing to say.</summary>
    Passed,

    /// <summary>A consent was found that fails; something else may still allow.</summary>
    Failed,

    /// <summary>It allows, if registry, caps and hours do.</summary>
    Permitted,

    /// <summary>It allows, whatever else there is.</summary>
    Allowed,

    /// <summary>It denies.</summary>
    Denied,
}

/// <summary>One step of a decision.</summary>
public readonly record struct ConsentTrailStep
{
    /// <summary>The jurisdiction whose pack was asked.</summary>
    public required Jurisdiction Jurisdiction { get; init; }

    /// <summary>The step, by the reason that it looks for. The step on the person's own statements is <see cref="ConsentReason.Granted"/>.</summary>
    public required ConsentReason Step { get; init; }

    /// <summary>How it ended.</summary>
    public required ConsentStepOutcome Outcome { get; init; }

    /// <summary>What it found; null where it had nothing to say.</summary>
    public ConsentReason? Reason { get; init; }
}

/// <summary>What a permission stands on. A label for reports, not a legal opinion.</summary>
public enum LegalBasis
{
    /// <summary>The person's consent, or her guardian's.</summary>
    Consent,

    /// <summary>A contract needs it.</summary>
    Contract,

    /// <summary>The soft opt-in of customers.</summary>
    SoftOptIn,

    /// <summary>A relationship that implies consent.</summary>
    ImpliedRelationship,

    /// <summary>The law allows it until the person says no.</summary>
    OptOut,

    /// <summary>The law exempts the recipient.</summary>
    Exemption,

    /// <summary>The law allows asking for consent.</summary>
    ConsentRequest,
}
