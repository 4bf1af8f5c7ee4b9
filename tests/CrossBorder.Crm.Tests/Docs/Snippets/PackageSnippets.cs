using CrossBorder.Crm.Conformance;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.PostgreSql;
using CrossBorder.Crm.Sqlite;
using CrossBorder.Crm.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CrossBorder.Crm.Tests.Docs.Snippets;

/// <summary>The code of the pages that the packages bring along.</summary>
internal static class PackageSnippets
{
    public static async Task SqliteAsync(IServiceCollection services, CancellationToken stopping)
    {
        #region src/CrossBorder.Crm.Sqlite/README.md
        services.AddCrossBorderCrm(crm => crm
            .SingleTenant("shop")
            .AddAllRooms()
            .UseSqlite("Data Source=crm.db", options =>
            {
                options.Synchronous = SqliteSynchronous.Full;         // the default: on the disk before it is acknowledged
                options.BusyTimeout = TimeSpan.FromSeconds(30);       // for another process that writes
            }));

        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IStorageSchema>().EnsureSchemaAsync(stopping);

        var points = provider.GetRequiredService<ILoyaltyService>();
        var maria = LoyaltyAccountId.FromExternal(new("shop", "maria"));
        (await points.EarnAsync(new() { Account = maria, Key = new("welcome"), Points = new(100) }, stopping)).OrThrow();
        var balance = await points.GetBalanceAsync(maria, cancellationToken: stopping);   // 100, also after a restart
        #endregion
    }

    public static async Task PostgreSqlAsync(IServiceCollection services, NpgsqlDataSource source, CancellationToken stopping)
    {
        #region src/CrossBorder.Crm.PostgreSql/README.md
        services.AddCrossBorderCrm(crm => crm
            .SingleTenant("shop")
            .AddAllRooms()
            .UsePostgreSql(source, options =>         // or a connection string
            {
                options.Schema = "crm";
                options.MaxRetries = 5;               // after a lost connection, a failover, a deadlock
            }));

        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IStorageSchema>().EnsureSchemaAsync(stopping);   // ten hosts may start at once

        var points = provider.GetRequiredService<ILoyaltyService>();
        var maria = LoyaltyAccountId.FromExternal(new("shop", "maria"));
        var spent = await points.RedeemAsync(new() { Account = maria, Key = new("cart-4711"), Points = new(40) }, stopping);
        Console.WriteLine(spent.Match(receipt => $"left: {receipt.Available}", refusal => refusal.Code));
        #endregion
    }

    #region src/CrossBorder.Crm.Conformance/README.md
    public sealed class YourHarness(Func<IStorageEngine> open) : IStorageHarness
    {
        public StorageCapabilities Capabilities => StorageCapabilities.Outbox | StorageCapabilities.AtomicStreams;

        // Make tables for StorageConformance.Collections first. Every case takes a tenant of its own, so one database will do.
        public ValueTask<IStoreUnderTest<IStorageEngine>> OpenAsync(CancellationToken cancellationToken) =>
            new(new StoreUnderTest<IStorageEngine>(open()));
    }
    #endregion

    public static async Task RunAsync(YourHarness harness)
    {
        #region src/CrossBorder.Crm.Conformance/README.md
        foreach (var test in StorageConformance.Cases(harness).Where(test => test.SkipReason is null))
        {
            await test.RunAsync();     // throws ConformanceException: the clause, what was done, expected and seen
        }
        #endregion
    }
}
