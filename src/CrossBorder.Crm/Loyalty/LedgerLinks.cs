using System.Collections.Immutable;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Whom a merged account answers by, and where else entries about an account's orders and redemptions stand. Pure.</summary>
internal sealed class LedgerLinks : IStreamLinks<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState>
{
    public bool AreIn(LoyaltyAccountState state) => state.Links is not null;

    public LoyaltyAccountId? MovedTo(LoyaltyAccountState state) => state.Links?.MergedInto?.Into;

    public IEnumerable<LoyaltyAccountId> StreamsOf(LoyaltyAccountState state) => state.Links?.Filed.Select(link => link.Account) ?? [];

    public bool IsAnsweredBy(LoyaltyAccountState state, int stream, RecordedAnswer answer) =>
        state.Links!.Filed[stream] is var link && answer.Head > link.After && answer.Head <= link.Through;

    public ImmutableArray<Versioned<LedgerEntry>> Join(
        LoyaltyAccountState state, ImmutableArray<Versioned<LedgerEntry>> own, IReadOnlyList<ImmutableArray<Versioned<LedgerEntry>>> linked) =>
    [
        // In the order in which they were posted, whichever account they were posted to.
        .. state.Links!.Filed.SelectMany((link, i) => linked[i].Where(entry => Counts(link, entry)).Select(entry => LotNumbers.Move(entry, link.Offset)))
            .Concat(own)
            .OrderBy(entry => entry.Value.PostedAt),
    ];

    // What the survivor earned and spent meanwhile is its own, whose lots ever were spent: only what befell this account's orders and redemptions came back.
    private static bool Counts(AccountLink link, Versioned<LedgerEntry> entry) =>
        entry.Version > link.After && entry.Version <= link.Through
        && (!link.IsReturned || entry.Value is EarningRefunded or RedemptionReturned or HoldVoided);
}
