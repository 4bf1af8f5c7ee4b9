using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Holds as a checkout and its payment webhook use them: adjusted with the cart, addressed by the order, safe to repeat from any state.</summary>
public sealed class HoldServiceTests
{
    private static readonly CurrencyCode Eur = new("EUR");
    private static readonly ExternalRef Order = new("shop", "4711");
    private static readonly LoyaltyAccountId Account = LoyaltyAccountId.FromExternal(new("shop", "m1"));

    public static TheoryData<TestStorage> Storages => [TestStorage.InMemory, TestStorage.Engine];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Storages))]
    public async Task A_hold_follows_the_cart_in_one_entry_each_time(TestStorage storage)
    {
        using var crm = await OpenAsync(storage);

        var more = (await AdjustAsync(crm, 90, "up", value: 0.90m)).OrThrow();
        var less = (await AdjustAsync(crm, 30, "down")).OrThrow();
        var longer = (await AdjustAsync(crm, 30, "longer", crm.Now + Duration.FromHours(2))).OrThrow();

        Assert.Equal((90, 10), (more.Points.Value, more.Available.Value));
        Assert.Equal((30, 70), (less.Points.Value, less.Available.Value));
        Assert.Equal(crm.Now + Duration.FromHours(2), longer.ExpiresAt);
        var entries = (await crm.Loyalty.ReadOrderAsync(Account, Order, Ct)).Select(entry => entry.Value).ToList();
        Assert.Equal([typeof(PointsHeld), typeof(HoldChanged), typeof(HoldChanged), typeof(HoldChanged)], entries.Select(entry => entry.GetType()));
        // What was worth 0.90 for 90 points is worth its third for 30.
        Assert.Equal(new Money(0.30m, Eur), ((HoldChanged)entries[^1]).Value);
        await LoyaltyInvariants.CheckAsync(crm.Loyalty, [Account], crm.Now);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_hold_that_grows_beyond_the_balance_stays_as_it_was(TestStorage storage)
    {
        using var crm = await OpenAsync(storage);

        var refused = await AdjustAsync(crm, 101, "up");

        Assert.Equal(("loyalty.insufficient_points", "51", "50"), (refused.Error.Code, refused.Error.Parameters["asked"], refused.Error.Parameters["available"]));
        Assert.Equal(50, (await crm.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Reserved.Value);
        Assert.Equal("loyalty.invalid_validity", (await AdjustAsync(crm, 50, "past", crm.Now)).Error.Code);
        Assert.Equal("loyalty.unknown_hold", (await crm.Loyalty.AdjustHoldAsync(new() { Account = Account, Key = new("x"), Hold = "nobody", Points = new(1) }, Ct)).Error.Code);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Points_that_are_held_stay_held_when_the_hold_grows_after_their_lot_expired(TestStorage storage)
    {
        using var crm = await LoyaltyShop.OpenAsync(storage);
        await crm.Loyalty.EarnAsync(new() { Account = Account, Key = new("short"), Points = new(50), ExpiresAt = crm.Now + Duration.FromDays(1) }, Ct);
        await crm.Loyalty.EarnAsync(new() { Account = Account, Key = new("long"), Points = new(50) }, Ct);
        (await crm.Loyalty.AuthorizeAsync(new() { Account = Account, Key = new("h"), Points = new(50), Order = Order }, Ct)).OrThrow();
        crm.Pass(Duration.FromDays(2));

        (await AdjustAsync(crm, 80, "up")).OrThrow();
        var captured = (await crm.Loyalty.CaptureAsync(new() { Account = Account, Key = new("c"), Order = Order }, Ct)).OrThrow();

        Assert.Equal((80, 20), (captured.Points.Value, captured.Available.Value));
        Assert.Equal(0, (await crm.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Totals.Expired.Value);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_webhook_that_knows_the_order_only_captures_returns_and_refunds(TestStorage storage)
    {
        using var crm = await OpenAsync(storage);

        var captured = (await crm.Loyalty.CaptureAsync(new() { Account = Account, Key = IdempotencyKey.For("capture", Order), Order = Order, Points = new(40) }, Ct)).OrThrow();
        var again = (await crm.Loyalty.CaptureAsync(new() { Account = Account, Key = IdempotencyKey.For("capture", Order), Order = Order, Points = new(40) }, Ct)).OrThrow();
        var returned = (await crm.Loyalty.ReturnAsync(new() { Account = Account, Key = new("back"), Order = Order, Points = new(15) }, Ct)).OrThrow();

        Assert.Equal(captured, again);
        Assert.Equal((40, 10, 60), (captured.Points.Value, captured.Released.Value, captured.Available.Value));
        Assert.Equal(75, returned.Available.Value);
        Assert.Equal("loyalty.return_exceeds_redemption", (await crm.Loyalty.ReturnAsync(new() { Account = Account, Key = new("more"), Order = Order, Points = new(26) }, Ct)).Error.Code);
        Assert.Equal("loyalty.unknown_hold", (await crm.Loyalty.CaptureAsync(new() { Account = Account, Key = new("x"), Order = new("shop", "other") }, Ct)).Error.Code);
        await Assert.ThrowsAsync<ArgumentException>(() => crm.Loyalty.CaptureAsync(new() { Account = Account, Key = new("y") }, Ct).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => crm.Loyalty.CaptureAsync(new() { Account = Account, Key = new("y"), Hold = "h", Order = Order }, Ct).AsTask());
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Every_step_can_be_repeated_from_every_later_state(TestStorage storage)
    {
        using var crm = await LoyaltyShop.OpenAsync(storage);
        await crm.Loyalty.EarnAsync(new() { Account = Account, Key = new("e"), Points = new(100) }, Ct);
        Func<ValueTask<object>>[] steps =
        [
            async () => (await crm.Loyalty.AuthorizeAsync(Authorize(50), Ct)).OrThrow(),
            async () => (await AdjustAsync(crm, 70, "adjust")).OrThrow(),
            async () => (await crm.Loyalty.CaptureAsync(new() { Account = Account, Key = new("capture"), Order = Order, Points = new(60) }, Ct)).OrThrow(),
            async () => (await crm.Loyalty.ReturnAsync(new() { Account = Account, Key = new("return"), Order = Order, Points = new(20) }, Ct)).OrThrow(),
        ];
        var first = new List<object>();
        foreach (var step in steps)
        {
            first.Add(await step());
            for (var i = 0; i < first.Count; i++)
            {
                Assert.Equal(first[i], await steps[i]());
            }
        }

        Assert.Equal(60, (await crm.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Available.Value);
        Assert.Equal(5, (await crm.Loyalty.ReadAsync(Account, new(), Ct)).Items.Count);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_hold_ends_once_and_says_how(TestStorage storage)
    {
        using var crm = await OpenAsync(storage, Duration.FromMinutes(30));
        Assert.Equal("loyalty.hold_exists", (await crm.Loyalty.AuthorizeAsync(Authorize(1) with { Key = new("second") }, Ct)).Error.Code);
        crm.Pass(Duration.FromMinutes(30));
        Assert.Equal("loyalty.hold_expired", await Code("late"));
        Assert.Equal(100, (await crm.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Available.Value);

        (await crm.Loyalty.AuthorizeAsync(Authorize(20) with { Key = new("anew") }, Ct)).OrThrow();
        (await crm.Loyalty.VoidAsync(new() { Account = Account, Key = new("void"), Order = Order }, Ct)).OrThrow();
        Assert.Equal("loyalty.hold_already_voided", await Code("voided"));

        (await crm.Loyalty.AuthorizeAsync(Authorize(20) with { Key = new("third") }, Ct)).OrThrow();
        (await crm.Loyalty.CaptureAsync(new() { Account = Account, Key = new("capture"), Order = Order }, Ct)).OrThrow();
        Assert.Equal("loyalty.hold_already_captured", await Code("captured"));

        async Task<string> Code(string key) => (await crm.Loyalty.CaptureAsync(new() { Account = Account, Key = new(key), Order = Order }, Ct)).Error.Code;
    }

    private static AuthorizePoints Authorize(long points) => new() { Account = Account, Key = new("authorize"), Points = new(points), Order = Order };

    private static async Task<LoyaltyShop> OpenAsync(TestStorage storage, Duration? time = null)
    {
        var crm = await LoyaltyShop.OpenAsync(storage);
        await crm.Loyalty.EarnAsync(new() { Account = Account, Key = new("e"), Points = new(100) }, Ct);
        (await crm.Loyalty.AuthorizeAsync(Authorize(50) with { ExpiresAt = time is { } valid ? crm.Now + valid : null }, Ct)).OrThrow();
        return crm;
    }

    private static ValueTask<CrmResult<HoldReceipt>> AdjustAsync(LoyaltyShop crm, long points, string key, Instant? expiresAt = null, decimal? value = null) => crm.Loyalty.AdjustHoldAsync(
        new()
        {
            Account = Account, Key = new(key), Order = Order, Points = new(points), ExpiresAt = expiresAt, Value = value is { } worth ? new Money(worth, Eur) : null,
        },
        Ct);
}
