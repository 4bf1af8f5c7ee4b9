using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Segmentation;
using CrossBorder.Crm.Tests.Customers;
using CrossBorder.Crm.Tests.Loyalty;
using NodaTime;

namespace CrossBorder.Crm.Tests.Segmentation;

public sealed class SegmentServiceTests
{
    private static readonly CurrencyCode Eur = new("EUR");
    private static readonly Instant AsOf = CustomersShop.Start;

    private static readonly SegmentScheme Scheme = new()
    {
        ReportingCurrency = Eur,
        Segments = RfmSegments.Default,
        Tiers = [new() { Tier = ValueTier.Vip, EnterAt = 1000m, StayAt = 800m }, new() { Tier = ValueTier.Important, EnterAt = 300m, StayAt = 200m }],
        MinimumSample = 5,
        Markets =
        [
            new() { Id = new("DE"), Region = new("europe"), Currency = Eur, DefaultZone = "Europe/Berlin" },
            new() { Id = new("FR"), Region = new("europe"), Currency = Eur, DefaultZone = "Europe/Paris" },
            new() { Id = new("JP"), Currency = Eur, DefaultZone = "Asia/Tokyo" },
        ],
    };

    public static TheoryData<TestStorage> Storages => [TestStorage.InMemory, TestStorage.Engine];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Storages))]
    public async Task A_run_says_where_everybody_stands_and_tells_who_entered(TestStorage storage)
    {
        using var shop = await OpenAsync(storage);

        var run = await shop.Crm.Segments.RunAsync(AsOf, Ct);

        Assert.Equal((10, 10, 10), (run.Customers, run.Scored, run.Changed));
        Assert.Equal(
            ["DE against DE (6)", "FR against europe (9)", "JP against global (10)"],
            run.Baselines.Select(b => $"{b.Market} against {b.MeasuredAgainst} ({b.SampleSize})"));
        var best = (await shop.Crm.Segments.FindAsync(Id("DE", 5), Ct))!;
        Assert.Equal(("champions", ValueTier.Vip), (best.Segment, best.Tier));
        var vips = await shop.Crm.Segments.ListAsync(new() { Tier = ValueTier.Vip, Market = new("DE") }, new(), Ct);
        Assert.Equal([Id("DE", 5)], vips.Items.Select(m => m.Value.Customer));
        Assert.Equal(20, (await EventsAsync(shop)).Count);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_repeated_run_changes_nothing_and_tells_nothing(TestStorage storage)
    {
        using var shop = await OpenAsync(storage);
        await shop.Crm.Segments.RunAsync(AsOf, Ct);
        await EventsAsync(shop);

        var again = await shop.Crm.Segments.RunAsync(AsOf, Ct);

        Assert.Equal(0, again.Changed);
        Assert.Empty(await EventsAsync(shop));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task One_customer_is_judged_by_the_cuts_of_the_last_run(TestStorage storage)
    {
        using var shop = await OpenAsync(storage);
        await shop.Crm.Segments.RunAsync(AsOf, Ct);
        await EventsAsync(shop);
        await OrderAsync(shop, "DE", 0, "big", AsOf - Duration.FromHours(1), 5000m);

        var membership = (await shop.Crm.Segments.EvaluateAsync(Id("DE", 0), AsOf, Ct))!;
        var events = await EventsAsync(shop);

        Assert.Equal(ValueTier.Vip, membership.Tier);
        Assert.Equal(5, membership.Score!.Value.Monetary);
        Assert.Contains(events.OfType<SegmentEntered>(), e => e is { Segment: "vip", IsTier: true } && e.Reason.Contains("1000", StringComparison.Ordinal));
        Assert.Contains(events.OfType<SegmentLeft>(), e => e is { Segment: "normal", IsTier: true });
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_customer_whose_orders_are_all_called_off_has_no_segment(bool isJudgedAlone)
    {
        using var shop = await OpenAsync(TestStorage.InMemory);
        await shop.Crm.Segments.RunAsync(AsOf, Ct);
        await shop.Crm.Activity.RecordCancellationAsync(new() { Customer = Id("JP", 0), Order = new("shop", "JP0-first"), OccurredAt = AsOf }, Ct);

        if (isJudgedAlone)
        {
            Assert.Null((await shop.Crm.Segments.EvaluateAsync(Id("JP", 0), AsOf, Ct))!.Segment);
        }

        var run = await shop.Crm.Segments.RunAsync(AsOf, Ct);

        Assert.Equal((10, 9), (run.Customers, run.Scored));
        Assert.Null((await shop.Crm.Segments.FindAsync(Id("JP", 0), Ct))!.Segment);
    }

    [Fact]
    public async Task Recency_counts_local_days_of_the_market()
    {
        using var shop = await OpenAsync(TestStorage.InMemory);
        var zones = DateTimeZoneProviders.Tzdb;

        // 23:30 in Berlin and 00:30 the next day, one hour apart: two local days.
        var state = (await shop.Crm.Activity.GetAsync(Id("DE", 0), Ct))! with { Latest = [new(Instant.FromUtc(2026, 3, 1, 22, 30), new("shop", "x"))] };

        Assert.Equal(1, SegmentSubject.Of(state, Scheme, zones, Instant.FromUtc(2026, 3, 1, 23, 30)).Rfm!.Value.Recency);
        Assert.Equal(0, SegmentSubject.Of(state, Scheme with { Markets = [] }, zones, Instant.FromUtc(2026, 3, 1, 23, 30)).Rfm!.Value.Recency);
    }

    [Fact]
    public async Task A_scheme_that_cannot_work_is_refused()
    {
        using var shop = new CustomersShop(TestStorage.InMemory);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => shop.Crm.Segments.SetSchemeAsync(Scheme with { MinimumSample = 0 }, Ct).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => shop.Crm.Segments.SetSchemeAsync(Scheme with { Segments = [] }, Ct).AsTask());
        await Assert.ThrowsAnyAsync<ArgumentException>(() => shop.Crm.Segments.SetSchemeAsync(
            Scheme with { Markets = [new() { Id = new("X"), Currency = Eur, DefaultZone = "Mars/Base" }] }, Ct).AsTask());
        await Assert.ThrowsAsync<InvalidOperationException>(() => shop.Crm.Segments.RunAsync(AsOf, Ct).AsTask());
        Assert.Null(await shop.Crm.Segments.FindSchemeAsync(Ct));
    }

    /// <summary>Six customers in Germany, three in France, one in Japan; the later numbers bought later and more.</summary>
    private static async Task<CustomersShop> OpenAsync(TestStorage storage)
    {
        var shop = new CustomersShop(storage);
        await shop.Crm.Segments.SetSchemeAsync(Scheme, Ct);
        foreach (var (market, count) in new[] { ("DE", 6), ("FR", 3), ("JP", 1) })
        {
            for (var i = 0; i < count; i++)
            {
                await OrderAsync(shop, market, i, "first", AsOf - Duration.FromDays(60 - 10 * i), 100m + 10 * i);
                for (var more = 0; more < i; more++)
                {
                    await OrderAsync(shop, market, i, $"more{more}", AsOf - Duration.FromDays(59 - 10 * i), 200m);
                }
            }
        }

        return shop;
    }

    private static CustomerId Id(string market, int number) => CustomerId.FromExternal(new("shop", $"{market}{number}"));

    private static async Task OrderAsync(CustomersShop shop, string market, int number, string order, Instant at, decimal total) => (await shop.Crm.Activity.RecordOrderAsync(
        new()
        {
            Customer = Id(market, number),
            Order = new("shop", $"{market}{number}-{order}"),
            OccurredAt = at,
            Total = new(total, Eur),
            Market = new(market),
            Terms = new() { ReportingCurrency = Eur, ReportingRate = 1m },
        },
        Ct)).OrThrow();

    private static async Task<List<object>> EventsAsync(CustomersShop shop)
    {
        var claimed = await shop.Root.Outbox.ClaimAsync(1000, "test", AsOf, AsOf + Duration.FromMinutes(1), Ct);
        await shop.Root.Outbox.CompleteAsync("test", [.. claimed.Select(e => e.Ref)], Ct);
        return [.. claimed.Select(e => e.Event.Data.Value)];
    }
}
