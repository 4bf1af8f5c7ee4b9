using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

public partial interface ILoyaltyService
{
    /// <summary>An account as of any instant: now, before, or to come. Never writes. An account without entries has a balance of zero.</summary>
    /// <remarks>Now and later cost the same whatever the history; an earlier instant reads the entries up to it.</remarks>
    /// <param name="account">The account.</param>
    /// <param name="asOf">The instant; null for now.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<LoyaltyBalance> GetBalanceAsync(LoyaltyAccountId account, Instant? asOf = null, CancellationToken cancellationToken = default);

    /// <summary>The entries of an account, page by page.</summary>
    /// <param name="account">The account.</param>
    /// <param name="page">Which page; descending for the newest first.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<Versioned<LedgerEntry>>> ReadAsync(LoyaltyAccountId account, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>The balances of accounts as of an instant not before their last entries, page by page.</summary>
    /// <param name="query">Which accounts.</param>
    /// <param name="asOf">The instant; null for now.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<LoyaltyBalance>> ListAsync(LoyaltyAccountQuery query, Instant? asOf, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>Every lot that was ever posted, open or closed, as of an instant, by number.</summary>
    /// <remarks>Reads the entries up to the instant: for statements and audits, not for checkouts. <see cref="GetBalanceAsync"/> has the open lots.</remarks>
    /// <param name="account">The account.</param>
    /// <param name="asOf">The instant; null for now.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<LotBalance>> ListLotsAsync(LoyaltyAccountId account, Instant? asOf, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>What an order did to the account: what it earned, held, spent, got back and lost again, oldest first.</summary>
    /// <param name="account">The account.</param>
    /// <param name="order">The order.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<Versioned<LedgerEntry>>> ReadOrderAsync(LoyaltyAccountId account, ExternalRef order, CancellationToken cancellationToken = default);

    /// <summary>What became of a redemption, or of a hold and its redemption, oldest first.</summary>
    /// <param name="account">The account.</param>
    /// <param name="name">The name of the redemption or hold.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<Versioned<LedgerEntry>>> ReadRedemptionAsync(LoyaltyAccountId account, string name, CancellationToken cancellationToken = default);

    /// <summary>Folds all entries anew and compares: the stored account, what each entry says expired, and the hash chain where the storage has one.</summary>
    /// <param name="account">The account.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<LedgerVerification> VerifyAsync(LoyaltyAccountId account, CancellationToken cancellationToken = default);
}

/// <summary>What a verification of an account found.</summary>
public sealed record LedgerVerification
{
    /// <summary>How many entries were folded.</summary>
    public required long Entries { get; init; }

    /// <summary>Whether the entries are chained by hash; not so in a storage that keeps objects.</summary>
    public required bool IsChained { get; init; }

    /// <summary>The version of the first entry that was changed, is missing, or cannot follow from those before it; null where all are sound.</summary>
    public long? ChangedEntry { get; init; }

    /// <summary>What is wrong, in a sentence for an operator; null where nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether the ledger is sound.</summary>
    public bool IsSound => Problem is null;
}
