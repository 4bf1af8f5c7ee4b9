using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>What the sweep writes and tells, and when it is due.</summary>
public sealed class SweepTests
{
    private static readonly LoyaltyAccountId Account = LoyaltyAccountId.FromExternal(new("shop", "m1"));
    private static readonly LoyaltyProgram Noticing = LoyaltyShop.Program with { Notices = new() { DaysBefore = [30, 7] } };

    public static TheoryData<TestStorage> Storages => [TestStorage.InMemory, TestStorage.Engine];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Storages))]
    public async Task Each_notice_of_a_day_is_told_once_however_often_it_is_swept(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Noticing);
        await EarnAsync(shop, 100, new(2026, 3, 31));
        await EarnAsync(shop, 20, new(2026, 3, 31));
        var end = Instant.FromUtc(2026, 3, 31, 22, 0);

        var first = await shop.Loyalty.RunOnceAsync(Ct);
        shop.SetTo(end - Duration.FromDays(30));
        var told = await shop.Loyalty.RunOnceAsync(Ct);
        await EarnAsync(shop, 5, new(2026, 3, 31));
        shop.Pass(Duration.FromDays(1));
        var again = await shop.Loyalty.RunOnceAsync(Ct);
        shop.SetTo(end - Duration.FromDays(7));
        var second = await shop.Loyalty.RunOnceAsync(Ct);
        shop.SetTo(end);
        var last = await shop.Loyalty.RunOnceAsync(Ct);

        Assert.Equal(new LoyaltySweep(0, end - Duration.FromDays(30)), first);
        Assert.Equal(new LoyaltySweep(1, end - Duration.FromDays(7)), told);
        Assert.Equal(new LoyaltySweep(0, end - Duration.FromDays(7)), again);
        Assert.Equal(new LoyaltySweep(1, end), second);
        Assert.Equal(new LoyaltySweep(1, null), last);
        Assert.Equal(
            [(30, 120L, new LocalDate(2026, 3, 31), end), (7, 125L, new LocalDate(2026, 3, 31), end)],
            (await ToldAsync(shop)).Select(e => (e.DaysBefore, e.Points.Value, e.LastDay, e.ExpiresAt)));
        Assert.True((await shop.Loyalty.VerifyAsync(Account, Ct)).IsSound);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Of_two_notices_that_are_due_at_once_the_shorter_is_told_and_another_day_is_told_for_itself(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Noticing);
        await EarnAsync(shop, 100, new(2026, 1, 8));
        await shop.Loyalty.RunOnceAsync(Ct);
        await EarnAsync(shop, 10, new(2026, 1, 7));
        await EarnAsync(shop, 7, new(2026, 1, 20));

        await shop.Loyalty.RunOnceAsync(Ct);

        Assert.Equal([(7, 10L), (7, 100L), (30, 7L)], (await ToldAsync(shop)).Select(e => (e.DaysBefore, e.Points.Value)).Order());
        Assert.Equal([7, 8, 20], (await shop.Loyalty.ReadAsync(Account, new() { Size = 1000 }, Ct)).Items.Select(e => e.Value).OfType<ExpiryNoticed>().SelectMany(e => e.Marks).Select(m => m.LastDay.Day).Order());
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task What_is_spent_before_its_next_notice_is_told_no_more(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Noticing);
        await EarnAsync(shop, 100, new(2026, 1, 20));
        await shop.Loyalty.RunOnceAsync(Ct);
        await shop.Loyalty.RedeemAsync(new() { Account = Account, Key = new("r"), Points = new(100) }, Ct);

        shop.SetTo(Instant.FromUtc(2026, 1, 19, 0, 0));
        var swept = await shop.Loyalty.RunOnceAsync(Ct);

        Assert.Equal(new LoyaltySweep(0, null), swept);
        Assert.Single(await ToldAsync(shop));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_notice_that_the_plan_has_no_more_is_not_told_and_the_account_is_not_due_for_ever(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Noticing);
        await EarnAsync(shop, 100, new(2026, 1, 20));
        await shop.Loyalty.RunOnceAsync(Ct);
        await shop.Loyalty.SetProgramAsync(LoyaltyShop.Program, Ct);
        shop.SetTo(Instant.FromUtc(2026, 1, 15, 0, 0));

        Assert.Equal(1, (await shop.Loyalty.RunOnceAsync(Ct)).Changed);
        Assert.Empty((await shop.Loyalty.ListAsync(new() { DueBy = shop.Now }, null, new(), Ct)).Items);
        Assert.Single(await ToldAsync(shop));
        await shop.Loyalty.SetProgramAsync(Noticing with { Notices = new() { DaysBefore = [30, 7, 3] } }, Ct);
        shop.SetTo(Instant.FromUtc(2026, 1, 18, 0, 0));

        // Told at 30 days and without a date for the next: a later plan's shorter notices are for days that are told from then on.
        Assert.Equal(0, (await shop.Loyalty.RunOnceAsync(Ct)).Changed);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Points_that_become_spendable_make_an_account_due_only_where_they_pay_debt(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage);
        var from = shop.Now + Duration.FromDays(1);
        await shop.Loyalty.EarnAsync(new() { Account = Account, Key = new("1"), Points = new(10), AvailableFrom = from }, Ct);
        Assert.Equal(new LoyaltySweep(0, null), await shop.Loyalty.RunOnceAsync(Ct));
        await shop.Loyalty.AdjustAsync(new() { Account = Account, Key = new("2"), Points = new(-10), AllowNegative = true }, Ct);
        Assert.Equal(new LoyaltySweep(0, from), await shop.Loyalty.RunOnceAsync(Ct));
        shop.SetTo(from);

        // The lot is used up by the debt: nothing expires, nothing times out, and yet something is to be written down, once.
        Assert.Equal(new LoyaltySweep(1, null), await shop.Loyalty.RunOnceAsync(Ct));
        Assert.Equal(new LoyaltySweep(0, null), await shop.Loyalty.RunOnceAsync(Ct));
        Assert.Equal((0, 0), ((await shop.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Available.Value, (await shop.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Debt.Value));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_tier_whose_last_day_is_not_over_in_the_programme_s_new_zone_ends_there(TestStorage storage)
    {
        var program = LoyaltyShop.Program with { Zone = "Pacific/Auckland", Tiers = ProgramSamples.Ladder };
        using var shop = await LoyaltyShop.OpenAsync(storage, program);
        await shop.Loyalty.EarnForOrderAsync(new() { Account = Account, Order = new("shop", "1"), OccurredAt = shop.Now, Basis = new(100_000m, new("EUR")) }, Ct);
        await shop.Loyalty.SetProgramAsync(program with { Zone = "America/Los_Angeles" }, Ct);
        shop.SetTo(Instant.FromUtc(2028, 1, 1, 0, 0));

        var swept = await shop.Loyalty.RunOnceAsync(Ct);

        Assert.Equal(1, swept.Changed);
        Assert.Empty((await shop.Loyalty.ListAsync(new() { DueBy = shop.Now }, null, new(), Ct)).Items);
        Assert.Equal(Instant.FromUtc(2028, 1, 1, 8, 0), swept.NextAt);
    }

    [Theory]
    [InlineData(new int[0], "program.Notices.DaysBefore")]
    [InlineData(new[] { 7, 30 }, "program.Notices.DaysBefore[1]")]
    [InlineData(new[] { 7, 7 }, "program.Notices.DaysBefore[1]")]
    [InlineData(new[] { 30, 0 }, "program.Notices.DaysBefore[1]")]
    [InlineData(new[] { 367 }, "program.Notices.DaysBefore[0]")]
    [InlineData(new[] { 9, 8, 7, 6, 5, 4, 3, 2, 1 }, "program.Notices.DaysBefore")]
    public async Task A_plan_that_makes_no_sense_is_refused(int[] days, string parameter)
    {
        using var shop = await LoyaltyShop.OpenAsync(TestStorage.InMemory);

        var refused = await Assert.ThrowsAnyAsync<ArgumentException>(() => shop.Loyalty.SetProgramAsync(LoyaltyShop.Program with { Notices = new() { DaysBefore = [.. days] } }, Ct).AsTask());

        Assert.Equal(parameter, refused.ParamName);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1001, null)]
    [InlineData(10, "nonsense")]
    [InlineData(10, "due:nonsense")]
    public async Task A_page_that_makes_no_sense_is_refused(int max, string? after)
    {
        using var shop = await LoyaltyShop.OpenAsync(TestStorage.InMemory);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => shop.Loyalty.SweepAsync(max, after, Ct).AsTask());
    }

    private static async Task EarnAsync(LoyaltyShop shop, long points, LocalDate lastDay) =>
        (await shop.Loyalty.EarnAsync(new() { Account = Account, Key = new(shop.Next()), Points = new(points), Validity = new() { LastDay = lastDay } }, Ct)).OrThrow();

    private static async Task<IReadOnlyList<PointsExpiring>> ToldAsync(LoyaltyShop shop) => [.. (await shop.EventsAsync()).Select(e => e.Data.Value).OfType<PointsExpiring>()];
}
