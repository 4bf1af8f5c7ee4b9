using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;
using static CrossBorder.Crm.Tests.Loyalty.ReferralSamples;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Codes, and what becomes of referrals where accounts are merged.</summary>
public sealed partial class ReferralTests
{
    [Theory, MemberData(nameof(Storages))]
    public async Task A_code_follows_from_the_account_and_can_be_read_out_loud(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer);

        var first = (await shop.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow();
        var again = (await shop.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow();

        Assert.Equal(first, again);
        Assert.Equal(ReferralRules.CodeOf(Anna, 0), first.Code);
        Assert.Matches("^[2-9A-HJKMNP-TV-Z]{8}$", first.Code);
        Assert.Equal(first, await shop.Referrals.FindCodeAsync($"{first.Code[..4]} - {first.Code[4..].ToLowerInvariant()}", Ct));
        Assert.Null(await shop.Referrals.FindCodeAsync("", Ct));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_code_that_another_member_has_is_never_given_twice(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer);
        (await shop.Referrals.IssueCodeAsync(new() { Account = Ben, Code = ReferralRules.CodeOf(Anna, 0) }, Ct)).OrThrow();

        var derived = (await shop.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow();
        Assert.Equal(ReferralRules.CodeOf(Anna, 1), derived.Code);
        Assert.Equal(derived, (await shop.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow());

        // O and 0, I, L and 1 are read as one: no two codes differ by them alone.
        var chosen = (await shop.Referrals.IssueCodeAsync(new() { Account = Anna, Code = "spring-10" }, Ct)).OrThrow();
        Assert.Equal("SPRING10", chosen.Code);
        Assert.Equal("loyalty.referral_code_taken", (await shop.Referrals.IssueCodeAsync(new() { Account = Ben, Code = "SPRlNGIO" }, Ct)).Error.Code);
        Assert.Equal(Anna, (await shop.Referrals.FindCodeAsync("Spring IO", Ct))!.Account);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_friend_is_one_friend_under_all_names_of_hers(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer);
        var guest = Member("guest");
        var code = (await shop.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow().Code;
        var came = (await shop.Referrals.RegisterAsync(Register(guest, code), Ct)).OrThrow();
        await MergeAsync(shop, guest, Ben);

        Assert.Equal(came, (await shop.Referrals.RegisterAsync(Register(guest, code), Ct)).OrThrow());
        Assert.Equal(came, (await shop.Referrals.RegisterAsync(Register(Ben, code), Ct)).OrThrow());
        await Assert.ThrowsAsync<IdempotencyMismatchException>(() => shop.Referrals.RegisterAsync(Register(Ben, "ANOTHER"), Ct).AsTask());
        Assert.Equal("loyalty.referral_exists", (await shop.Referrals.RegisterAsync(Register(Ben, code, "again"), Ct)).Error.Code);
        (await shop.Referrals.QualifyAsync(Paid(Ben, "1", 80m, shop.Now), Ct)).OrThrow();
        Assert.Equal("loyalty.referral_already_qualified", (await shop.Referrals.QualifyAsync(Paid(guest, "2", 80m, shop.Now), Ct)).Error.Code);
        Assert.Equal((0L, 320L), await PointsAsync(shop, Ben));
        var reversed = (await shop.Referrals.RefundAsync(Refund(Ben, "1", 80m, "r"), Ct)).OrThrow();

        Assert.Equal((guest, ReferralStatus.Reversed), (reversed.Friend, reversed.Status));
        Assert.Equal((0L, 20L), await PointsAsync(shop, Ben));
        Assert.Equal(0, (await shop.Loyalty.GetBalanceAsync(Anna, cancellationToken: Ct)).Totals.Net.Value);
        await SoundAsync(shop);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_member_who_turns_out_to_be_her_own_friend_gets_nothing(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer);
        var code = (await shop.Referrals.IssueCodeAsync(new() { Account = Anna }, Ct)).OrThrow().Code;
        (await shop.Referrals.RegisterAsync(Register(Ben, code), Ct)).OrThrow();
        await MergeAsync(shop, Ben, Anna);

        Assert.Equal("loyalty.referral_self", (await shop.Referrals.QualifyAsync(Paid(Ben, "1", 80m, shop.Now), Ct)).Error.Code);
        Assert.Equal("loyalty.referral_self", (await shop.Referrals.RegisterAsync(Register(Ben, code, "again"), Ct)).Error.Code);
        Assert.Equal((0L, 20L), await PointsAsync(shop, Anna));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Two_who_are_merged_after_the_reward_give_both_back(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer);
        var order = (await RewardedAsync(shop.Referrals, shop.Now)).Order!.Order.Value;
        await MergeAsync(shop, Ben, Anna);

        var reversed = (await shop.Referrals.RefundAsync(Refund(Anna, order, 80m, "r"), Ct)).OrThrow();

        Assert.Equal((300L, 500L), (reversed.FriendTakenBack!.Due.Value, reversed.ReferrerTakenBack!.Due.Value));
        Assert.Equal((0L, 20L), await PointsAsync(shop, Anna));
        await SoundAsync(shop);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task What_was_granted_while_accounts_were_one_is_taken_back_where_it_is_after_they_parted(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer);
        var old = Member("old");
        await MergeAsync(shop, old, Anna);
        var order = (await RewardedAsync(shop.Referrals, shop.Now, referrer: old)).Order!.Order.Value;
        (await shop.Loyalty.UnmergeAsync(new() { Account = old, Key = new("part") }, Ct)).OrThrow();
        Assert.Equal((0L, 510L), await PointsAsync(shop, Anna));

        var reversed = (await shop.Referrals.RefundAsync(Refund(Ben, order, 80m, "r"), Ct)).OrThrow();

        Assert.Equal((500L, (CrmError?)null), (reversed.ReferrerTakenBack!.Due.Value, reversed.ReferrerTakenBack.Refusal));
        Assert.Equal((0L, 10L), await PointsAsync(shop, Anna));
        await SoundAsync(shop);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_survivor_finds_the_friends_whom_any_account_of_hers_brought_along(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Offer);
        var (old, other) = (Member("old"), Member("other"));
        foreach (var (referrer, friend) in new[] { (old, "f1"), (old, "f2"), (Anna, "f3"), (other, "f4") })
        {
            var code = (await shop.Referrals.IssueCodeAsync(new() { Account = referrer }, Ct)).OrThrow().Code;
            (await shop.Referrals.RegisterAsync(Register(Member(friend), code), Ct)).OrThrow();
        }

        Assert.Equal(Ids("f3"), await FriendsAsync(Anna));
        await MergeAsync(shop, old, Anna);

        Assert.Equal(Ids("f1", "f2", "f3"), await FriendsAsync(Anna));
        Assert.Equal(Ids("f1", "f2", "f3"), await FriendsAsync(old));
        Assert.Equal(Ids("f4"), await FriendsAsync(other));
        Assert.Equal(Ids("f1", "f2"), (await shop.Referrals.ListAsync(new() { Referrer = Anna, Referrers = [old, other] }, new(), Ct)).Items.Select(state => state.Referral.Value).Order());
        Assert.Empty((await shop.Referrals.ListAsync(new() { Referrer = Anna, Referrers = [other] }, new(), Ct)).Items);
        Assert.Equal(
            "query.Referrers[1]",
            (await Assert.ThrowsAnyAsync<ArgumentException>(() => shop.Referrals.ListAsync(new() { Referrers = [old, default] }, new(), Ct).AsTask())).ParamName);
        (await shop.Loyalty.UnmergeAsync(new() { Account = old, Key = new("part") }, Ct)).OrThrow();
        Assert.Equal(Ids("f3"), await FriendsAsync(Anna));
        Assert.Equal(Ids("f1", "f2"), await FriendsAsync(old));

        static IEnumerable<Guid> Ids(params string[] friends) => friends.Select(friend => ReferralId.Of(Member(friend)).Value).Order();

        async Task<List<Guid>> FriendsAsync(LoyaltyAccountId referrer)
        {
            var (ids, page) = (new List<Guid>(), new PageRequest { Size = 2 });
            do
            {
                var read = await shop.Referrals.ListAsync(new() { Referrer = referrer }, page, Ct);
                ids.AddRange(read.Items.Select(state => state.Referral.Value));
                page = page with { After = read.Next };
            }
            while (page.After is not null);

            return [.. ids.Order()];
        }
    }

    // Both have ten points that are pending, so that there is something to merge.
    private static async Task MergeAsync(LoyaltyShop shop, LoyaltyAccountId from, LoyaltyAccountId into)
    {
        foreach (var account in new[] { from, into })
        {
            (await shop.Loyalty.EarnAsync(new() { Account = account, Key = new("ten"), Points = new(10), Activation = new() { Hours = 9_999 } }, Ct)).OrThrow();
        }

        (await shop.Loyalty.MergeAsync(new() { From = from, Into = into, Key = new("merge") }, Ct)).OrThrow();
    }
}
