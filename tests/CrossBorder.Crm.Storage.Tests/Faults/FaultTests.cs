using System.Collections.Concurrent;
using System.Globalization;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.PostgreSql;
using CrossBorder.Crm.Storage.InMemory;
using CrossBorder.Crm.Storage.Tests.Crashes;
using CrossBorder.Crm.Storage.Tests.PostgreSql;
using CrossBorder.Crm.Storage.Tests.Sqlite;
using CrossBorder.Crm.Storage.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace CrossBorder.Crm.Storage.Tests.Faults;

/// <summary>
/// Sixteen writers over a bad line repeat what failed under the same key. CROSSBORDER_COMMANDS sets how many commands (100,000 unless told);
/// CROSSBORDER_SEED what goes wrong; the seed is printed.
/// </summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private const int Writers = 16;
    private static readonly int Commands = FromEnvironment("CROSSBORDER_COMMANDS", 100_000);
    private static readonly int Seed = FromEnvironment("CROSSBORDER_SEED", Environment.ProcessId);

    [Fact, Trait("Adapter", "InMemory")]
    public Task Nothing_is_lost_and_nothing_doubled_over_a_bad_line_in_memory() => RunAsync(new InMemoryEngine());

    [Fact, Trait("Adapter", "Sqlite")]
    public async Task Nothing_is_lost_and_nothing_doubled_over_a_bad_line_on_SQLite()
    {
        using var file = new SqliteFile();
        await file.Schema([LoyaltyCollections.Ledger.Schema, LoyaltyCollections.Programs.Schema]).EnsureSchemaAsync(TestContext.Current.CancellationToken);
        await using var engine = file.Open();
        await RunAsync(engine);
    }

    [Fact, Trait("Adapter", "PostgreSql")]
    public async Task Nothing_is_lost_and_nothing_doubled_over_a_bad_line_on_PostgreSQL()
    {
        PgServer.Require();
        await using var house = new PgHouse();
        await house.Schema([LoyaltyCollections.Ledger.Schema, LoyaltyCollections.Programs.Schema]).EnsureSchemaAsync(TestContext.Current.CancellationToken);
        await RunAsync(new PgEngine(house.Database()));
    }

    private async Task RunAsync(IStorageEngine engine)
    {
        var faulty = new FaultyEngine(engine, (ulong)Seed);
        await using var services = new ServiceCollection()
            .AddCrossBorderCrm(crm => crm.SingleTenant("shop").AddLoyalty().UseStorage(_ => faulty))
            .BuildServiceProvider();
        var loyalty = services.GetRequiredService<ILoyaltyService>();
        var (done, refused) = (new ConcurrentBag<LedgerCommand>(), new ConcurrentBag<LedgerCommand>());
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var random = new Random(HashCode.Combine(Seed, writer));
            for (var number = writer; number < Commands; number += Writers)
            {
                var command = new LedgerCommand($"{number}", random.Next(200), random.Next(2) == 0, random.Next(1, 50));
                (await DoAsync(loyalty, command) ? done : refused).Add(command);
            }
        })));

        output.WriteLine($"seed {Seed}: {Commands} commands, {faulty.Faults} faults, {done.Count} done, {refused.Count} refused");
        var stored = await new LedgerAudit(engine, 200).RunAsync([.. done, .. refused], done, refused);
        Assert.Equal(done.Count, stored);
        Assert.True(faulty.Faults > Commands / 20, "hardly anything went wrong");
        await PointsAddUpAsync(engine, done);
    }

    private static async Task<bool> DoAsync(ILoyaltyService loyalty, LedgerCommand command)
    {
        while (true)
        {
            try
            {
                return command.Earns
                    ? (await loyalty.EarnAsync(new() { Account = LedgerCommand.IdOf(command.Account), Key = new(command.Key), Points = new(command.Points) })).IsSuccess
                    : (await loyalty.RedeemAsync(new() { Account = LedgerCommand.IdOf(command.Account), Key = new(command.Key), Points = new(command.Points) })).IsSuccess;
            }
            catch (Exception exception) when (exception is InjectedFaultException or ConcurrencyConflictException)
            {
                // The caller cannot know whether it took effect; the key makes the repetition safe.
            }
        }
    }

    /// <summary>The naive model: what was earned less what was redeemed.</summary>
    private static async Task PointsAddUpAsync(IStorageEngine engine, IReadOnlyCollection<LedgerCommand> done)
    {
        await using var services = new ServiceCollection()
            .AddCrossBorderCrm(crm => crm.SingleTenant("shop").AddLoyalty().UseStorage(_ => engine))
            .BuildServiceProvider();
        var loyalty = services.GetRequiredService<ILoyaltyService>();
        foreach (var account in done.GroupBy(command => command.Account))
        {
            var balance = await loyalty.GetBalanceAsync(LedgerCommand.IdOf(account.Key));
            Assert.Equal(account.Sum(command => command.Earns ? command.Points : -command.Points), balance.Available.Value);
        }
    }

    private static int FromEnvironment(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
