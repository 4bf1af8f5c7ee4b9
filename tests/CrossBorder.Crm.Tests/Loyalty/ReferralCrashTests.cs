using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;
using static CrossBorder.Crm.Tests.Loyalty.ReferralSamples;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>A friend and a member are two accounts, and a call may die between them: at every call of the storage, before it took effect or after.</summary>
public sealed class ReferralCrashTests
{
    private static readonly QualifyReferral Order = Paid(Ben, "1", 80m, LoyaltyShop.Start);
    private static readonly RefundReferral Back = Refund(Ben, "1", 40m, "r1");

    public static TheoryData<bool, string> Deaths =>
        new(from takesEffect in new[] { false, true } from then in new[] { "repeated", "swept", "ordered", "refunded" } select (takesEffect, then));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Deaths))]
    public async Task Wherever_a_reward_dies_both_are_paid_once_or_nobody_yet(bool takesEffect, string then)
    {
        var (call, isOver) = (0, false);
        while (!isOver)
        {
            using var stage = await CameAsync();
            var died = await stage.DiesAsync(++call, takesEffect, () => stage.Referrals.QualifyAsync(Order, Ct).AsTask());
            isOver = !died;
            var begun = (await stage.Referrals.FindAsync(Ben, Ct))!.Status != ReferralStatus.Registered;
            switch (then)
            {
                case "repeated":
                    Assert.Equal(ReferralStatus.Rewarded, (await stage.Referrals.QualifyAsync(Order, Ct)).OrThrow().Status);
                    await BalancesAsync(stage, 300, 500);
                    break;
                case "swept":
                    await stage.Loyalty.RunOnceAsync(Ct);
                    await BalancesAsync(stage, begun ? 300 : 0, begun ? 500 : 0);
                    break;
                case "ordered":
                    // Another order changes nothing, but what was begun goes on; where nothing was, it is the first that counts.
                    var other = await stage.Referrals.QualifyAsync(Order with { Order = new("shop", "2") }, Ct);
                    Assert.Equal(begun ? "loyalty.referral_already_qualified" : null, other.Match(_ => null, error => (string?)error.Code));
                    await BalancesAsync(stage, 300, 500);
                    break;
                default:
                    // The refund's message was faster than the repetition: what was begun is completed, then taken back.
                    var refunded = await stage.Referrals.RefundAsync(Back, Ct);
                    Assert.Equal(begun ? null : "loyalty.referral_other_order", refunded.Match(_ => null, error => (string?)error.Code));
                    await BalancesAsync(stage, 0, 0);
                    break;
            }

            Assert.Equal(new LoyaltySweep(0, null), await stage.Loyalty.RunOnceAsync(Ct));
        }

        // Ben's account and referral are read, Anna's, the programme; the order is settled; and both accounts and the referral written to.
        Assert.True(call > 8, $"died at {call - 1} calls only");
    }

    [Theory, MemberData(nameof(Deaths))]
    public async Task Wherever_a_reversal_dies_both_give_back_once_or_nobody_yet(bool takesEffect, string then)
    {
        var (call, isOver) = (0, false);
        while (!isOver)
        {
            using var stage = await CameAsync();
            (await stage.Referrals.QualifyAsync(Order, Ct)).OrThrow();
            isOver = !await stage.DiesAsync(++call, takesEffect, () => stage.Referrals.RefundAsync(Back, Ct).AsTask());
            var begun = (await stage.Referrals.FindAsync(Ben, Ct))!.Status != ReferralStatus.Rewarded;
            switch (then)
            {
                case "repeated":
                    Assert.Equal(ReferralStatus.Reversed, (await stage.Referrals.RefundAsync(Back, Ct)).OrThrow().Status);
                    await BalancesAsync(stage, 0, 0);
                    break;
                case "swept":
                    await stage.Loyalty.RunOnceAsync(Ct);
                    await BalancesAsync(stage, begun ? 0 : 300, begun ? 0 : 500);
                    break;
                case "ordered":
                    Assert.Equal("loyalty.referral_already_qualified", (await stage.Referrals.QualifyAsync(Order with { Order = new("shop", "2") }, Ct)).Error.Code);
                    await BalancesAsync(stage, begun ? 0 : 300, begun ? 0 : 500);
                    break;
                default:
                    // The rest of the order comes back under another key, before the first refund was repeated.
                    Assert.Equal(ReferralStatus.Reversed, (await stage.Referrals.RefundAsync(Refund(Ben, "1", 40m, "r2"), Ct)).OrThrow().Status);
                    await BalancesAsync(stage, 0, 0);
                    var first = (await stage.Referrals.RefundAsync(Back, Ct)).OrThrow();
                    Assert.Equal(begun ? 40m : 80m, first.Refunded!.Value.Amount);
                    Assert.Equal(80m, (await stage.Referrals.FindAsync(Ben, Ct))!.Refunded!.Value.Amount);
                    break;
            }

            if (begun || then is "repeated" or "refunded")
            {
                await Assert.ThrowsAsync<IdempotencyMismatchException>(() => stage.Referrals.RefundAsync(Back with { Refunded = Euro(39m) }, Ct).AsTask());
            }

            Assert.Equal(new LoyaltySweep(0, null), await stage.Loyalty.RunOnceAsync(Ct));
        }

        Assert.True(call > 6, $"died at {call - 1} calls only");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Wherever_a_code_or_a_registration_dies_its_repetition_gives_the_same(bool takesEffect)
    {
        for (var (call, isOver) = (1, false); !isOver; call++)
        {
            using var stage = await OpenAsync();
            var died = await stage.DiesAsync(call, takesEffect, () => stage.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct).AsTask());
            var code = (await stage.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow().Code;
            Assert.Equal(ReferralRules.CodeOf(Anna, 0), code);
            isOver = !await stage.DiesAsync(call, takesEffect, () => stage.Referrals.RegisterAsync(Register(Ben, code), Ct).AsTask()) && !died;
            Assert.Equal(ReferralStatus.Registered, (await stage.Referrals.RegisterAsync(Register(Ben, code), Ct)).OrThrow().Status);
            Assert.Single((await stage.Referrals.ReadAsync(Ben, new(), Ct)).Items);
        }
    }

    private static async Task<ReferralStage> OpenAsync()
    {
        var stage = new ReferralStage();
        await stage.Loyalty.SetProgramAsync(Offer, Ct);
        return stage;
    }

    private static async Task<ReferralStage> CameAsync()
    {
        var stage = await OpenAsync();
        var code = (await stage.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow().Code;
        (await stage.Referrals.RegisterAsync(Register(Ben, code), Ct)).OrThrow();
        return stage;
    }

    private static async Task BalancesAsync(ReferralStage stage, long friend, long referrer)
    {
        foreach (var (account, points) in new[] { (Ben, friend), (Anna, referrer) })
        {
            Assert.Equal(points, (await stage.Loyalty.GetBalanceAsync(account, cancellationToken: Ct)).Totals.Net.Value);
            Assert.Null((await stage.Loyalty.VerifyAsync(account, Ct)).Problem);
        }

        Assert.Null((await stage.Referrals.VerifyAsync(Ben, Ct)).Problem);
    }
}
