using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Consent;

/// <summary>Steps 1 to 8: what holds for the person or the contact point, whatever she consented to.</summary>
internal static class PersonSteps
{
    public static Verdict Undeliverable(ConsentCase c) =>
        Verdict.DenyIf(c.Suppressions.ContainsKey(SuppressionReason.Undeliverable), ConsentReason.Undeliverable);

    public static Verdict Transactional(ConsentCase c) =>
        c.Query.Purpose == Purpose.Transactional ? Verdict.Allow(ConsentReason.Transactional) : Verdict.Pass;

    // An erased person must not come back by an import, but may by her own word. Any other suppression ends by its removal only.
    public static Verdict Suppressed(ConsentCase c) => Verdict.DenyIf(
        c.Suppressions.Any(entry => entry.Key != SuppressionReason.Erasure || !c.HasOwnConsentAfter(entry.Value.OccurredAt)),
        ConsentReason.Suppressed);

    public static Verdict ErasureRequested(ConsentCase c) => Verdict.DenyIf(
        c.History.Latest<ErasureRequested>(request => request.Verified) is { } requested
        && !(c.History.Latest<ErasureCancelled>() > requested),
        ConsentReason.ErasureRequested);

    public static Verdict Restricted(ConsentCase c) => Verdict.DenyIf(
        c.History.Latest<RestrictionApplied>() is { } applied && !(c.History.Latest<RestrictionLifted>() > applied),
        ConsentReason.ProcessingRestricted);

    public static Verdict Objected(ConsentCase c) => Verdict.DenyIf(
        c.History.Latest<ProcessingObjected>(objection => objection.Purpose is null || objection.Purpose == c.Purpose) is { } objected
        && !c.HasOwnConsentAfter(objected),
        ConsentReason.Objected);

    public static Verdict MinorProhibited(ConsentCase c) =>
        Verdict.DenyIf(c.IsMinor && c.Pack.MinorProhibited is { } barred && barred.Contains(c.Purpose), ConsentReason.MinorProhibited);
}
