using CrossBorder.Crm.Json;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;
using static CrossBorder.Crm.Tests.Loyalty.ReferralSamples;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Anna brings Ben along: what each of them gets, when, and what a refund does to it; the same on every storage.</summary>
public sealed partial class ReferralTests
{
    public static TheoryData<TestStorage> Storages => [TestStorage.InMemory, TestStorage.Engine];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Storages))]
    public async Task Both_are_rewarded_once_the_order_can_no_longer_be_returned(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer);
        var code = (await shop.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow().Code;

        var came = (await shop.Referrals.RegisterAsync(Register(Ben, $" {code[..4].ToLowerInvariant()}-{code[4..]}"), Ct)).OrThrow();
        shop.Pass(Duration.FromDays(3));
        (await shop.Loyalty.EarnForOrderAsync(new() { Account = Ben, Order = new("shop", "1"), OccurredAt = shop.Now, Basis = Euro(80m) }, Ct)).OrThrow();
        var rewarded = (await shop.Referrals.QualifyAsync(Paid(Ben, "1", 80m, shop.Now), Ct)).OrThrow();

        // Paid on 7 January: to be returned until the end of the 21st in Berlin.
        var from = Instant.FromUtc(2026, 1, 21, 23, 0);
        Assert.Equal((ReferralStatus.Registered, Anna, Instant.FromUtc(2026, 2, 3, 23, 0)), (came.Status, came.Referrer, came.LapsesAt));
        Assert.Equal((ReferralStatus.Rewarded, new Points(300), new Points(500)), (rewarded.Status, rewarded.FriendReward!.Points, rewarded.ReferrerReward!.Points));
        Assert.Equal(from, rewarded.Order!.AvailableFrom);
        Assert.Equal(((80L, 300L), (0L, 500L)), (await PointsAsync(shop, Ben), await PointsAsync(shop, Anna)));
        shop.SetTo(from);
        Assert.Equal(((380L, 0L), (500L, 0L)), (await PointsAsync(shop, Ben), await PointsAsync(shop, Anna)));
        Assert.Equal("loyalty.referral_already_qualified", (await shop.Referrals.QualifyAsync(Paid(Ben, "2", 80m, shop.Now), Ct)).Error.Code);
        var entry = (PointsEarned)(await shop.Loyalty.ReadAsync(Anna, new(), Ct)).Items.Single().Value;
        Assert.Equal(("referral:referrer", new ExternalRef("shop", "1"), 1L), (entry.Trigger!.Trigger, entry.Trigger.Occurrence, entry.Trigger.ProgramVersion));
        await SoundAsync(shop);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Without_a_minimum_the_rewards_stay_until_nothing_is_left_of_the_order(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer with { Referrals = Plan with { MinimumOrders = [Euro(0m)] } });
        await RewardedAsync(shop.Referrals, shop.Now);
        var order = (await shop.Referrals.FindAsync(Ben, Ct))!.Order!.Order.Value;

        var kept = (await shop.Referrals.RefundAsync(Refund(Ben, order, 79.99m, "r1"), Ct)).OrThrow();
        var reversed = (await shop.Referrals.RefundAsync(Refund(Ben, order, 0.01m, "r2"), Ct)).OrThrow();

        Assert.Equal((ReferralStatus.Rewarded, ReferralStatus.Reversed), (kept.Status, reversed.Status));
        Assert.Equal(((0L, 0L), (0L, 0L)), (await PointsAsync(shop, Ben), await PointsAsync(shop, Anna)));
        await SoundAsync(shop);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_refund_that_leaves_the_minimum_changes_nothing_and_one_that_does_not_takes_both_rewards_back(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer);
        (await shop.Referrals.IssueCodeAsync(new() { Account = Anna, Code = "ANNA-10" }, Ct)).OrThrow();
        (await shop.Referrals.RegisterAsync(Register(Ben, "anna10"), Ct)).OrThrow();
        (await shop.Referrals.QualifyAsync(Paid(Ben, "1", 80m, shop.Now), Ct)).OrThrow();

        var kept = (await shop.Referrals.RefundAsync(Refund(Ben, "1", 30m, "r1"), Ct)).OrThrow();
        Assert.Equal((ReferralStatus.Rewarded, Euro(30m)), (kept.Status, kept.Refunded));
        Assert.Equal(((0L, 300L), (0L, 500L)), (await PointsAsync(shop, Ben), await PointsAsync(shop, Anna)));

        var reversed = (await shop.Referrals.RefundAsync(Refund(Ben, "1", 0.01m, "r2"), Ct)).OrThrow();
        Assert.Equal((ReferralStatus.Reversed, new Points(300), new Points(500)), (reversed.Status, reversed.FriendTakenBack!.Due, reversed.ReferrerTakenBack!.Due));
        Assert.Equal(((0L, 0L), (0L, 0L)), (await PointsAsync(shop, Ben), await PointsAsync(shop, Anna)));

        // The rest comes back too: it is noted, and refused beyond what the order came to.
        var rest = (await shop.Referrals.RefundAsync(Refund(Ben, "1", 49.99m, "r3"), Ct)).OrThrow();
        Assert.Equal((ReferralStatus.Reversed, Euro(80m)), (rest.Status, rest.Refunded));
        Assert.Equal("loyalty.refund_exceeds_order", (await shop.Referrals.RefundAsync(Refund(Ben, "1", 0.01m, "r4"), Ct)).Error.Code);

        // Nothing is edited: what was granted stands in the ledger, and so does what was taken back. A later order does not bring it again.
        Assert.Equal([typeof(PointsEarned), typeof(EarningRefunded)], (await shop.Loyalty.ReadAsync(Anna, new(), Ct)).Items.Select(e => e.Value.GetType()));
        Assert.Equal("loyalty.referral_already_qualified", (await shop.Referrals.QualifyAsync(Paid(Ben, "2", 80m, shop.Now), Ct)).Error.Code);
        await SoundAsync(shop);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Rewards_that_were_spent_are_owed_or_waived_as_the_programme_says(TestStorage storage)
    {
        foreach (var (policy, debt) in new[] { (ClawbackPolicy.AllowNegative, 400L), (ClawbackPolicy.ClampToZero, 0L) })
        {
            using var shop = await LoyaltyShop.OpenAsync(storage, Offer with { Clawback = policy });
            var rewarded = await RewardedAsync(shop.Referrals, shop.Now);
            shop.SetTo(rewarded.Order!.AvailableFrom);
            (await shop.Loyalty.RedeemAsync(new() { Account = Anna, Key = new("spent"), Points = new(400) }, Ct)).OrThrow();

            var reversed = (await shop.Referrals.RefundAsync(Refund(Ben, rewarded.Order.Order.Value, 80m, "r"), Ct)).OrThrow();

            Assert.Equal((500L, debt, 400L - debt), (reversed.ReferrerTakenBack!.Due.Value, reversed.ReferrerTakenBack.Owed.Value, reversed.ReferrerTakenBack.Waived.Value));
            Assert.Equal(debt, (await shop.Loyalty.GetBalanceAsync(Anna, cancellationToken: Ct)).Debt.Value);
            await SoundAsync(shop);
        }
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Beyond_her_limit_the_member_gets_nothing_and_is_told_why_while_the_friend_gets_hers(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer);
        var rewarded = new List<ReferralState>();
        foreach (var name in new[] { "f1", "f2", "f3" })
        {
            rewarded.Add(await RewardedAsync(shop.Referrals, shop.Now, Member(name)));
        }

        // A reward that is taken back makes no room, so that nobody gains by ordering and returning.
        (await shop.Referrals.RefundAsync(Refund(Member("f1"), rewarded[0].Order!.Order.Value, 80m, "r"), Ct)).OrThrow();
        var fourth = await RewardedAsync(shop.Referrals, shop.Now, Member("f4"));
        shop.SetTo(Instant.FromUtc(2026, 1, 31, 23, 0));
        var nextMonth = await RewardedAsync(shop.Referrals, shop.Now, Member("f5"));
        var yearFull = await RewardedAsync(shop.Referrals, shop.Now, Member("f6"));

        Assert.Equal([500, 500, 0], rewarded.Select(state => state.ReferrerReward!.Points.Value));
        Assert.All([.. rewarded, fourth, nextMonth, yearFull], state => Assert.Equal(new Points(300), state.FriendReward!.Points));
        Assert.Equal("loyalty.referral_limit_reached (period=Month, start=2026-01-01, times=2)", rewarded[2].ReferrerReward!.Refusal!.ToString());
        Assert.Equal((0L, 500L), (fourth.ReferrerReward!.Points.Value, nextMonth.ReferrerReward!.Points.Value));
        Assert.Equal("loyalty.referral_limit_reached (period=Year, start=2026-01-01, times=3)", yearFull.ReferrerReward!.Refusal!.ToString());
        Assert.Equal(1000, (await shop.Loyalty.GetBalanceAsync(Anna, cancellationToken: Ct)).Totals.Net.Value);
        Assert.Equal(6, (await shop.Referrals.ListAsync(new() { Referrer = Anna }, new(), Ct)).Items.Count);
        await SoundAsync(shop);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Friends_of_a_version_without_limits_count_against_the_limits_of_the_next(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer with { Referrals = Plan with { Limits = [] } });
        foreach (var name in new[] { "f1", "f2", "f3" })
        {
            Assert.Equal(500, (await RewardedAsync(shop.Referrals, shop.Now, Member(name))).ReferrerReward!.Points.Value);
        }

        foreach (var period in Enum.GetValues<EarnPeriod>())
        {
            await shop.Loyalty.SetProgramAsync(Offer with { Referrals = Plan with { Limits = [new(period, 3)] } }, Ct);
            var reward = (await RewardedAsync(shop.Referrals, shop.Now, Member($"{period}"))).ReferrerReward!;
            Assert.Equal((0L, "loyalty.referral_limit_reached"), (reward.Points.Value, reward.Refusal?.Code));
        }

        await shop.Loyalty.SetProgramAsync(Offer with { Referrals = Plan with { Limits = [new(EarnPeriod.Year, 4)] } }, Ct);
        Assert.Equal(500, (await RewardedAsync(shop.Referrals, shop.Now, Member("f4"))).ReferrerReward!.Points.Value);
        await SoundAsync(shop);
    }

    [Fact]
    public async Task A_registration_and_an_order_of_the_same_name_are_two_requests()
    {
        using var shop = await LoyaltyShop.OpenAsync(TestStorage.Engine, Offer);
        var code = (await shop.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow().Code;
        (await shop.Referrals.RegisterAsync(Register(Ben, code) with { Key = IdempotencyKey.For("referral", new("shop", "1001")) }, Ct)).OrThrow();

        Assert.Equal(ReferralStatus.Rewarded, (await shop.Referrals.QualifyAsync(Paid(Ben, "1001", 80m, shop.Now), Ct)).OrThrow().Status);
    }

    [Fact]
    public async Task Of_an_order_that_earned_nothing_only_the_host_knows()
    {
        using var shop = await LoyaltyShop.OpenAsync(TestStorage.Engine, Offer);
        var code = (await shop.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow().Code;
        var earned = (await shop.Loyalty.EarnForOrderAsync(new() { Account = Ben, Order = new("shop", "0"), OccurredAt = shop.Now, Basis = Euro(0.40m) }, Ct)).OrThrow();

        Assert.Equal(Points.Zero, earned.Points);
        Assert.Equal("loyalty.referral_existing_customer", (await shop.Referrals.RegisterAsync(Register(Ben, code) with { HasOrdered = true }, Ct)).Error.Code);
        Assert.True((await shop.Referrals.RegisterAsync(Register(Ben, code), Ct)).IsSuccess);
    }

    [Fact]
    public async Task A_message_so_late_that_the_count_of_its_year_is_kept_no_longer_pays_the_friend_alone()
    {
        using var shop = await LoyaltyShop.OpenAsync(TestStorage.Engine, Offer with { Referrals = Plan with { WindowDays = 3_660, Limits = [new(EarnPeriod.Year, 5)] } });
        var code = (await shop.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow().Code;
        (await shop.Referrals.RegisterAsync(Register(Ben, code), Ct)).OrThrow();
        var paid = Paid(Ben, "1", 80m, shop.Now);
        foreach (var year in new[] { 2027, 2028, 2029 })
        {
            shop.SetTo(Instant.FromUtc(year, 6, 1, 12, 0));
            await RewardedAsync(shop.Referrals, shop.Now, Member($"f{year}"));
        }

        var late = (await shop.Referrals.QualifyAsync(paid, Ct)).OrThrow();

        Assert.Equal("loyalty.referral_limit_unknown (period=Year, start=2026-01-01)", late.ReferrerReward!.Refusal!.ToString());
        Assert.Equal((new Points(300), Points.Zero), (late.FriendReward!.Points, late.ReferrerReward.Points));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Who_is_no_new_friend_is_refused_by_name_and_leaves_no_trace(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer);
        var code = (await shop.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow().Code;
        (await shop.Loyalty.EarnForOrderAsync(new() { Account = Member("old"), Order = new("shop", "0"), OccurredAt = shop.Now, Basis = Euro(10m) }, Ct)).OrThrow();
        var request = Register(Ben, code);
        var home = new HouseholdEvidence { Friend = ["address:9f2c", "card:11"], Referrer = ["address:77", "card:11"] };

        Assert.Equal("loyalty.referral_unknown_code", await CodeAsync(request with { Code = "NOBODYS" }));
        Assert.Equal("loyalty.referral_unknown_code", await CodeAsync(request with { Code = "邀请码!" }));
        Assert.Equal("loyalty.referral_self", await CodeAsync(request with { Account = Anna }));
        Assert.Equal("loyalty.referral_same_household", await CodeAsync(request with { Evidence = home }));
        Assert.Equal("loyalty.referral_existing_customer", await CodeAsync(request with { HasOrdered = true }));
        Assert.Equal("loyalty.referral_existing_customer", await CodeAsync(request with { Account = Member("old") }));
        Assert.Null(await shop.Referrals.FindAsync(Ben, Ct));

        // The same key is free after a refusal; one of different households is welcome; and nobody comes twice.
        Assert.Null(await CodeAsync(request with { Evidence = home with { Referrer = ["card:12"] } }));
        Assert.Equal("loyalty.referral_exists", await CodeAsync(request with { Key = new("again") }));

        // Members who have brought friends, but never ordered, may still come as friends.
        (await shop.Referrals.QualifyAsync(Paid(Ben, "1", 80m, shop.Now), Ct)).OrThrow();
        var other = (await shop.Referrals.IssueCodeAsync(new() { Account = Member("other") }, Ct)).OrThrow().Code;
        Assert.Null(await CodeAsync(Register(Anna, other)));

        async Task<string?> CodeAsync(RegisterReferral asked) => (await shop.Referrals.RegisterAsync(asked, Ct)).Match(_ => null, error => (string?)error.Code);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task The_first_order_that_meets_the_condition_in_time_counts(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer);
        var code = (await shop.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow().Code;
        Assert.Equal("loyalty.not_referred", await CodeAsync(Paid(Ben, "1", 80m, shop.Now)));
        (await shop.Referrals.RegisterAsync(Register(Ben, code), Ct)).OrThrow();
        var lapses = (await shop.Referrals.FindAsync(Ben, Ct))!.LapsesAt;

        Assert.Equal("loyalty.referral_existing_customer", await CodeAsync(Paid(Ben, "1", 80m, shop.Now - Duration.FromSeconds(1))));
        Assert.Equal("loyalty.referral_below_minimum", await CodeAsync(Paid(Ben, "1", 49.99m, shop.Now)));
        Assert.Equal("loyalty.referral_wrong_currency", await CodeAsync(Paid(Ben, "1", 80m, shop.Now) with { Total = new(80m, new("USD")) }));
        Assert.Equal("loyalty.referral_lapsed", await CodeAsync(Paid(Ben, "1", 80m, lapses)));
        Assert.Equal(
            "loyalty.referral_same_household",
            await CodeAsync(Paid(Ben, "1", 80m, shop.Now) with { Evidence = new() { Friend = ["card:11"], Referrer = ["card:11"] } }));
        Assert.Equal(ReferralStatus.Registered, (await shop.Referrals.FindAsync(Ben, Ct))!.Status);

        // A message that comes late is judged by when the order was paid.
        shop.SetTo(lapses);
        Assert.Equal(ReferralStatus.Lapsed, (await shop.Referrals.FindAsync(Ben, Ct))!.Status);
        var last = (await shop.Referrals.QualifyAsync(Paid(Ben, "2", 50m, lapses - Duration.Epsilon) with { Total = new(5_000m, new("JPY")) }, Ct)).OrThrow();
        Assert.Equal(ReferralStatus.Rewarded, last.Status);

        async Task<string?> CodeAsync(QualifyReferral asked) => (await shop.Referrals.QualifyAsync(asked, Ct)).Match(_ => null, error => (string?)error.Code);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task After_a_referral_lapsed_a_friend_who_never_ordered_may_come_anew(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer);
        var first = (await shop.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow().Code;
        var second = (await shop.Referrals.IssueCodeAsync(new() { Account = Member("carl") }, Ct)).OrThrow().Code;
        (await shop.Referrals.RegisterAsync(Register(Ben, first), Ct)).OrThrow();
        Assert.Equal("loyalty.referral_exists", (await shop.Referrals.RegisterAsync(Register(Ben, second, "anew"), Ct)).Error.Code);

        shop.SetTo((await shop.Referrals.FindAsync(Ben, Ct))!.LapsesAt);
        (await shop.Referrals.RegisterAsync(Register(Ben, second, "anew"), Ct)).OrThrow();
        (await shop.Referrals.QualifyAsync(Paid(Ben, "1", 80m, shop.Now), Ct)).OrThrow();

        Assert.Equal(((0L, 0L), (0L, 500L)), (await PointsAsync(shop, Anna), await PointsAsync(shop, Member("carl"))));
        await SoundAsync(shop);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_repetition_gets_the_first_answer_and_another_request_under_its_key_is_refused(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer);
        var code = (await shop.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow().Code;
        var (register, paid, refund) = (Register(Ben, code), Paid(Ben, "1", 80m, shop.Now), Refund(Ben, "1", 80m, "r"));
        var came = await shop.Referrals.RegisterAsync(register, Ct);
        var rewarded = await shop.Referrals.QualifyAsync(paid, Ct);
        var reversed = await shop.Referrals.RefundAsync(refund, Ct);
        await shop.Loyalty.SetProgramAsync(LoyaltyShop.Program, Ct);
        shop.Pass(Duration.FromDays(100));

        // By now he is a customer, the programme gives nothing for friends, and it was all taken back: the answers stay.
        Assert.Equal(came, await shop.Referrals.RegisterAsync(register with { HasOrdered = true }, Ct));
        Assert.Equal(rewarded, await shop.Referrals.QualifyAsync(paid, Ct));
        Assert.Equal(reversed, await shop.Referrals.RefundAsync(refund, Ct));
        Assert.Equal((2, 2), ((await shop.Loyalty.ReadAsync(Anna, new(), Ct)).Items.Count, (await shop.Loyalty.ReadAsync(Ben, new(), Ct)).Items.Count));
        await Assert.ThrowsAsync<IdempotencyMismatchException>(() => shop.Referrals.RegisterAsync(register with { Code = "ANOTHER" }, Ct).AsTask());
        await Assert.ThrowsAsync<IdempotencyMismatchException>(() => shop.Referrals.QualifyAsync(paid with { Total = Euro(81m) }, Ct).AsTask());
        await Assert.ThrowsAsync<IdempotencyMismatchException>(() => shop.Referrals.RefundAsync(refund with { Refunded = Euro(79m) }, Ct).AsTask());
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_referral_keeps_the_terms_that_the_friend_was_promised(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer);
        var code = (await shop.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow().Code;
        (await shop.Referrals.RegisterAsync(Register(Ben, code), Ct)).OrThrow();
        await shop.Loyalty.SetProgramAsync(Offer with { Referrals = Plan with { FriendPoints = new(1), MinimumOrders = [Euro(500m)] } }, Ct);
        await shop.Loyalty.SetProgramAsync(LoyaltyShop.Program, Ct);

        Assert.Equal("loyalty.referral_not_offered", (await shop.Referrals.RegisterAsync(Register(Member("late"), code), Ct)).Error.Code);
        Assert.Equal(new Points(300), (await shop.Referrals.QualifyAsync(Paid(Ben, "1", 50m, shop.Now), Ct)).OrThrow().FriendReward!.Points);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task The_host_may_say_until_when_the_order_can_be_returned(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer with { Referrals = Plan with { Activation = new() { Hours = 48 }, Validity = new() { Days = 60 } } });
        var code = (await shop.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow().Code;
        (await shop.Referrals.RegisterAsync(Register(Ben, code), Ct)).OrThrow();
        var paid = Paid(Ben, "1", 80m, shop.Now);

        var tooLate = await shop.Referrals.QualifyAsync(paid with { ReturnableUntil = shop.Now + Duration.FromDays(70) }, Ct);
        var rewarded = (await shop.Referrals.QualifyAsync(paid with { ReturnableUntil = shop.Now + Duration.FromDays(20) }, Ct)).OrThrow();

        Assert.Equal("loyalty.invalid_validity", tooLate.Error.Code);
        Assert.Equal((shop.Now + Duration.FromDays(22), Instant.FromUtc(2026, 3, 5, 23, 0)), (rewarded.Order!.AvailableFrom, rewarded.Order.ExpiresAt));
        var lot = (await shop.Loyalty.GetBalanceAsync(Ben, cancellationToken: Ct)).Lots.Single();
        Assert.Equal((rewarded.Order.AvailableFrom, rewarded.Order.ExpiresAt), (lot.AvailableFrom, lot.ExpiresAt));
    }

    [Fact]
    public async Task Rewards_are_no_orders_and_raise_no_tier()
    {
        using var shop = await LoyaltyShop.OpenAsync(TestStorage.Engine, Offer with { Tiers = ProgramSamples.Ladder, Referrals = Plan with { FriendPoints = new(100_000), ReferrerPoints = new(100_000) } });

        await RewardedAsync(shop.Referrals, shop.Now);

        Assert.Equal(ProgramSamples.Base, (await shop.Loyalty.GetTierAsync(Ben, cancellationToken: Ct))!.Tier.Tier);
        Assert.Equal(ProgramSamples.Base, (await shop.Loyalty.GetTierAsync(Anna, cancellationToken: Ct))!.Tier.Tier);
    }

    [Fact]
    public async Task Evidence_is_judged_and_never_kept()
    {
        using var shop = await LoyaltyShop.OpenAsync(TestStorage.Engine, Offer);
        var code = (await shop.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow().Code;
        var evidence = new HouseholdEvidence { Friend = ["address:secret-1"], Referrer = ["address:secret-2"] };
        var refused = (await shop.Referrals.RegisterAsync(Register(Ben, code) with { Evidence = evidence with { Friend = evidence.Referrer } }, Ct)).Error;
        (await shop.Referrals.RegisterAsync(Register(Ben, code) with { Evidence = evidence }, Ct)).OrThrow();
        var state = (await shop.Referrals.QualifyAsync(Paid(Ben, "1", 80m, shop.Now) with { Evidence = evidence }, Ct)).OrThrow();

        var entries = (await shop.Referrals.ReadAsync(Ben, new(), Ct)).Items.Select(e => (object)e.Value).Append(state);
        Assert.DoesNotContain("secret", string.Concat(entries.Select(entry => System.Text.Encoding.UTF8.GetString(CrmJson.Encode(entry)))) + refused);
    }

    [Fact]
    public async Task A_hundred_friends_at_once_are_paid_up_to_the_limit()
    {
        using var shop = await LoyaltyShop.OpenAsync(TestStorage.Engine, Offer);
        var code = (await shop.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow().Code;

        var states = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => Task.Run(async () =>
        {
            var friend = Member($"f{number}");
            (await shop.Referrals.RegisterAsync(Register(friend, code), Ct)).OrThrow();
            while (true)
            {
                try
                {
                    return (await shop.Referrals.QualifyAsync(Paid(friend, $"{number}", 80m, LoyaltyShop.Start), Ct)).Match(state => state, error => null!);
                }
                catch (ConcurrencyConflictException)
                {
                    // Others were faster in Anna's account; what was begun is gone on with.
                }
            }
        }, Ct)));

        Assert.Equal(2, states.Count(state => state is { ReferrerReward.Points.Value: 500 }));
        Assert.Equal(1000, (await shop.Loyalty.GetBalanceAsync(Anna, cancellationToken: Ct)).Totals.Earned.Value);
    }

    private static async Task<(long Available, long Pending)> PointsAsync(LoyaltyShop shop, LoyaltyAccountId account)
    {
        var balance = await shop.Loyalty.GetBalanceAsync(account, cancellationToken: Ct);
        return (balance.Available.Value, balance.Pending.Value);
    }

    private static async Task SoundAsync(LoyaltyShop shop)
    {
        foreach (var state in (await shop.Referrals.ListAsync(new(), new(), Ct)).Items)
        {
            Assert.Null((await shop.Referrals.VerifyAsync(state.Friend, Ct)).Problem);
            Assert.Null((await shop.Loyalty.VerifyAsync(state.Friend, Ct)).Problem);
            Assert.Null((await shop.Loyalty.VerifyAsync(state.Referrer, Ct)).Problem);
        }
    }
}
