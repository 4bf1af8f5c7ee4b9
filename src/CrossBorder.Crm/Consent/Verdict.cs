using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>What one step says.</summary>
internal readonly record struct Verdict(ConsentStepOutcome Outcome, ConsentReason Reason = default, Instant? RetryAt = null)
{
    public static Verdict Pass => default;

    public static Verdict Deny(ConsentReason reason, Instant? retryAt = null) => new(ConsentStepOutcome.Denied, reason, retryAt);

    public static Verdict DenyIf(bool condition, ConsentReason reason) => condition ? Deny(reason) : Pass;

    /// <summary>Allowed, whatever the later steps would say.</summary>
    public static Verdict Allow(ConsentReason reason) => new(ConsentStepOutcome.Allowed, reason);

    /// <summary>Allowed, if registry, caps and hours do.</summary>
    public static Verdict Permit(ConsentReason reason) => new(ConsentStepOutcome.Permitted, reason);

    /// <summary>A consent was found that fails; it is the answer where nothing later allows.</summary>
    public static Verdict Fail(ConsentReason reason) => new(ConsentStepOutcome.Failed, reason);
}

/// <summary>One step of the order of evaluation, named by the reason that it looks for.</summary>
internal sealed record ConsentStep(ConsentReason Name, Func<ConsentCase, Verdict> Judge);
