using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

// The page shows what a host writes, and a checkout has no test to be cancelled by.
#pragma warning disable xUnit1051

namespace CrossBorder.Crm.Tests.Docs.Snippets;

/// <summary>The page on loyalty, from the programme to the audit: one member's spring, and what the page says of each step.</summary>
public sealed class LoyaltyGuide
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 9, 0);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Points_from_the_programme_to_the_audit()
    {
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(new FakeTimeProvider(Start.ToDateTimeOffset()))
            .AddCrossBorderCrm(shop => shop.SingleTenant("shop").AddLoyalty().UseInMemory())
            .BuildServiceProvider();
        var crm = services.GetRequiredService<ICrm>().For(new("shop"));
        var zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        var now = Start;

        #region docs/loyalty.md
        var eur = new CurrencyCode("EUR");
        var program = await crm.Loyalty.SetProgramAsync(new()
        {
            Zone = "Europe/Berlin",                                      // where its days, months and years begin
            Currency = eur,
            Rates = [new() { Unit = new(1m, eur), Points = new(1) }],    // other currencies have a rate of their own, or are converted to this one
            Validity = new() { Months = 12, RoundUpTo = CalendarPeriod.Month },
            Earning = new()
            {
                ExcludedCategories = ["gift_cards"],
                Multipliers = [new() { Code = "gold_half_more", Factor = new(3, 2), Tier = new("gold") }],
                PeriodCaps = [new(EarnPeriod.Month, new(5_000))],
            },
            Burning = new() { Terms = [new() { StepPoints = new(100), StepValue = new(1m, eur), MaxPercent = 50 }] },
            Tiers = new()
            {
                Tiers =
                [
                    new() { Tier = new("basic"), Threshold = 0 },
                    new() { Tier = new("gold"), Threshold = 1_000 },
                    new() { Tier = new("platinum"), Threshold = 2_000 },
                ],
            },
            Benefits = new() { Standards = [new() { Tier = new("gold"), Benefits = ["free_returns"], SlaPolicy = "vip" }] },
        });
        #endregion

        var account = LoyaltyAccountId.FromExternal(new("shop", "c1"));
        (await crm.Loyalty.EarnForOrderAsync(new() { Account = account, Order = new("shop", "1"), OccurredAt = now, Basis = new(1_200m, eur) }, Ct)).OrThrow();
        var order = new ExternalRef("shop", "2");

        #region docs/loyalty.md
        // The cart: what it will earn, and what points can pay of it. Both are pure: a product page calls them without storage.
        var total = new Money(200m, eur);
        var balance = await crm.Loyalty.GetBalanceAsync(account);
        var earns = EarnRules.Quote(program, new EarnOrder { Lines = [new() { Amount = total }], PlacedAt = now, Tier = new("gold") }, zone);
        var pays = BurnRules.Quote(program, balance.Available, total);       // whole steps; LimitedBy says what kept it from being more

        // She goes to the payment: the points are set aside. If she never comes back, they are free again after half an hour, by themselves.
        var held = await crm.Loyalty.AuthorizeAsync(new()
        {
            Account = account,
            Key = IdempotencyKey.For("hold", order),
            Order = order,
            Points = pays.Points,
            Value = pays.Discount,
            ExpiresAt = now + Duration.FromMinutes(30),
        });

        // She wants to keep some: the hold follows the cart, in one write.
        await crm.Loyalty.AdjustHoldAsync(new() { Account = account, Key = IdempotencyKey.For("cart-2", order), Order = order, Points = new(1_000), Value = new(10m, eur) });

        // The payment's webhook knows the order, and may call twice. (VoidAsync, where the payment failed.)
        var paid = await crm.Loyalty.CaptureAsync(new() { Account = account, Key = IdempotencyKey.For("capture", order), Order = order });
        var earned = await crm.Loyalty.EarnForOrderAsync(new() { Account = account, Order = order, OccurredAt = now, Basis = new(190m, eur) });
        #endregion

        Assert.Equal((new Points(300), new Points(1_200), BurnLimit.Balance), (earns.Points, pays.Points, pays.LimitedBy));
        Assert.Equal((new Points(1_200), new Points(1_000)), (held.OrThrow().Points, paid.OrThrow().Points));
        Assert.Equal(new Points(285), earned.OrThrow().Points);

        #region docs/loyalty.md
        // Half of the order comes back: half of the points that paid for it, the rest in money; and half of what that money earned is taken back.
        var refund = (await crm.Loyalty.RefundOrderAsync(new()
        {
            Account = account,
            Key = IdempotencyKey.For("refund", new("shop", "r1")),
            Order = order,
            Refunded = new(100m, eur),
            Total = total,
        })).OrThrow();
        Console.WriteLine($"{refund.Returned} points and {refund.Cash} back; {refund.Due} points taken back");   // 500 points and 95.00 EUR back; 143 points taken back
        #endregion

        Assert.Equal("500 points and 95.00 EUR back; 143 points taken back", $"{refund.Returned} points and {refund.Cash} back; {refund.Due} points taken back");
        var market = new Market { Id = new("DE"), Currency = eur, DefaultZone = "Europe/Berlin" };

        #region docs/loyalty.md
        var tier = (await crm.Loyalty.GetTierAsync(account))!;
        Console.WriteLine($"{tier.Tier.Tier} through {tier.Standing.ValidThrough:uuuu-MM-dd}");                                    // gold through 2027-12-31
        Console.WriteLine($"{tier.Next!.Missing} more by {tier.Next.By:uuuu-MM-dd} for {tier.Next.Tier.Tier}");                    // 658 more by 2026-12-31 for platinum
        var entitled = await crm.Loyalty.GetEntitlementsAsync(account, market);   // .Standard: benefits, discount, SLA policy of her tier in her market
        #endregion

        Assert.Equal("gold through 2027-12-31", $"{tier.Tier.Tier} through {tier.Standing.ValidThrough:uuuu-MM-dd}");
        Assert.Equal("658 more by 2026-12-31 for platinum", $"{tier.Next.Missing} more by {tier.Next.By:uuuu-MM-dd} for {tier.Next.Tier.Tier}");
        Assert.Equal(["free_returns"], entitled.Standard!.Benefits);

        #region docs/loyalty.md
        var liability = await crm.Loyalty.GetLiabilityAsync();                    // as of now; any instant can be asked for
        var sound = await crm.Loyalty.VerifyAsync(account);                       // folds the entries anew and compares
        Console.WriteLine($"{liability.Outstanding} outstanding, {liability.Unreconciled} unexplained; ledger sound: {sound.IsSound}");
        #endregion

        Assert.Equal((new Points(842), Points.Zero, true), (liability.Outstanding, liability.Unreconciled, sound.IsSound));
    }
}
