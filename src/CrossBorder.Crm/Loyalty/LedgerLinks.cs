using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>
/// Whom a merged account or a member of a household answers by, and where else entries about an account's orders and redemptions stand. Pure.
/// </summary>
internal sealed class LedgerLinks(IDateTimeZoneProvider zones) : IStreamLinks<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState>
{
    public bool AreIn(LoyaltyAccountState state) => state.Links is not null;

    public LoyaltyAccountId? MovedTo(LoyaltyAccountState state) => state.Links?.MergedInto?.Into ?? state.Links?.Household?.Household;

    public IEnumerable<LoyaltyAccountId> StreamsOf(LoyaltyAccountState state) => state.Links?.Filed.Select(link => link.Account) ?? [];

    // What a household she left answered her, or an account merged into hers before, another household knows nothing of.
    public bool KeepsAnswers(LoyaltyAccountState state) => state.Links is { MergedInto: null, Household: not null, Filed.IsEmpty: false };

    // One order may be named alike by two members of a household: there, the name of a request is its member's.
    public IdempotencyKey KeyThere(LoyaltyAccountState state, IdempotencyKey key) =>
        state.Links is { MergedInto: null, Household: not null } ? HouseholdRules.KeyOf(state.Account, key) : key;

    public IdempotencyKey KeyIn(LoyaltyAccountState state, int stream, IdempotencyKey key) =>
        state.Links!.Filed[stream] is { IsReturned: true, Membership: { } membership } ? HouseholdRules.KeyOf(membership.Member, key) : key;

    // A household is not asked for what another one answered its members: their own accounts were, on the way here.
    public bool MayAnswer(LoyaltyAccountState state, int stream) => state.Links!.Filed[stream] is not { Membership: { } membership } link
        || (link.IsReturned && (state.Household is null || membership.Member == state.Account));

    public bool IsAnsweredBy(LoyaltyAccountState state, int stream, RecordedAnswer answer) =>
        MayAnswer(state, stream) && state.Links!.Filed[stream] is var link && answer.Head > link.After && answer.Head <= link.Through;

    public ImmutableArray<Versioned<LedgerEntry>> Join(
        LoyaltyAccountState state, ImmutableArray<Versioned<LedgerEntry>> own, IReadOnlyList<ImmutableArray<Versioned<LedgerEntry>>> linked) =>
    [
        // In the order in which they were posted, whichever account they were posted to.
        .. state.Links!.Filed.SelectMany((link, i) => linked[i].Where(entry => entry.Version > link.After && entry.Version <= link.Through).SelectMany(entry => Read(link, entry)))
            .Concat(own)
            .OrderBy(entry => entry.Value.PostedAt),
    ];

    public CrmResult<Decision<LedgerEntry, LoyaltyAccountState, TAnswer>> Decide<TRequest, TAnswer>(
        LoyaltyAccountId asked,
        StreamHead<LedgerEntry, LoyaltyAccountState> head,
        TRequest request,
        Func<TRequest, StreamHead<LedgerEntry, LoyaltyAccountState>, CrmResult<Decision<LedgerEntry, LoyaltyAccountState, TAnswer>>> decide) where TAnswer : class =>
        head.State?.Household is not null ? HouseholdDecisions.Decide(zones, asked, head, request, decide)
        : head.Entries.Any(entry => entry.Value.Member is not null) ? HouseholdDecisions.DecideOutside(head, request, decide)
        : decide(request, head);

    private static IEnumerable<Versioned<LedgerEntry>> Read(AccountLink link, Versioned<LedgerEntry> entry) => link.Membership is { } membership
        ? link.IsReturned ? OfHousehold(link, membership, entry) : [LotNumbers.Attribute(LotNumbers.Move(entry, link), membership.Member)]
        : !link.IsReturned || entry.Value is EarningRefunded or RedemptionReturned or HoldVoided
            // What the survivor earned and spent meanwhile is its own, whose lots ever were spent: only what befell this account's orders and redemptions came back.
            ? [LotNumbers.Move(entry, link)]
            : [];

    // What a former member spent, she spent of the household's: it comes back there. What she earned left with her, unless the household kept it.
    private static IEnumerable<Versioned<LedgerEntry>> OfHousehold(AccountLink link, Membership membership, Versioned<LedgerEntry> entry)
    {
        if (entry.Value.Member == membership.Member && (entry.Value is EarningRefunded or RedemptionReturned || !membership.Stays))
        {
            yield return LotNumbers.Move(entry, link);
        }
        else if (entry.Value.Member == membership.Member && entry.Value.Tier is not null)
        {
            // Her tier is hers, also where the order that led to it is settled in the household.
            yield return LotNumbers.Move(entry with { Value = new TimePassed { PostedAt = entry.Value.PostedAt, Tier = entry.Value.Tier, Member = entry.Value.Member } }, link);
        }
        else if (!membership.Stays && !entry.Value.Expired.IsEmpty)
        {
            // Whosever entry it was that wrote it down: her points expired.
            yield return LotNumbers.Move(entry with { Value = new TimePassed { PostedAt = entry.Value.PostedAt, Expired = entry.Value.Expired } }, link);
        }
    }
}
