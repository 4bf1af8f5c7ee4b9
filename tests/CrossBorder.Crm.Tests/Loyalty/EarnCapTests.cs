using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Caps of periods over orders that come in any order, late ones too.</summary>
public sealed class EarnCapTests
{
    private static readonly LoyaltyAccountId Account = LoyaltyAccountId.FromExternal(new("shop", "m1"));
    private static readonly LocalDate FirstDay = new(2025, 1, 1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<TestStorage> Storages => [TestStorage.InMemory, TestStorage.Engine];

    [Theory, MemberData(nameof(Storages))]
    public async Task An_order_of_a_day_whose_sum_is_kept_no_longer_is_refused_and_leaves_no_trace(TestStorage storage)
    {
        using var shop = await OpenAsync(storage, [new(EarnPeriod.Day, new(100))]);
        for (var day = 0; day < 32; day++)
        {
            Assert.Equal(100, (await EarnAsync(shop, $"{day}", day, 150)).OrThrow().Points.Value);
        }

        // Day 0 has earned its cap; its sum made room for that of day 31. Day 1 is still known.
        var refused = await EarnAsync(shop, "late", 0, 30);
        Assert.Equal("loyalty.order_too_late", refused.Error?.Code);
        Assert.Contains("2025-01-01", refused.Error!.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, (await EarnAsync(shop, "known", 1, 30)).OrThrow().Points.Value);
        Assert.Equal(3200, (await shop.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Totals.Earned.Value);
        Assert.Empty(await shop.Loyalty.ReadOrderAsync(Account, new("shop", "late"), Ct));

        // What was answered once is the answer; and a later programme without the cap pays the late order.
        Assert.Equal(100, (await EarnAsync(shop, "0", 0, 150)).OrThrow().Points.Value);
        await shop.Loyalty.SetProgramAsync(LoyaltyShop.Program, Ct);
        Assert.Equal(30, (await EarnAsync(shop, "late", 0, 30)).OrThrow().Points.Value);
    }

    [Fact]
    public async Task An_order_that_earns_nothing_needs_no_cap()
    {
        using var shop = await OpenAsync(TestStorage.InMemory, [new(EarnPeriod.Day, new(100))]);
        for (var day = 1; day < 33; day++)
        {
            (await EarnAsync(shop, $"{day}", day, 150)).OrThrow();
        }

        Assert.Equal(0, (await EarnAsync(shop, "small", 0, 0.50m)).OrThrow().Points.Value);
    }

    [Fact]
    public async Task Fewer_days_than_are_kept_let_an_order_be_as_late_as_it_likes()
    {
        using var shop = await OpenAsync(TestStorage.InMemory, [new(EarnPeriod.Day, new(100)), new(EarnPeriod.Year, new(200))]);
        (await EarnAsync(shop, "now", 400, 150)).OrThrow();

        Assert.Equal(100, (await EarnAsync(shop, "then", 0, 150)).OrThrow().Points.Value);
        Assert.Equal(0, (await EarnAsync(shop, "then too", 0, 150)).OrThrow().Points.Value);
    }

    /// <summary>The model keeps every order and adds them up anew.</summary>
    [Fact]
    public void No_period_ever_earns_more_than_its_cap_in_whatever_order_its_orders_come() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(150), Prop.ForAll(
        Arb.From(
            from caps in Gen.Choose(1, 3).ArrayOf(2)
            from days in Gen.Choose(0, 70).ListOf(90)
            select (Caps: caps, Days: days)),
        given =>
        {
            var (refused, fault) = FaultAsync([new(EarnPeriod.Day, new(given.Caps[0])), new(EarnPeriod.Week, new(given.Caps[0] + given.Caps[1]))], [.. given.Days]).GetAwaiter().GetResult();
            return (fault is null).Label(fault ?? "none").Classify(refused > 0, "some refused");
        }));

    private static async Task<(int Refused, string? Fault)> FaultAsync(PeriodCap[] caps, int[] days)
    {
        using var shop = await OpenAsync(TestStorage.InMemory, caps);
        var earned = new List<(LocalDate Day, long Points)>();
        var refused = 0;
        foreach (var (index, day) in days.Index())
        {
            var date = FirstDay.PlusDays(day);
            var room = caps.Min(cap => cap.Points.Value - Sum(cap.Period, date));
            var result = await EarnAsync(shop, $"{index}", day, 2);
            if (result.TryGet(out var receipt, out var refusal))
            {
                if (receipt.Points.Value != Math.Min(2, room))
                {
                    return (refused, $"order {index} of {date} earned {receipt.Points}; {room} were left");
                }

                earned.Add((date, receipt.Points.Value));
                continue;
            }

            // Only what is older than all that is kept is refused, and only where there are so many.
            refused++;
            if (refusal.Code != "loyalty.order_too_late" || !caps.Any(cap => IsForgotten(cap.Period, date)))
            {
                return (refused, $"order {index} of {date}: {refusal}");
            }
        }

        return (refused, null);

        long Sum(EarnPeriod period, LocalDate date) =>
            earned.Where(order => EarnPeriods.StartOf(period, order.Day) == EarnPeriods.StartOf(period, date)).Sum(order => order.Points);

        bool IsForgotten(EarnPeriod period, LocalDate date) =>
            earned.Where(order => order.Points > 0).Select(order => EarnPeriods.StartOf(period, order.Day)).Distinct().Count(start => start > EarnPeriods.StartOf(period, date)) >= EarnPeriods.Kept(period);
    }

    private static Task<LoyaltyShop> OpenAsync(TestStorage storage, PeriodCap[] caps) =>
        LoyaltyShop.OpenAsync(storage, LoyaltyShop.Program with { Earning = new() { PeriodCaps = [.. caps] } }, Instant.FromUtc(2026, 6, 1, 0, 0));

    private static async Task<CrmResult<EarnReceipt>> EarnAsync(LoyaltyShop shop, string order, int day, decimal euro) => await shop.Loyalty.EarnForOrderAsync(
        new()
        {
            Account = Account, Order = new("shop", order), OccurredAt = FirstDay.PlusDays(day).AtMidnight().InUtc().ToInstant() + Duration.FromHours(12), Basis = new(euro, new("EUR")),
        }, Ct);
}
