using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace Quickstart.Run;

/// <summary>What the shop wants to know of its points: how many, who has which tier, what it owes, and how one checkout went.</summary>
internal sealed class PointQuestions(ICrmTenant crm, Instant at)
{
    public async Task<PointFigures> AskAsync(ReplayFigures replay)
    {
        var accounts = await Pages.AllAsync(page => crm.Loyalty.ListAsync(new(), at, page));
        return new()
        {
            Accounts = accounts.Count,
            Redemptions = replay.Redemptions,
            LapsedHolds = replay.LapsedHolds,
            Tiers = await TiersAsync([.. accounts.Select(account => account.Account)]),
            Liability = await crm.Loyalty.GetLiabilityAsync(at),
            Checkout = replay is { ShownCustomer: { } customer, ShownOrder: { } order } ? await CheckoutAsync(customer, order) : null,
        };
    }

    private async Task<List<TierFigures>> TiersAsync(IReadOnlyList<LoyaltyAccountId> accounts)
    {
        var standings = new List<TierStatus>();
        foreach (var account in accounts)
        {
            standings.Add((await crm.Loyalty.GetTierAsync(account, at))!);
        }

        var program = (await crm.Loyalty.FindProgramAsync())!;
        return
        [
            .. program.Tiers!.Tiers.Select(tier => new TierFigures(
                tier,
                standings.Count(standing => standing.Tier == tier),
                standings.Where(standing => standing.Next?.Tier == tier).Select(standing => standing.Next!).OrderBy(next => next.Missing).FirstOrDefault())),
        ];
    }

    private async Task<CheckoutFigures> CheckoutAsync(string customer, string order)
    {
        var entries = await crm.Loyalty.ReadOrderAsync(LoyaltyAccountId.Of(ShopSetup.IdOf(customer)), new("shop", order));
        return new(customer, order, [.. entries.Select(entry => new CheckoutStep(entry.Value.PostedAt, Tell(entry.Value)))]);
    }

    private static string Tell(LedgerEntry entry) => entry switch
    {
        PointsHeld held => $"{held.Points} points, worth {held.Value}, are held until {held.ExpiresAt}",
        PointsEarned earned => $"{earned.Points} points are earned, usable to {earned.ExpiresAt}",
        HoldCaptured captured => $"the payment comes: {captured.Points} held points are spent",
        RedemptionReturned { Refund: { } refund } back => $"{InOrder(refund)} is refunded: {back.Points} points come back",
        EarningRefunded refunded => $"{refunded.Due} earned points are taken back, in proportion to the money refunded",
        _ => entry.GetType().Name,
    };

    private static string InOrder(MixedRefund refund) => FormattableString.Invariant($"{100m * refund.RefundedMinor / refund.OrderTotalMinor:0.#} % of the order");
}
