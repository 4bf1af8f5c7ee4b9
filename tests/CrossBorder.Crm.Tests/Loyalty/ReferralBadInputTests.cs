using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;
using static CrossBorder.Crm.Tests.Loyalty.ReferralSamples;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Bad input about referrals is refused by parameter, value and rule, before anything is written.</summary>
public sealed class ReferralBadInputTests
{
    public static TheoryData<string, string> Plans => new()
    {
        { "nothing", "program.Referrals.FriendPoints" },
        { "less than nothing", "program.Referrals.ReferrerPoints" },
        { "no minimum", "program.Referrals.MinimumOrders" },
        { "two minimums", "program.Referrals.MinimumOrders[1]" },
        { "negative minimum", "program.Referrals.MinimumOrders[0]" },
        { "fraction of a cent", "program.Referrals.MinimumOrders[0]" },
        { "no window", "program.Referrals.WindowDays" },
        { "endless window", "program.Referrals.WindowDays" },
        { "negative return", "program.Referrals.ReturnDays" },
        { "endless return", "program.Referrals.ReturnDays" },
        { "limit of none", "program.Referrals.Limits[0].Times" },
        { "two limits of a month", "program.Referrals.Limits[1]" },
        { "a year's limit below a month's", "program.Referrals.Limits[1].Times" },
        { "over before it can be spent", "program.Referrals.Validity" },
        { "the programme's validity is too short", "program.Referrals.Validity" },
        { "two validities", "validity" },
        { "no activation", "activation" },
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Plans))]
    public async Task A_plan_that_contradicts_itself_is_refused(string what, string parameter)
    {
        using var shop = await LoyaltyShop.OpenAsync(TestStorage.InMemory);
        var plan = what switch
        {
            "nothing" => Plan with { FriendPoints = Points.Zero, ReferrerPoints = Points.Zero },
            "less than nothing" => Plan with { ReferrerPoints = new(-1) },
            "no minimum" => Plan with { MinimumOrders = [] },
            "two minimums" => Plan with { MinimumOrders = [Euro(1m), Euro(2m)] },
            "negative minimum" => Plan with { MinimumOrders = [Euro(-1m)] },
            "fraction of a cent" => Plan with { MinimumOrders = [Euro(1.001m)] },
            "no window" => Plan with { WindowDays = 0 },
            "endless window" => Plan with { WindowDays = 3_661 },
            "negative return" => Plan with { ReturnDays = -1 },
            "endless return" => Plan with { ReturnDays = 367 },
            "limit of none" => Plan with { Limits = [new(EarnPeriod.Month, 0)] },
            "two limits of a month" => Plan with { Limits = [new(EarnPeriod.Month, 1), new(EarnPeriod.Month, 2)] },
            "a year's limit below a month's" => Plan with { Limits = [new(EarnPeriod.Month, 3), new(EarnPeriod.Year, 2)] },
            "over before it can be spent" => Plan with { Validity = new() { Days = 14 } },
            "two validities" => Plan with { Validity = new() { Days = 40, Months = 2 } },
            "no activation" => Plan with { Activation = new() },
            _ => Plan,
        };
        var program = LoyaltyShop.Program with { Referrals = plan, Validity = what.StartsWith("the programme", StringComparison.Ordinal) ? new() { Days = 3 } : null };

        var error = await Assert.ThrowsAnyAsync<ArgumentException>(() => shop.Loyalty.SetProgramAsync(program, Ct).AsTask());

        Assert.Equal(parameter, error.ParamName);
        Assert.Null((await shop.Loyalty.FindProgramAsync(null, Ct))!.Referrals);
    }

    [Fact]
    public async Task Requests_that_name_nothing_or_too_much_are_refused_before_anything_is_written()
    {
        using var shop = await LoyaltyShop.OpenAsync(TestStorage.InMemory, Offer);
        var referrals = shop.Referrals;
        var code = (await referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow().Code;
        var (register, paid, refund) = (Register(Ben, code), Paid(Ben, "1", 80m, shop.Now), Refund(Ben, "1", 1m, "r"));
        var evidence = new HouseholdEvidence { Friend = [], Referrer = [] };

        foreach (var wanted in new[] { "ABC", new string('A', 25), "ÄRGER", "A_B_C_D", "    " })
        {
            await WrongAsync("request.Code", () => referrals.IssueCodeAsync(new() { Account = Anna, Code = wanted }, Ct).AsTask());
        }

        await WrongAsync("request.Account", () => referrals.IssueCodeAsync(new() { Account = default }, Ct).AsTask());
        await WrongAsync("request.Account", () => referrals.RegisterAsync(register with { Account = default }, Ct).AsTask());
        await WrongAsync("request.Key", () => referrals.RegisterAsync(register with { Key = default }, Ct).AsTask());
        await WrongAsync("request.Code", () => referrals.RegisterAsync(register with { Code = null! }, Ct).AsTask());
        await WrongAsync("request.Evidence.Friend", () => referrals.RegisterAsync(register with { Evidence = evidence with { Friend = default } }, Ct).AsTask());
        await WrongAsync("request.Evidence.Referrer", () => referrals.RegisterAsync(register with { Evidence = evidence with { Referrer = [.. Enumerable.Range(0, 65).Select(i => $"{i}")] } }, Ct).AsTask());
        await WrongAsync("request.Evidence.Referrer[1]", () => referrals.RegisterAsync(register with { Evidence = evidence with { Referrer = ["a", " "] } }, Ct).AsTask());
        await WrongAsync("request.Account", () => referrals.QualifyAsync(paid with { Account = default }, Ct).AsTask());
        await WrongAsync("request.Order", () => referrals.QualifyAsync(paid with { Order = default }, Ct).AsTask());
        foreach (var total in new[] { default, Euro(0m), Euro(-1m), Euro(1.001m), Euro(10_000_000_001m) })
        {
            await WrongAsync("request.Total", () => referrals.QualifyAsync(paid with { Total = total }, Ct).AsTask());
            await WrongAsync("request.Refunded", () => referrals.RefundAsync(refund with { Refunded = total }, Ct).AsTask());
        }

        await WrongAsync("request.ReturnableUntil", () => referrals.QualifyAsync(paid with { ReturnableUntil = shop.Now - Duration.FromSeconds(1) }, Ct).AsTask());
        await WrongAsync("request.Key", () => referrals.RefundAsync(refund with { Key = default }, Ct).AsTask());
        await WrongAsync("request.Order", () => referrals.RefundAsync(refund with { Order = default }, Ct).AsTask());
        Assert.Empty((await referrals.ListAsync(new(), new(), Ct)).Items);
    }

    [Fact]
    public async Task Without_a_programme_nobody_can_be_brought_along()
    {
        using var stage = new ReferralStage();

        await Assert.ThrowsAsync<InvalidOperationException>(() => stage.Referrals.RegisterAsync(Register(Ben, "ANNA10"), Ct).AsTask());
    }

    [Fact]
    public async Task A_programme_without_a_plan_gives_nothing_for_friends()
    {
        using var shop = await LoyaltyShop.OpenAsync(TestStorage.InMemory);
        var code = (await shop.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow().Code;

        Assert.Equal("loyalty.referral_not_offered", (await shop.Referrals.RegisterAsync(Register(Ben, code), Ct)).Error.Code);
        Assert.Equal("loyalty.not_referred", (await shop.Referrals.RefundAsync(Refund(Ben, "1", 1m, "r"), Ct)).Error.Code);
    }

    [Fact]
    public async Task A_refund_of_another_order_or_in_another_currency_is_refused()
    {
        using var shop = await LoyaltyShop.OpenAsync(TestStorage.InMemory, Offer);
        var order = (await RewardedAsync(shop.Referrals, shop.Now)).Order!.Order.Value;

        Assert.Equal("loyalty.referral_other_order", (await shop.Referrals.RefundAsync(Refund(Ben, "2", 1m, "r"), Ct)).Error.Code);
        Assert.Equal("loyalty.referral_wrong_currency", (await shop.Referrals.RefundAsync(Refund(Ben, order, 1m, "r") with { Refunded = new(1m, new("JPY")) }, Ct)).Error.Code);
        Assert.Equal("loyalty.refund_exceeds_order", (await shop.Referrals.RefundAsync(Refund(Ben, order, 80.01m, "r"), Ct)).Error.Code);
        Assert.Equal(ReferralStatus.Reversed, (await shop.Referrals.RefundAsync(Refund(Ben, order, 80m, "r"), Ct)).OrThrow().Status);
    }

    [Fact]
    public async Task A_reward_beyond_what_can_be_counted_is_refused_with_its_reason_and_the_other_is_paid()
    {
        using var shop = await LoyaltyShop.OpenAsync(TestStorage.InMemory, Offer);
        (await shop.Loyalty.EarnAsync(new() { Account = Anna, Key = new("all"), Points = new(long.MaxValue) }, Ct)).OrThrow();

        var rewarded = await RewardedAsync(shop.Referrals, shop.Now);
        var reversed = (await shop.Referrals.RefundAsync(Refund(Ben, rewarded.Order!.Order.Value, 80m, "r"), Ct)).OrThrow();

        Assert.Equal((0L, "loyalty.sum_too_large"), (rewarded.ReferrerReward!.Points.Value, rewarded.ReferrerReward.Refusal?.Code));
        Assert.Equal((300L, 0L), (reversed.FriendTakenBack!.Due.Value, reversed.ReferrerTakenBack!.Due.Value));
    }

    private static async Task WrongAsync(string parameter, Func<Task> call) =>
        Assert.Equal(parameter, (await Assert.ThrowsAnyAsync<ArgumentException>(call)).ParamName);
}
