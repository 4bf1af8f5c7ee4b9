using System.Text;
using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Json;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests.Loyalty;

/// <summary>The room of loyalty on one of the storages, with a clock that is set and a caller that may die. A story is told in a tenant of its own.</summary>
internal sealed class LedgerStore : IAsyncDisposable
{
    private readonly House? house;
    private readonly ServiceProvider services;
    private readonly SetTime time = new();
    private readonly List<ClaimedEvent> events = [];

    private LedgerStore(House? house, string adapter)
    {
        this.house = house;
        services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<ILoyaltyLedgerRepository>(provider =>
                new DyingLedger(new LoyaltyLedgerRepository(provider.GetRequiredService<IRoomStorage>().Streams(LoyaltyCollections.Ledger)), Killer))
            .AddSingleton<IVoucherRepository>(provider =>
                new DyingVouchers(new VoucherRepository(provider.GetRequiredService<IRoomStorage>().Streams(VoucherCollections.Vouchers)), Killer))
            .AddCrossBorderCrm(crm =>
            {
                crm.AddLoyalty();
                _ = house is not null ? house.Use(crm) : adapter == "Bridge" ? crm.UseStorage(_ => new InMemoryEngine()) : crm.UseInMemory();
            })
            .BuildServiceProvider();
    }

    /// <summary>The adapters that a room is proved on.</summary>
    public static IEnumerable<TheoryDataRow<string>> Adapters =>
        new[] { "InMemory", "Bridge", "Sqlite", "PostgreSql" }.Select(adapter => new TheoryDataRow<string>(adapter) { Traits = new() { ["Adapter"] = [adapter] } });

    public Killer Killer { get; } = new();

    public Instant Now
    {
        get => Instant.FromDateTimeOffset(time.GetUtcNow());
        set => time.Now = value;
    }

    public static async Task<LedgerStore> OpenAsync(string adapter)
    {
        var store = new LedgerStore(adapter is "InMemory" or "Bridge" ? null : House.Of(adapter), adapter);
        if (store.house is not null)
        {
            await store.services.GetRequiredService<IStorageSchema>().EnsureSchemaAsync(TestContext.Current.CancellationToken);
        }

        return store;
    }

    public ILoyaltyService In(string tenant) => services.GetRequiredService<ICrm>().For(new(tenant)).Loyalty;

    public IReferralService ReferralsIn(string tenant) => services.GetRequiredService<ICrm>().For(new(tenant)).Referrals;

    public IVoucherService VouchersIn(string tenant) => services.GetRequiredService<ICrm>().For(new(tenant)).Vouchers;

    /// <summary>Makes so many calls at most; what was begun is given up there.</summary>
    /// <returns>Whether it came to its end.</returns>
    public async Task<bool> DiesAsync(int calls, bool after, Func<Task> work)
    {
        (Killer.Calls, Killer.After) = (calls, after);
        try
        {
            await work();
            return true;
        }
        catch (KilledException)
        {
            return false;
        }
        finally
        {
            Killer.Calls = null;
        }
    }

    /// <summary>All that a tenant's accounts have stored and told: entries, states and events, each byte of them.</summary>
    public async Task<string> WholeAsync(string tenant, params LoyaltyAccountId[] accounts)
    {
        var ct = TestContext.Current.CancellationToken;
        var ledger = services.GetRequiredService<ILoyaltyLedgerRepository>();
        var text = new StringBuilder();
        foreach (var account in accounts)
        {
            foreach (var (entry, version) in (await ledger.ReadAsync(new(tenant), account, new() { Size = 1000 }, ct)).Items)
            {
                text.Append(version).Append(' ').AppendLine(Encoding.UTF8.GetString(CrmJson.Encode(entry)));
            }

            var head = await ledger.LoadAsync(new(tenant), new() { Stream = account }, ct);
            text.AppendLine(head.State is null ? "nothing" : Encoding.UTF8.GetString(CrmJson.Encode(head.State)));
            var verified = await In(tenant).VerifyAsync(account, ct);
            Assert.True(verified.IsSound, verified.Problem);
        }

        foreach (var told in (await EventsAsync(tenant)).OrderBy(told => told.Id))
        {
            text.Append(told.Id).Append(' ').AppendLine(Encoding.UTF8.GetString(CrmJson.Encode(told.Data.Value)));
        }

        return text.ToString();
    }

    /// <summary>All that a tenant's vouchers have stored, each byte of it.</summary>
    public async Task<string> WholeVouchersAsync(string tenant, params string[] codes)
    {
        var ct = TestContext.Current.CancellationToken;
        var text = new StringBuilder();
        foreach (var code in codes)
        {
            foreach (var (entry, version) in (await VouchersIn(tenant).ReadAsync(code, new() { Size = 1000 }, ct)).Items)
            {
                text.Append(version).Append(' ').AppendLine(Encoding.UTF8.GetString(CrmJson.Encode(entry)));
            }

            text.AppendLine(Encoding.UTF8.GetString(CrmJson.Encode((await VouchersIn(tenant).FindAsync(code, Now, ct))!)));
            var verified = await VouchersIn(tenant).VerifyAsync(code, ct);
            Assert.True(verified.IsSound, verified.Problem);
        }

        return text.ToString();
    }

    /// <summary>What a tenant was told through the outbox so far.</summary>
    public async Task<IReadOnlyList<CrmEvent>> EventsAsync(string tenant)
    {
        var outbox = services.GetRequiredService<IOutboxRepository>();
        while (await outbox.ClaimAsync(1000, "test", Now, Now + Duration.FromMinutes(1), TestContext.Current.CancellationToken) is { Count: > 0 } claimed)
        {
            events.AddRange(claimed);
            await outbox.CompleteAsync("test", [.. claimed.Select(e => e.Ref)], TestContext.Current.CancellationToken);
        }

        return [.. events.Where(e => e.Tenant == new TenantId(tenant)).Select(e => e.Event)];
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        if (house is not null)
        {
            await house.DisposeAsync();
        }
    }

    private sealed class SetTime : TimeProvider
    {
        public Instant Now { get; set; } = Instant.FromUtc(2026, 3, 1, 9, 0);

        public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();
    }
}
