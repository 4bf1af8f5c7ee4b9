using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>A plan of 300 points for the friend and 500 for the member, from 50 euros or 5,000 yen on, and the members who try it.</summary>
internal static class ReferralSamples
{
    public static readonly CurrencyCode Eur = new("EUR");

    public static readonly LoyaltyAccountId Anna = Member("anna");
    public static readonly LoyaltyAccountId Ben = Member("ben");

    public static readonly ReferralPlan Plan = new()
    {
        FriendPoints = new(300),
        ReferrerPoints = new(500),
        MinimumOrders = [new(50m, Eur), new(5_000m, new("JPY"))],
        WindowDays = 30,
        ReturnDays = 14,
        Limits = [new(EarnPeriod.Month, 2), new(EarnPeriod.Year, 3)],
    };

    public static readonly LoyaltyProgram Offer = LoyaltyShop.Program with { Referrals = Plan };

    public static LoyaltyAccountId Member(string name) => LoyaltyAccountId.FromExternal(new("shop", name));

    public static Money Euro(decimal amount) => new(amount, Eur);

    public static RegisterReferral Register(LoyaltyAccountId friend, string code, string key = "came") =>
        new() { Account = friend, Key = new(key), Code = code, HasOrdered = false };

    public static QualifyReferral Paid(LoyaltyAccountId friend, string order, decimal total, Instant at) =>
        new() { Account = friend, Order = new("shop", order), Total = Euro(total), PaidAt = at };

    public static RefundReferral Refund(LoyaltyAccountId friend, string order, decimal refunded, string key) =>
        new() { Account = friend, Key = new(key), Order = new("shop", order), Refunded = Euro(refunded) };

    /// <summary>Anna's code, Ben who came with it, and his order that was paid now.</summary>
    public static async Task<ReferralState> RewardedAsync(
        IReferralService referrals, Instant now, LoyaltyAccountId? friend = null, LoyaltyAccountId? referrer = null, decimal total = 80m)
    {
        var ct = TestContext.Current.CancellationToken;
        var member = friend ?? Ben;
        var code = (await referrals.IssueCodeAsync(new() { Account = referrer ?? Anna }, ct)).OrThrow();
        (await referrals.RegisterAsync(Register(member, code.Code), ct)).OrThrow();
        return (await referrals.QualifyAsync(Paid(member, $"first of {member}", total, now), ct)).OrThrow();
    }
}
