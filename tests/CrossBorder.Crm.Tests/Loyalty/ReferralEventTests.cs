using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using static CrossBorder.Crm.Tests.Loyalty.ReferralSamples;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>What hosts are told of friends through the outbox, the same on every storage.</summary>
public sealed class ReferralEventTests
{
    public static TheoryData<TestStorage> Storages => [TestStorage.InMemory, TestStorage.Engine];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Storages))]
    public async Task A_reward_is_told_once_and_so_is_its_reversal(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer with { Validity = new() { Months = 12 } });
        var paid = Paid(Ben, $"first of {Ben}", 80m, shop.Now);
        var order = (await RewardedAsync(shop.Referrals, paid.PaidAt)).Order!;
        (await shop.Referrals.QualifyAsync(paid, Ct)).OrThrow();
        foreach (var refund in new[] { Refund(Ben, order.Order.Value, 10m, "r1"), Refund(Ben, order.Order.Value, 50m, "r2"), Refund(Ben, order.Order.Value, 50m, "r2") })
        {
            (await shop.Referrals.RefundAsync(refund, Ct)).OrThrow();
        }

        await shop.Loyalty.RunOnceAsync(Ct);

        var events = await shop.EventsAsync();
        Assert.Equal(
            [
                new ReferralGranted
                {
                    Friend = Ben,
                    Referrer = Anna,
                    Order = order.Order,
                    AvailableFrom = order.AvailableFrom,
                    ExpiresAt = order.ExpiresAt,
                    FriendReward = new() { Points = new(300) },
                    ReferrerReward = new() { Points = new(500) },
                },
                new ReferralWithdrawn
                {
                    Friend = Ben,
                    Referrer = Anna,
                    Order = order.Order,
                    Refunded = Euro(60m),
                    FriendTakenBack = new() { Due = new(300), Owed = Points.Zero, Waived = Points.Zero },
                    ReferrerTakenBack = new() { Due = new(500), Owed = Points.Zero, Waived = Points.Zero },
                },
            ],
            events.Select(told => told.Data.Value).OrderBy(told => told is ReferralWithdrawn));
        Assert.All(events, told => Assert.Equal(ReferralId.Of(Ben).Value, told.Owner));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Beyond_her_limit_the_event_says_why_the_member_got_nothing(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer with { Referrals = Plan with { Limits = [new(EarnPeriod.Month, 1)] } });
        await RewardedAsync(shop.Referrals, shop.Now);
        await RewardedAsync(shop.Referrals, shop.Now, Member("carl"));

        var told = (await shop.EventsAsync()).Select(told => (ReferralGranted)told.Data.Value).Single(told => told.Friend == Member("carl"));

        Assert.Equal((0L, "loyalty.referral_limit_reached"), (told.ReferrerReward.Points.Value, told.ReferrerReward.Refusal!.Code));
    }
}
