using System.Globalization;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.PostgreSql;
using CrossBorder.Crm.Storage.Tests.PostgreSql;
using CrossBorder.Crm.Storage.Tests.Sqlite;

namespace CrossBorder.Crm.Storage.Tests.Crashes;

/// <summary>
/// A process that works is killed at any moment, again and again on one database, and every acknowledgement is checked. CROSSBORDER_KILLS sets how
/// often (20 unless told), CROSSBORDER_SEED what is done; the seed is printed.
/// </summary>
public sealed class KilledProcessTests(ITestOutputHelper output)
{
    private static readonly int Kills = FromEnvironment("CROSSBORDER_KILLS", 20);
    private static readonly int Seed = FromEnvironment("CROSSBORDER_SEED", Environment.ProcessId);

    [Fact, Trait("Adapter", "Sqlite"), Trait("Clause", "STO-12")]
    public async Task Every_acknowledged_command_survives_a_killed_process_on_SQLite()
    {
        using var file = new SqliteFile();
        await file.Schema([LoyaltyCollections.Ledger.Schema, LoyaltyCollections.Programs.Schema]).EnsureSchemaAsync(TestContext.Current.CancellationToken);
        await RunAsync(["sqlite", file.ConnectionString, "-"], () => file.Open(), killServer: null);
    }

    [Fact, Trait("Adapter", "PostgreSql"), Trait("Clause", "STO-12")]
    public async Task Every_acknowledged_command_survives_a_killed_process_and_a_killed_server_on_PostgreSQL()
    {
        PgServer.Require();
        using var cluster = PgServer.StartAnother();
        Assert.SkipWhen(cluster is null, "No server binaries: a server of one's own is what this test kills.");
        await using var house = new PgHouse(cluster.ConnectionString);
        await house.Schema([LoyaltyCollections.Ledger.Schema, LoyaltyCollections.Programs.Schema]).EnsureSchemaAsync(TestContext.Current.CancellationToken);
        await RunAsync(["postgres", house.ConnectionString, house.SchemaName], () => new PgEngine(house.Database()), cluster);
    }

    private async Task RunAsync(string[] store, Func<IStorageEngine> open, PgCluster? killServer)
    {
        output.WriteLine($"seed {Seed}, {Kills} kills{(killServer is null ? "" : ", the server in every second life too")}");
        var random = new Random(Seed);
        var log = new WorkerLog();
        for (var life = 0; life < Kills; life++)
        {
            var serverToo = killServer is not null && life % 2 == 1;
            await WorkerLife.RunAsync(store, life, random.Next(), log, async () =>
            {
                await Task.Delay(random.Next(20, 700));
                if (serverToo)
                {
                    killServer!.Kill();
                    killServer.StartServer();
                    await Task.Delay(random.Next(20, 700));
                }
            });
            var engine = open();
            var stored = await new LedgerAudit(engine, WorkerLife.Accounts).RunAsync(log.Tried.Values, log.Done.Values, log.Refused.Values);
            output.WriteLine($"life {life}: {log.Done.Count} done, {log.Refused.Count} refused, {log.Failed} failed and repeated, {log.Open.Count()} open, {stored} in the ledger");
            if (engine is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync();
            }
        }

        Assert.True(log.Done.Count > Kills, "the worker did hardly anything");
    }

    private static int FromEnvironment(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
