using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

internal sealed partial class LoyaltyService
{
    public async ValueTask<TierStatus?> GetTierAsync(LoyaltyAccountId account, Instant? asOf, CancellationToken cancellationToken)
    {
        var program = await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false);
        if (TierTerms.Of(program, ZoneOf(program)) is not { } terms)
        {
            return null;
        }

        var at = asOf?.ToMicroseconds() ?? clock.GetCurrentInstant();
        var state = await StateAsync(account, at, cancellationToken).ConfigureAwait(false);
        return TierRules.Status(terms.Ladder, state.Tier, TierPosting.SumsOf(state, terms.Ladder), terms.Day(at));
    }

    public async ValueTask<IReadOnlyList<TierChange>> ReadTiersAsync(LoyaltyAccountId account, CancellationToken cancellationToken)
    {
        var entries = await ReadFiledAsync(account, [LoyaltyCollections.Tiers], cancellationToken).ConfigureAwait(false);
        var state = await SharedStateAsync(account, Instant.MaxValue, cancellationToken).ConfigureAwait(false);
        if (state.Household is not { } household)
        {
            return HouseholdViews.Tiers(entries, _ => true);
        }

        // In a household everyone's stand side by side; those that she reached before are there with her points, or else in her own account.
        var row = HouseholdFold.Find(household, account);
        var own = state.Links!.Filed.Any(link => link.Account == account) || account == state.Account
            ? []
            : (await ledger.LoadAsync(tenant, new() { Stream = account, References = [LoyaltyCollections.Tiers] }, cancellationToken).ConfigureAwait(false)).Entries;
        return HouseholdViews.Tiers(own.Concat(entries), member => member == row?.Account);
    }

    public async ValueTask<Entitlements> GetEntitlementsAsync(LoyaltyAccountId account, Market market, Instant? asOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(market);
        var status = await GetTierAsync(account, asOf, cancellationToken).ConfigureAwait(false);
        var program = await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false);
        return status is null || program is null
            ? new()
            : new()
            {
                Tier = status.Tier.Tier, ValidThrough = status.Standing.ValidThrough, Standard = BenefitRules.StandardOf(program, status.Tier.Tier, market),
            };
    }

    public async ValueTask<LiabilityReport> GetLiabilityAsync(Instant? asOf, CancellationToken cancellationToken)
    {
        var at = asOf?.ToMicroseconds() ?? clock.GetCurrentInstant();
        var tally = new LiabilityTally(at, await ZoneAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("Months are counted in the programme's zone. Call SetProgramAsync first."));
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var accounts = await ListAsync(new(), at, page, cancellationToken).ConfigureAwait(false);
            foreach (var account in accounts.Items)
            {
                tally.Add(account);
            }

            page = page with { After = accounts.Next };
        }
        while (page.After is not null);

        return tally.ToReport();
    }

    /// <summary>The state of the account that answered for this one at an instant.</summary>
    private async ValueTask<LoyaltyAccountState> StateAsync(LoyaltyAccountId account, Instant at, CancellationToken cancellationToken)
    {
        var state = await SharedStateAsync(account, at, cancellationToken).ConfigureAwait(false);
        return state.Household is { } household && account != state.Account ? HouseholdFold.As(state, HouseholdFold.Find(household, account)?.Account) : state;
    }

    private async ValueTask<LoyaltyAccountState> OwnStateAsync(LoyaltyAccountId account, Instant at, CancellationToken cancellationToken)
    {
        var head = await ledger.LoadAsync(tenant, new() { Stream = account.ThrowIfDefault() }, cancellationToken).ConfigureAwait(false);
        if (head.State is { Revision: LedgerFold.Revision } state && at >= state.AsOf)
        {
            return state;
        }

        // Before the last entry, only the entries know.
        var entries = await EntriesAsync(account, at, cancellationToken).ConfigureAwait(false);
        return LedgerFold.Fold(account, entries.Select(entry => entry.Value), at);
    }
}
