using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>What a storefront sees of the ledger, the same on every storage.</summary>
public sealed class LoyaltyServiceTests
{
    private static readonly CurrencyCode Eur = new("EUR");
    private static readonly CurrencyCode Jpy = new("JPY");
    private static readonly LoyaltyAccountId Account = LoyaltyAccountId.FromExternal(new("shop", "m1"));

    public static TheoryData<TestStorage> Storages => [TestStorage.InMemory, TestStorage.Engine];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Storages))]
    public async Task An_order_earns_once_and_points_are_spent(TestStorage storage)
    {
        using var crm = await LoyaltyShop.OpenAsync(storage);

        var earned = (await crm.Loyalty.EarnForOrderAsync(Order("4711", 199.99m), Ct)).OrThrow();
        crm.Pass(Duration.FromMinutes(5));
        var again = (await crm.Loyalty.EarnForOrderAsync(Order("4711", 199.99m), Ct)).OrThrow();
        var spent = (await crm.Loyalty.RedeemAsync(Redeem("r1", 150), Ct)).OrThrow();

        Assert.Equal(new Points(199), earned.Points);
        Assert.Equal(earned, again);
        Assert.Equal(new Points(49), spent.Available);
        var balance = await crm.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct);
        Assert.Equal((49, 199, 150), (balance.Available.Value, balance.Totals.Earned.Value, balance.Totals.Redeemed.Value));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_retried_redemption_gets_its_first_answer_although_the_points_are_gone(TestStorage storage)
    {
        using var crm = await LoyaltyShop.OpenAsync(storage);
        await crm.Loyalty.EarnAsync(Earn("e1", 100), Ct);

        var first = await crm.Loyalty.RedeemAsync(Redeem("r1", 100), Ct);
        var retry = await crm.Loyalty.RedeemAsync(Redeem("r1", 100), Ct);
        var other = await crm.Loyalty.RedeemAsync(Redeem("r2", 1), Ct);

        Assert.Equal(first, retry);
        Assert.Equal("loyalty.insufficient_points", other.Error.Code);
        Assert.Equal(("1", "0"), (other.Error.Parameters["asked"], other.Error.Parameters["available"]));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Another_request_under_a_used_key_is_an_error_and_changes_nothing(TestStorage storage)
    {
        using var crm = await LoyaltyShop.OpenAsync(storage);
        await crm.Loyalty.EarnAsync(Earn("x1", 100), Ct);

        await Assert.ThrowsAsync<IdempotencyMismatchException>(() => crm.Loyalty.EarnAsync(Earn("x1", 101), Ct).AsTask());
        await Assert.ThrowsAsync<IdempotencyMismatchException>(() => crm.Loyalty.RedeemAsync(Redeem("x1", 100), Ct).AsTask());

        Assert.Equal(new Points(100), (await crm.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Available);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_refused_request_leaves_no_trace_and_its_key_is_free(TestStorage storage)
    {
        using var crm = await LoyaltyShop.OpenAsync(storage);

        Assert.False((await crm.Loyalty.RedeemAsync(Redeem("r1", 10), Ct)).IsSuccess);
        await crm.Loyalty.EarnAsync(Earn("e1", 10), Ct);

        Assert.True((await crm.Loyalty.RedeemAsync(Redeem("r1", 10), Ct)).IsSuccess);
        Assert.Equal(2, (await crm.Loyalty.ReadAsync(Account, new(), Ct)).Items.Count);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Refunds_in_parts_take_back_what_the_whole_would(TestStorage storage)
    {
        using var crm = await LoyaltyShop.OpenAsync(storage);
        await crm.Loyalty.EarnForOrderAsync(Order("4711", 99.99m), Ct);

        foreach (var part in new[] { 3333, 3333, 3333 })
        {
            Assert.True((await crm.Loyalty.RefundEarningAsync(Refund("4711", part, 9999, crm.Next()), Ct)).IsSuccess);
        }

        var balance = await crm.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct);
        Assert.Equal((0, 99), (balance.Available.Value, balance.Totals.ClawedBack.Value));
        var beyond = await crm.Loyalty.RefundEarningAsync(Refund("4711", 1, 9999, crm.Next()), Ct);
        Assert.Equal("loyalty.refund_exceeds_order", beyond.Error.Code);
        Assert.Equal("loyalty.unknown_order", (await crm.Loyalty.RefundEarningAsync(Refund("1", 1, 1, crm.Next()), Ct)).Error.Code);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Spent_points_of_a_refunded_order_become_debt_that_the_next_order_pays(TestStorage storage)
    {
        using var crm = await LoyaltyShop.OpenAsync(storage);
        await crm.Loyalty.EarnForOrderAsync(Order("1", 100m), Ct);
        await crm.Loyalty.RedeemAsync(Redeem("r1", 80), Ct);

        var refund = (await crm.Loyalty.RefundEarningAsync(Refund("1", 10000, 10000, "f1"), Ct)).OrThrow();
        var owing = await crm.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct);
        await crm.Loyalty.EarnForOrderAsync(Order("2", 100m), Ct);
        var paid = await crm.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct);

        Assert.Equal((100, 80), (refund.Due.Value, refund.Owed.Value));
        Assert.Equal((0, 80), (owing.Available.Value, owing.Debt.Value));
        Assert.Equal((20, 0), (paid.Available.Value, paid.Debt.Value));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Points_expire_at_the_end_of_a_local_day_and_every_instant_can_be_asked(TestStorage storage)
    {
        using var crm = await LoyaltyShop.OpenAsync(storage);
        await crm.Loyalty.EarnAsync(Earn("e1", 100) with { Validity = new() { Days = 30 } }, Ct);
        var last = Instant.FromUtc(2026, 2, 3, 22, 59, 59);

        crm.Pass(Duration.FromDays(60));
        await crm.Loyalty.EarnAsync(Earn("e2", 5), Ct);

        Assert.Equal(100, (await crm.Loyalty.GetBalanceAsync(Account, last, Ct)).Available.Value);
        Assert.Equal(0, (await crm.Loyalty.GetBalanceAsync(Account, last + Duration.FromSeconds(1), Ct)).Available.Value);
        var now = await crm.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct);
        Assert.Equal((5, 100), (now.Available.Value, now.Totals.Expired.Value));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_thousand_redemptions_against_a_hundred_affordable_ones_give_exactly_a_hundred(TestStorage storage)
    {
        using var crm = await LoyaltyShop.OpenAsync(storage);
        await crm.Loyalty.EarnAsync(Earn("e1", 1000), Ct);

        var results = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Task.Run(async () => await crm.Loyalty.RedeemAsync(Redeem($"r{i}", 10), Ct), Ct)));

        Assert.Equal(100, results.Count(result => result.IsSuccess));
        Assert.All(results.Where(result => !result.IsSuccess), result => Assert.Equal("loyalty.insufficient_points", result.Error.Code));
        var balance = await crm.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct);
        Assert.Equal((0, 1000), (balance.Available.Value, balance.Totals.Redeemed.Value));
        Assert.Equal(101, (await crm.Loyalty.ReadAsync(Account, new() { Size = 1000 }, Ct)).Items.Count);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task An_order_keeps_the_programme_that_it_was_granted_under(TestStorage storage)
    {
        using var crm = await LoyaltyShop.OpenAsync(storage);
        var second = await crm.Loyalty.SetProgramAsync(LoyaltyShop.Program with { Rates = [new() { Unit = new(1m, Eur), Points = new(10) }] }, Ct);
        var repeated = await crm.Loyalty.SetProgramAsync(LoyaltyShop.Program with { Rates = [new() { Unit = new(1m, Eur), Points = new(10) }] }, Ct);

        var old = (await crm.Loyalty.EarnForOrderAsync(Order("1", 10m) with { ProgramVersion = 1 }, Ct)).OrThrow();
        var current = (await crm.Loyalty.EarnForOrderAsync(Order("2", 10m), Ct)).OrThrow();

        Assert.Equal((2, 2), (second.Version, repeated.Version));
        Assert.Equal((10, 100), (old.Points.Value, current.Points.Value));
        var entry = (PointsEarned)(await crm.Loyalty.ReadAsync(Account, new(), Ct)).Items[0].Value;
        Assert.Equal((1, new Points(1)), (entry.Quote!.ProgramVersion, entry.Quote.PointsPerUnit));
    }

    [Fact]
    public async Task Bad_input_is_named_before_anything_is_written()
    {
        using var crm = await LoyaltyShop.OpenAsync(TestStorage.InMemory);

        Assert.Equal("request.Points", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => crm.Loyalty.RedeemAsync(Redeem("r", 0), Ct).AsTask())).ParamName);
        Assert.Equal("request.Points", (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => crm.Loyalty.EarnAsync(Earn("e", -1), Ct).AsTask())).ParamName);
        await Assert.ThrowsAsync<ArgumentException>(() => crm.Loyalty.EarnAsync(Earn("e", 1) with { Account = default }, Ct).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => crm.Loyalty.EarnAsync(Earn("e", 1) with { Key = default }, Ct).AsTask());
        await Assert.ThrowsAsync<MissingExchangeRateException>(
            () => crm.Loyalty.EarnForOrderAsync(Order("1", 1m) with { Basis = new(1m, Jpy) }, Ct).AsTask());
        var invalid = await crm.Loyalty.EarnAsync(Earn("e", 1) with { AvailableFrom = crm.Now + Duration.FromDays(2), ExpiresAt = crm.Now + Duration.FromDays(1) }, Ct);
        Assert.Equal("loyalty.invalid_validity", invalid.Error.Code);
        Assert.Empty((await crm.Loyalty.ReadAsync(Account, new(), Ct)).Items);
    }

    [Fact]
    public async Task A_programme_that_cannot_compute_is_refused()
    {
        using var crm = await LoyaltyShop.OpenAsync(TestStorage.InMemory);

        await Refused(LoyaltyShop.Program with { Zone = "Europe/Atlantis" }, "Europe/Atlantis");
        await Refused(LoyaltyShop.Program with { Rates = [] }, "EUR");
        await Refused(LoyaltyShop.Program with { Rates = [new() { Unit = new(0m, Eur), Points = new(1) }] }, "0 EUR");
        await Refused(LoyaltyShop.Program with { Validity = new() { Days = 1, Months = 1 } }, "exactly one");
        await Refused(LoyaltyShop.Program with { Activation = new() }, "exactly one");

        async Task Refused(LoyaltyProgram program, string reason)
        {
            var error = await Assert.ThrowsAnyAsync<ArgumentException>(() => crm.Loyalty.SetProgramAsync(program, Ct).AsTask());
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        }
    }

    private static EarnForOrder Order(string order, decimal amount) =>
        new() { Account = Account, Order = new("shop", order), OccurredAt = LoyaltyShop.Start, Basis = new(amount, Eur) };

    private static EarnPoints Earn(string key, long points) => new() { Account = Account, Key = new(key), Points = new(points) };

    private static RedeemPoints Redeem(string key, long points) => new() { Account = Account, Key = new(key), Points = new(points) };

    private static RefundEarning Refund(string order, long refunded, long total, string key) =>
        new() { Account = Account, Key = new(key), Order = new("shop", order), RefundedMinor = refunded, OrderTotalMinor = total };
}
