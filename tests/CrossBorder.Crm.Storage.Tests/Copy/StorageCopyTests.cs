using System.Diagnostics;
using CrossBorder.Crm.Consent;
using CrossBorder.Crm.Customers;
using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Flows;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Segmentation;
using CrossBorder.Crm.Storage.InMemory;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests.Copy;

/// <summary>Moving house: everything arrives, byte for byte, and a retry that comes late still gets its first answer.</summary>
public sealed class StorageCopyTests
{
    private const int Customers = 60;
    private static readonly TenantId[] Tenants = [new("shop")];
    private static readonly Instant At = Instant.FromUtc(2026, 3, 1, 9, 0);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact, Trait("Adapter", "InMemory")]
    public async Task A_copy_is_resumed_wherever_it_was_cut_off()
    {
        var source = new InMemoryEngine();
        await using var old = Open(crm => crm.UseStorage(_ => source));
        await FillAsync(old);
        var target = new InMemoryEngine();
        await using var next = Open(crm => crm.UseStorage(_ => target));
        var copy = next.GetRequiredService<StorageCopy>();

        // The n-th write to the target fails, for every n, until one run comes through.
        var cuts = 0;
        for (var writes = 0; ; writes++)
        {
            try
            {
                var report = await copy.RunAsync(source, new CutOffEngine(target, writes), Tenants, cancellationToken: Ct);
                AssertComplete(report);
                break;
            }
            catch (TimeoutException)
            {
                cuts++;
            }
        }

        Assert.True(cuts > 5, $"cut off {cuts} times only");
        var again = await copy.RunAsync(source, target, Tenants, cancellationToken: Ct);
        AssertComplete(again);
        Assert.Equal(0, again.Collections.Sum(c => c.Copied));
        Assert.True(again.Collections.Single(c => c.Collection == "loyalty_accounts") is { AlreadyThere: Customers, IsRefolded: true });
    }

    [Fact, Trait("Adapter", "InMemory")]
    public async Task What_differs_is_named()
    {
        var source = new InMemoryEngine();
        await using var old = Open(crm => crm.UseStorage(_ => source));
        await FillAsync(old);
        var target = new InMemoryEngine();
        await using var next = Open(crm => crm.UseStorage(_ => target));
        var copy = next.GetRequiredService<StorageCopy>();
        await copy.RunAsync(source, target, Tenants, cancellationToken: Ct);

        // Somebody works in the new house already: one account has gone on, one customer too.
        await next.GetRequiredService<ILoyaltyService>().EarnAsync(new() { Account = AccountOf(7), Key = new("early"), Points = new(1) }, Ct);
        var customer = (await next.GetRequiredService<ICustomerService>().FindAsync(RefOf(3), Ct))!.Value;
        await next.GetRequiredService<ICustomerService>().SaveAsync(customer.Value with { Country = new("FR") }, customer.Version, Ct);
        var report = await copy.VerifyAsync(source, target, Tenants, cancellationToken: Ct);

        Assert.False(report.IsComplete);
        Assert.Equal(
            [$"customers {CustomerId.FromExternal(RefOf(3))}: version 2 instead of 1", $"loyalty_accounts {AccountOf(7)}: version 3 instead of 2"],
            report.Collections.SelectMany(c => c.Problems).Order(StringComparer.Ordinal));
    }

    [Fact, Trait("Adapter", "Sqlite"), Trait("Adapter", "PostgreSql")]
    public async Task A_shop_moves_from_SQLite_to_PostgreSQL_and_back()
    {
        await using var first = House.Of("Sqlite");
        await using var second = House.Of("PostgreSql");
        await using var third = House.Of("Sqlite");
        await using var old = await first.OpenAsync(AllRooms);
        await using var next = await second.OpenAsync(AllRooms);
        await using var back = await third.OpenAsync(AllRooms);
        await FillAsync(old);
        var told = new List<StorageCopyProgress>();

        AssertComplete(await MoveAsync(old, next, told));
        AssertComplete(await MoveAsync(next, back, told));

        Assert.Contains(told, p => p is { Collection: "tickets", IsVerifying: true, Done: Customers });
        for (var i = 0; i < Customers; i++)
        {
            Assert.Equal(await BalanceAsync(old, i), await BalanceAsync(next, i));
            Assert.Equal(await BalanceAsync(old, i), await BalanceAsync(back, i));
        }

        var late = await next.GetRequiredService<ILoyaltyService>().RedeemAsync(Redemption(5), Ct);
        Assert.Equal(await old.GetRequiredService<ILoyaltyService>().RedeemAsync(Redemption(5), Ct), late);
        var found = await next.GetRequiredService<ICustomerService>().FindAsync(RefOf(9), Ct);
        Assert.Equal(CustomerId.FromExternal(RefOf(9)), found!.Value.Value.Id);
        Assert.Equal(Customers, await second.CountAsync($"select count(distinct owner_value) from {second.Prefix}report_orders"));
    }

    [Fact, Trait("Adapter", "Sqlite"), Trait("Adapter", "PostgreSql")]
    public async Task The_quickstart_s_shop_moves_from_SQLite_to_PostgreSQL()
    {
        await using var second = House.Of("PostgreSql");
        var folder = Directory.CreateTempSubdirectory("crm-quickstart-");
        var file = Path.Combine(folder.FullName, "shop.db");
        using (var quickstart = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Quickstart.dll"), "--store", $"sqlite:{file}"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!)
        {
            var progress = quickstart.StandardError.ReadToEndAsync(Ct);
            Assert.Contains("Kept in shop.db", await quickstart.StandardOutput.ReadToEndAsync(Ct), StringComparison.Ordinal);
            await quickstart.WaitForExitAsync(Ct);
            Assert.True(quickstart.ExitCode == 0, await progress);
        }

        await using var old = Open(crm => crm.UseSqlite($"Data Source={file};Pooling=False"));
        await using var next = await second.OpenAsync(AllRooms);

        var report = await MoveAsync(old, next, []);

        AssertComplete(report);
        Assert.Equal(2000, report.Collections.Single(c => c.Collection == "customers").Copied);
        Assert.True(report.Collections.Single(c => c.Collection == "loyalty_accounts").Entries > 2000);
        await old.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static void AllRooms(CrmBuilder crm) => crm.AddAllRooms();

    private static ServiceProvider Open(Action<CrmBuilder> use) =>
        new ServiceCollection().AddCrossBorderCrm(crm => use(crm.SingleTenant("shop").AddAllRooms())).BuildServiceProvider();

    private static ValueTask<StorageCopyReport> MoveAsync(ServiceProvider from, ServiceProvider to, List<StorageCopyProgress> told) =>
        to.GetRequiredService<StorageCopy>().RunAsync(
            from.GetRequiredService<IStorageEngine>(), to.GetRequiredService<IStorageEngine>(), Tenants, new Listener(told), Ct);

    private static void AssertComplete(StorageCopyReport report)
    {
        Assert.Empty(report.Collections.SelectMany(c => c.Problems));
        Assert.True(report.IsComplete);
        Assert.All(report.Collections, c => Assert.Equal(c.Copied + c.AlreadyThere, c.Verified));
    }

    private static async Task<long> BalanceAsync(ServiceProvider services, int number) =>
        (await services.GetRequiredService<ILoyaltyService>().GetBalanceAsync(AccountOf(number), cancellationToken: Ct)).Available.Value;

    private static ExternalRef RefOf(int number) => new("shop", $"c{number}");

    private static LoyaltyAccountId AccountOf(int number) => LoyaltyAccountId.Of(CustomerId.FromExternal(RefOf(number)));

    private static RedeemPoints Redemption(int number) => new() { Account = AccountOf(number), Key = new("spend"), Points = new(1 + (number % 7)) };

    /// <summary>A few of everything: orders, points, redemptions, customers, segments, tickets with messages, consents.</summary>
    private static async Task FillAsync(ServiceProvider services)
    {
        var crm = services.GetRequiredService<ICrm>().For(Tenants[0]);
        var eur = new CurrencyCode("EUR");
        await crm.Loyalty.SetProgramAsync(new() { Zone = "Europe/Paris", Currency = eur, Rates = [new() { Unit = new(1m, eur), Points = new(1) }] }, Ct);
        await crm.Segments.SetSchemeAsync(
            new()
            {
                ReportingCurrency = eur,
                Segments = RfmSegments.Default,
                Tiers = [new() { Tier = ValueTier.Vip, EnterAt = 60, StayAt = 50 }, new() { Tier = ValueTier.Important, EnterAt = 30, StayAt = 20 }],
                Markets = [new() { Id = new("DE"), Countries = [new("DE")], Currency = eur, DefaultZone = "Europe/Berlin", Languages = [new("de")] }],
            },
            Ct);
        await crm.Calendars.SaveAsync(new() { Name = "team", Zone = "Europe/Berlin", Weekly = WeeklyHours.MondayToFriday(new WallInterval(new(9, 0), new(17, 0))) }, cancellationToken: Ct);
        await crm.Tickets.SavePolicyAsync(
            new()
            {
                Name = "standard", Order = 1,
                Goals = [.. Enum.GetValues<TicketPriority>().Select(p => new SlaGoal { Metric = SlaMetric.FirstReply, Priority = p, Within = Duration.FromHours(4), Calendar = CalendarId.Named("team") })],
            },
            cancellationToken: Ct);
        for (var i = 0; i < Customers; i++)
        {
            var customer = CustomerId.FromExternal(RefOf(i));
            (await crm.Customers.SaveAsync(new() { Id = customer, Market = new("DE"), Languages = [new("de")], Externals = [RefOf(i)] }, 0, Ct)).OrThrow();
            (await crm.Get<IOrderFlow>().RecordAsync(
                new() { Customer = customer, Order = new("shop", $"o{i}"), OccurredAt = At, Total = new(10 + i, eur), Market = new("DE"), Owner = RefOf(i) }, Ct)).OrThrow();
            (await crm.Loyalty.RedeemAsync(Redemption(i), Ct)).OrThrow();
            (await crm.Get<ITicketFlow>().ReceiveAsync(
                new() { Customer = customer, Source = new("desk", $"t{i}"), Channel = Channel.Email, Subject = "Where is it?", Text = "包裹在哪里？", OccurredAt = At }, Ct)).OrThrow();
            await crm.Consent.RecordAsync(
                new()
                {
                    Subject = customer, Key = new("newsletter"), Owner = RefOf(i),
                    Entries = [new ConsentGranted { OccurredAt = At, Scope = new(Purpose.DirectMarketing, Channel.Email, new($"mail-{i}")) }],
                },
                Ct);
        }

        await crm.Segments.RunAsync(At + Duration.FromDays(1), Ct);
    }

    private sealed class Listener(List<StorageCopyProgress> told) : IProgress<StorageCopyProgress>
    {
        public void Report(StorageCopyProgress value) => told.Add(value);
    }
}
