using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Sqlite;
using CrossBorder.Crm.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CrossBorder.Crm.Benchmarks.Evaluation;

/// <summary>A shop on the storage that was asked for, with its tables.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private Shop(ServiceProvider services) => this.services = services;

    public ILoyaltyService Loyalty => services.GetRequiredService<ILoyaltyService>();

    public CountingLedger Ledger => (CountingLedger)services.GetRequiredService<ILoyaltyLedgerRepository>();

    public static async Task<Shop> OpenAsync(string store, CancellationToken cancellationToken)
    {
        var collection = new ServiceCollection().AddCrossBorderCrm(crm => Use(crm.SingleTenant("shop").AddLoyalty(), store));
        var ledger = collection.Single(service => service.ServiceType == typeof(ILoyaltyLedgerRepository));
        collection.Replace(ServiceDescriptor.Singleton<ILoyaltyLedgerRepository>(
            provider => new CountingLedger((ILoyaltyLedgerRepository)ledger.ImplementationFactory!(provider))));
        var services = collection.BuildServiceProvider();
        if (services.GetService<IStorageSchema>() is { } schema)
        {
            await schema.EnsureSchemaAsync(cancellationToken);
        }

        return new(services);
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private static CrmBuilder Use(CrmBuilder crm, string store)
    {
        var (kind, place) = store.Split(':', 2) is [var left, var right] ? (left, right) : (store, "");
        return kind switch
        {
            "inmemory" => crm.UseInMemory(),
            "sqlite" => crm.UseSqlite($"Data Source={place}"),
            "sqlite-off" => crm.UseSqlite($"Data Source={place}", options => options.Synchronous = SqliteSynchronous.Off),
            "postgres" => crm.UsePostgreSql(place),
            _ => throw new ArgumentException($"The store '{store}' is none of inmemory, sqlite:FILE, sqlite-off:FILE, postgres:CONNECTION.", nameof(store)),
        };
    }
}

/// <summary>Counts the conflicts that the service meets, each of which is a retry.</summary>
internal sealed class CountingLedger(ILoyaltyLedgerRepository inner) : ILoyaltyLedgerRepository
{
    private long conflicts;

    public long Conflicts => Interlocked.Read(ref conflicts);

    public IAtomicStreams<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState>? Atomic => inner.Atomic;

    public ValueTask<StreamHead<LedgerEntry, LoyaltyAccountState>> LoadAsync(
        Primitives.TenantId tenant, StreamLoad<LoyaltyAccountId> load, CancellationToken cancellationToken) => inner.LoadAsync(tenant, load, cancellationToken);

    public async ValueTask<AppendResult> AppendAsync(
        Primitives.TenantId tenant, StreamAppend<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState> append, CancellationToken cancellationToken)
    {
        var result = await inner.AppendAsync(tenant, append, cancellationToken);
        if (result.Status == AppendStatus.Conflict)
        {
            Interlocked.Increment(ref conflicts);
        }

        return result;
    }

    public ValueTask<IReadOnlyList<AppendResult>> AppendManyAsync(
        Primitives.TenantId tenant, IReadOnlyList<StreamAppend<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState>> appends, CancellationToken cancellationToken) =>
        inner.AppendManyAsync(tenant, appends, cancellationToken);

    public ValueTask<Page<Versioned<LedgerEntry>>> ReadAsync(
        Primitives.TenantId tenant, LoyaltyAccountId stream, PageRequest page, CancellationToken cancellationToken) => inner.ReadAsync(tenant, stream, page, cancellationToken);

    public ValueTask<Page<StreamHead<LedgerEntry, LoyaltyAccountState>>> ListAsync(
        Primitives.TenantId tenant, LoyaltyAccountQuery query, PageRequest page, CancellationToken cancellationToken) => inner.ListAsync(tenant, query, page, cancellationToken);
}
