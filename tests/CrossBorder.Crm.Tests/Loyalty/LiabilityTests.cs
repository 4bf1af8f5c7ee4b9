using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;
using static CrossBorder.Crm.Tests.Loyalty.ProgramSamples;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>What points cost, and that it agrees with the ledger to the point.</summary>
public sealed class LiabilityTests
{
    public static TheoryData<TestStorage> Storages => [.. Enum.GetValues<TestStorage>()];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Storages))]
    public async Task The_report_agrees_with_the_ledger_to_the_point_now_and_as_of_any_instant(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, LoyaltyShop.Program with { Validity = new() { Months = 3, RoundUpTo = CalendarPeriod.Month } });
        var random = new Random(20261127);
        var accounts = Enumerable.Range(0, 1_200).Select(i => LoyaltyAccountId.FromExternal(new("shop", $"m{i}"))).ToList();
        var midway = shop.Now;
        for (var i = 0; i < 4_000; i++)
        {
            await SomethingAsync(shop, accounts[random.Next(accounts.Count)], random, i);
            shop.Pass(Duration.FromHours(1));
            midway = i == 2_000 ? shop.Now : midway;
        }

        foreach (var at in new[] { shop.Now, midway, shop.Now + Duration.FromDays(60) })
        {
            var report = await shop.Loyalty.GetLiabilityAsync(at, Ct);
            var balances = new List<LoyaltyBalance>();
            foreach (var account in accounts)
            {
                balances.Add(await shop.Loyalty.GetBalanceAsync(account, at, Ct));
            }

            Assert.Equal(0, report.Unreconciled.Value);
            Assert.Equal(balances.Sum(b => b.Available.Value + b.Pending.Value + b.Reserved.Value), report.Outstanding.Value);
            Assert.Equal(balances.Sum(b => b.Debt.Value), report.Debt.Value);
            Assert.Equal(balances.Sum(b => b.Totals.Earned.Value), report.Totals.Earned.Value);
            Assert.Equal(balances.Sum(b => b.Totals.Expired.Value), report.Totals.Expired.Value);
            Assert.Equal(report.Outstanding.Value, report.ByAge.Sum(band => band.Points.Value));
            Assert.Equal(report.Outstanding.Value, report.ByExpiry.Sum(band => band.Points.Value));
            Assert.True(report.Outstanding > Points.Zero && report.Redeemed > Points.Zero);
        }
    }

    [Fact]
    public void Outstanding_points_stand_in_the_band_of_their_age_and_of_their_last_usable_month()
    {
        var asOf = Instant.FromUtc(2026, 6, 15, 10, 0);
        PointLot Lot(Instant earned, Instant? end, long points) =>
            new() { Number = 1, Points = new(points), Remaining = new(points), EarnedAt = earned, AvailableFrom = earned, ExpiresAt = end };
        var balance = new LoyaltyBalance
        {
            Account = LoyaltyAccountId.FromExternal(new("shop", "m1")),
            AsOf = asOf,
            Available = new(15),
            Pending = Points.Zero,
            Reserved = new(16),
            Debt = Points.Zero,
            Totals = new() { Earned = new(31) },
            Lots =
            [
                Lot(Instant.FromUtc(2026, 3, 15, 22, 0), Instant.FromUtc(2026, 6, 30, 22, 0), 1),
                Lot(Instant.FromUtc(2026, 3, 15, 23, 0), Instant.FromUtc(2026, 6, 30, 22, 1), 2),
                Lot(Instant.FromUtc(2025, 6, 15, 9, 0), null, 4),
                Lot(Instant.FromUtc(2020, 1, 1, 0, 0), null, 8),
            ],
            Holds = [new() { Name = "h", Points = new(16), From = [Lot(asOf, Instant.FromUtc(2026, 6, 30, 22, 0), 16)], HeldAt = asOf }],
        };

        var report = LiabilityRules.Report([balance], asOf, Berlin);

        Assert.Equal([18, 1, 0, 4, 8], report.ByAge.Select(band => band.Points.Value));
        Assert.Equal([(0, 3), (3, 6), (6, 12), (12, 24), (24, null)], report.ByAge.Select(band => (band.FromMonths, band.ToMonths)));
        Assert.Equal([(new YearMonth(2026, 6), 17), (new YearMonth(2026, 7), 2), (null, 12)], report.ByExpiry.Select(band => (band.Month, band.Points.Value)));
        Assert.Equal((31, 0), (report.Outstanding.Value, report.Unreconciled.Value));
        Assert.Throws<ArgumentException>(() => LiabilityRules.Report([balance], asOf + Duration.FromSeconds(1), Berlin));
    }

    [Fact]
    public void The_worked_example_of_the_standard_comes_out_to_the_currency_unit()
    {
        // IFRS 15 Example 52: 100,000 of goods, 10,000 points worth 1 each, of which 9,500 are expected to be redeemed.
        var allocation = LiabilityRules.Allocate(Sale);
        var years = LiabilityRules.Recognise(allocation.ToPoints, new(4_500, 9_500), new(8_500, 9_700));

        Assert.Equal((8_676m, 91_324m), (allocation.ToPoints.Amount, allocation.ToGoods.Amount));
        Assert.Equal([(4_110m, 4_566m), (3_493m, 1_073m)], years.Select(year => (year.Revenue.Amount, year.Liability.Amount)));
    }

    [Fact]
    public void Whatever_the_estimates_revenue_and_liability_add_up_to_what_was_deferred()
    {
        var deferred = new Money(86.76m, Eur);
        var periods = LiabilityRules.Recognise(deferred, new(0, 10), new(3, 7), new(3, 9), new(9, 9), new(9, 9));

        var toDate = Money.Zero(Eur);
        foreach (var (revenue, liability) in periods)
        {
            toDate += revenue;
            Assert.Equal(deferred, toDate + liability);
        }

        Assert.True(periods[2].Revenue.Amount < 0m);
        Assert.Equal((Money.Zero(Eur), Money.Zero(Eur)), (periods[4].Revenue, periods[4].Liability));
        Assert.Equal(deferred, LiabilityRules.Recognise(deferred, new RedemptionEstimate(0, 0))[0].Revenue);
    }

    [Fact]
    public void An_estimate_is_what_was_redeemed_and_a_share_of_what_is_outstanding()
    {
        var report = LiabilityRules.Report([], Instant.FromUtc(2026, 1, 1, 0, 0), Berlin) with
        {
            Totals = new() { Earned = new(1_000), Redeemed = new(450), Returned = new(50), Expired = new(100) }, Outstanding = new(501),
        };

        Assert.Equal(new RedemptionEstimate(400, 800), LiabilityRules.Estimate(report, 0.8m));
        Assert.Equal(0.8m, LiabilityRules.PastRedemptionRate(report));
        Assert.Null(LiabilityRules.PastRedemptionRate(report with { Totals = new() }));
        Assert.Throws<ArgumentOutOfRangeException>(() => LiabilityRules.Estimate(report, 1.01m));
    }

    [Fact]
    public void Bad_figures_are_refused_by_name()
    {
        Assert.Equal("sale.ExpectedRedemptionRate", Assert.Throws<ArgumentOutOfRangeException>(() => LiabilityRules.Allocate(Sale with { ExpectedRedemptionRate = 1.01m })).ParamName);
        Assert.Equal("sale.PointsIssued", Assert.Throws<ArgumentOutOfRangeException>(() => LiabilityRules.Allocate(Sale with { PointsIssued = new(-1) })).ParamName);
        Assert.Throws<CurrencyMismatchException>(() => LiabilityRules.Allocate(Sale with { ValuePerPoint = new(1m, Eur) }));
        Assert.Contains(
            "nothing to divide",
            Assert.Throws<ArgumentException>(() => LiabilityRules.Allocate(Sale with { GoodsStandAlonePrice = Money.Zero(new("JPY")), PointsIssued = Points.Zero })).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Period 2: 8 points are redeemed, of 7",
            Assert.Throws<ArgumentException>(() => LiabilityRules.Recognise(new(1m, Eur), new(1, 2), new(8, 7))).Message,
            StringComparison.Ordinal);
    }

    private static PointSale Sale { get; } = new()
    {
        TransactionPrice = new(100_000m, new("JPY")),
        GoodsStandAlonePrice = new(100_000m, new("JPY")),
        PointsIssued = new(10_000),
        ValuePerPoint = new(1m, new("JPY")),
        ExpectedRedemptionRate = 0.95m,
    };

    private static async Task SomethingAsync(LoyaltyShop shop, LoyaltyAccountId account, Random random, int i)
    {
        var order = new ExternalRef("shop", $"{i}");
        _ = random.Next(6) switch
        {
            0 => (object)await shop.Loyalty.RedeemAsync(new() { Account = account, Key = new($"r{i}"), Points = new(random.Next(1, 80)) }, Ct),
            1 => await shop.Loyalty.AuthorizeAsync(new() { Account = account, Key = new($"h{i}"), Points = new(random.Next(1, 50)), ExpiresAt = shop.Now + Duration.FromDays(30) }, Ct),
            2 => await RefundAsync(shop, account, order, random),
            _ => await shop.Loyalty.EarnForOrderAsync(new() { Account = account, Order = order, OccurredAt = shop.Now, Basis = new(random.Next(1, 20_000) / 100m, Eur) }, Ct),
        };
    }

    // Earned, spent and refunded: what is spent is owed.
    private static async Task<object> RefundAsync(LoyaltyShop shop, LoyaltyAccountId account, ExternalRef order, Random random)
    {
        await shop.Loyalty.EarnForOrderAsync(new() { Account = account, Order = order, OccurredAt = shop.Now, Basis = new(100m, Eur) }, Ct);
        await shop.Loyalty.RedeemAsync(new() { Account = account, Key = new($"spend-{order}"), Points = new(random.Next(50, 100)) }, Ct);
        return await shop.Loyalty.RefundEarningAsync(
            new() { Account = account, Key = new($"back-{order}"), Order = order, RefundedMinor = random.Next(1, 100_00), OrderTotalMinor = 100_00 }, Ct);
    }
}
