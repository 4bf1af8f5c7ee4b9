using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

public partial interface ILoyaltyService
{
    /// <summary>The tier of an account as of any instant, with what is missing to the next. Never writes.</summary>
    /// <remarks>Judged by the ladder in force; a tier that an entry wrote down holds for as long as that entry said.</remarks>
    /// <param name="account">The account.</param>
    /// <param name="asOf">The instant; null for now.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The tier; null where the programme has none.</returns>
    ValueTask<TierStatus?> GetTierAsync(LoyaltyAccountId account, Instant? asOf = null, CancellationToken cancellationToken = default);

    /// <summary>The tiers that an account reached, extended and lost, oldest first. A lapse that no entry has written down yet is not among them.</summary>
    /// <param name="account">The account.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<TierChange>> ReadTiersAsync(LoyaltyAccountId account, CancellationToken cancellationToken = default);

    /// <summary>What a member is entitled to in a market: what checkout and support read.</summary>
    /// <param name="account">The account.</param>
    /// <param name="market">Her market; where it has no standard its region's counts, then the global one.</param>
    /// <param name="asOf">The instant; null for now.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Entitlements> GetEntitlementsAsync(LoyaltyAccountId account, Market market, Instant? asOf = null, CancellationToken cancellationToken = default);

    /// <summary>What all accounts hold as of an instant, by age and expiry. Reads every account, page by page.</summary>
    /// <remarks>An instant before an account's last entry reads that account's entries. Accounts that change meanwhile are seen as of the instant all the same.</remarks>
    /// <param name="asOf">The instant; null for now.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<LiabilityReport> GetLiabilityAsync(Instant? asOf = null, CancellationToken cancellationToken = default);
}
