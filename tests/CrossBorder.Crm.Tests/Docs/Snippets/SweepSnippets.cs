using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Docs.Snippets;

/// <summary>The later snippets of the page on loyalty, in the order of the page; this file comes after RoomSnippets.cs.</summary>
internal static class SweepSnippets
{
    public static async Task TriggersAsync(ICrmTenant crm, LoyaltyAccountId account)
    {
        #region docs/loyalty.md
        var review   = await crm.Loyalty.EarnForTriggerAsync(new() { Account = account, Trigger = "review", Occurrence = new("reviews", "r-77") });
        var birthday = await crm.Loyalty.EarnForTriggerAsync(new() { Account = account, Trigger = "birthday", Birthday = new AnnualDate(2, 29) });
        #endregion
    }

    public static async Task<(CrmResult<ReferralState> Came, CrmResult<ReferralState> Paid, CrmResult<ReferralState> Back)> ReferralsAsync(
        ICrmTenant crm, LoyaltyAccountId anna, LoyaltyAccountId ben, IdempotencyKey visit,
        ExternalRef order, Money total, Instant paidAt, HouseholdEvidence evidence)
    {
        #region docs/loyalty.md
        var code = (await crm.Referrals.IssueCodeAsync(new() { Account = anna })).OrThrow().Code;                                       // such as K7MX3RTQ
        var came = await crm.Referrals.RegisterAsync(new() { Account = ben, Key = visit, Code = code, HasOrdered = false, Evidence = evidence });
        var paid = await crm.Referrals.QualifyAsync(new() { Account = ben, Order = order, Total = total, PaidAt = paidAt });            // the payment's webhook
        var back = await crm.Referrals.RefundAsync(new() { Account = ben, Key = new("refund-1"), Order = order, Refunded = total });    // the refund's
        #endregion

        return (came, paid, back);
    }

    public static async Task MergesAsync(ICrmTenant crm, LoyaltyAccountId old, LoyaltyAccountId account)
    {
        #region docs/loyalty.md
        var merged = await crm.Loyalty.MergeAsync(new() { From = old, Into = account, Key = new("merge-4711") });    // old answers by account from now on
        var parted = await crm.Loyalty.UnmergeAsync(new() { Account = old, Key = new("undo-4711") });                 // as far as it can be undone
        #endregion
    }

    public static async Task HouseholdsAsync(
        ICrmTenant crm, LoyaltyAccountId family, LoyaltyAccountId ada, LoyaltyAccountId ben, ExternalRef order, Money paid, Instant now, Instant endOfMonth)
    {
        #region docs/loyalty.md
        var opened = await crm.Loyalty.JoinHouseholdAsync(new() { Household = family, Member = ada, Role = HouseholdRole.Owner, Key = new("ada-joins") });
        var joined = await crm.Loyalty.JoinHouseholdAsync(new() { Household = family, Member = ben, Limit = new(new(500), EarnPeriod.Month), Key = new("ben-joins") });

        // The checkout goes on naming the member's own account: it earns for the family and spends from it.
        await crm.Loyalty.EarnForOrderAsync(new() { Account = ada, Order = order, OccurredAt = now, Basis = paid });
        var spent  = await crm.Loyalty.RedeemAsync(new() { Account = ben, Key = new("r-4711"), Points = new(200) });     // refused beyond his 500 a month

        var shares = await crm.Loyalty.FindHouseholdAsync(family, asOf: endOfMonth);                                     // who contributed and spent what by then
        var his    = await crm.Loyalty.ReadMemberAsync(family, ben, new() { Descending = true });                        // his entries of the statement
        var left   = await crm.Loyalty.LeaveHouseholdAsync(new() { Member = ben, Key = new("ben-leaves") });             // with what is left of what he earned
        #endregion
    }

    public static async Task SweepAsync(ICrmTenant crm)
    {
        #region docs/loyalty.md
        var sweep = await crm.Loyalty.RunOnceAsync();      // whatever is due: points, vouchers, friends' rewards; expiry, time-outs, lapsed tiers, notices, what is half-done
        var again = sweep.NextAt;                          // when something is due next; null for never
        #endregion
    }
}
