using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>Step 13: what may stand in for a consent, and the answer where nothing does.</summary>
internal static class RelationshipSteps
{
    public static Verdict SoftOptIn(ConsentCase c) =>
        c.Rules?.Soft is { } soft && IsCustomer(c, soft) ? Verdict.Permit(ConsentReason.SoftOptIn) : Verdict.Pass;

    public static Verdict Implied(ConsentCase c) =>
        c.Rules?.Implied is { } implied && IsLive(c, implied) ? Verdict.Permit(ConsentReason.ImpliedRelationship) : Verdict.Pass;

    public static Verdict OptOutModel(ConsentCase c)
    {
        var allows = c.Query.Channel == Channel.None
            ? c.Processing == ProcessingModel.OptOut
            : c.Rules?.Model is ConsentModel.OptOut or ConsentModel.OptOutRegistry;
        return allows ? Verdict.Permit(ConsentReason.OptOutModel) : Verdict.Pass;
    }

    /// <summary>Nothing allows: the most telling reason why.</summary>
    public static Verdict NoConsent(ConsentCase c) => Verdict.Deny(
        c.Failure is { } failure ? failure
        : c.Standing.IsWaiting ? ConsentReason.PendingConfirmation
        : c.Standing.HasWaited ? ConsentReason.PendingExpired
        : c.Rules?.Soft is not null && Noted(c).Any(noted => noted.Kind != RelationshipKind.Inquiry) ? ConsentReason.SoftOptInConditionMissing
        : c.Rules?.Implied is { } implied && HasLapsed(c, implied) ? ConsentReason.ImpliedExpired
        : ConsentReason.NoConsent);

    /// <summary>Whether a live relationship implies consent.</summary>
    public static bool IsLive(ConsentCase c, ImpliedConsent implied) =>
        Noted(c).Any(noted => WindowOf(implied, noted.Kind) is { } window && IsSimilar(c, implied.SimilarOnly, noted) && IsWithin(c, window, noted.OccurredAt))
        || (implied.ContractAfterEnd is { } afterEnd && Contracts(c).Any(contract => contract.End is null || IsWithin(c, afterEnd, contract.End.Value)));

    // All that qualifies was found not to be live, so whatever there is has fallen out of its window.
    private static bool HasLapsed(ConsentCase c, ImpliedConsent implied) =>
        Noted(c).Any(noted => WindowOf(implied, noted.Kind) is not null && IsSimilar(c, implied.SimilarOnly, noted))
        || (implied.ContractAfterEnd is not null && Contracts(c).Any());

    // An opt-out taken at a later occasion takes the earlier ones with it.
    private static bool IsCustomer(ConsentCase c, SoftOptIn soft)
    {
        var optedOut = c.History.Latest<RelationshipNoted>(noted => noted.OptedOut && soft.Triggers.Contains(noted.Kind)) ?? Instant.MinValue;
        return Noted(c).Any(noted =>
            soft.Triggers.Contains(noted.Kind)
            && (noted.OptOutOffered || !soft.OptOutOfferedRequired)
            && noted.OccurredAt > optedOut
            && IsSimilar(c, soft.SimilarOnly, noted));
    }

    private static IEnumerable<RelationshipNoted> Noted(ConsentCase c) => c.History.Entries.OfType<RelationshipNoted>();

    /// <summary>The contracts by their latest start and end; without an end while they run.</summary>
    private static IEnumerable<(string Contract, Instant? End)> Contracts(ConsentCase c)
    {
        foreach (var contract in c.History.Entries.Where(entry => entry is ContractStarted or ContractEnded).GroupBy(NameOf))
        {
            Instant? started = null, ended = null;
            foreach (var entry in contract)
            {
                ref var latest = ref entry is ContractStarted ? ref started : ref ended;
                latest = latest is { } known ? Instant.Max(known, entry.OccurredAt) : entry.OccurredAt;
            }

            yield return (contract.Key, started > ended ? null : ended);
        }

        static string NameOf(ConsentEntry entry) => entry is ContractStarted started ? started.Contract : ((ContractEnded)entry).Contract;
    }

    private static ImpliedWindow? WindowOf(ImpliedConsent implied, RelationshipKind kind) => kind switch
    {
        RelationshipKind.Purchase => implied.Purchase,
        RelationshipKind.Inquiry => implied.Inquiry,
        _ => null,
    };

    private static bool IsSimilar(ConsentCase c, bool similarOnly, RelationshipNoted noted) =>
        !similarOnly || (noted.Category is { } category && category == c.Query.Category);

    private static bool IsWithin(ConsentCase c, ImpliedWindow window, Instant from) =>
        window.Months is not { } months || c.Today <= c.DateOf(from).PlusMonths(months);
}
