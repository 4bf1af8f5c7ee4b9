using System.Diagnostics;
using System.Globalization;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Storage.Tests.Loyalty;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CrossBorder.Crm.Storage.Tests.Chaos;

/// <summary>
/// Sixteen writers over two hundred accounts and a bad line repeat what failed under the same key: no point is lost or made, and every acknowledged
/// command is in the ledger once. CROSSBORDER_COMMANDS sets how many commands, CROSSBORDER_SEED what is asked and what goes wrong; the seed is printed.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Accounts = 200;
    public const int Writers = 16;

    private static readonly int Seed = FromEnvironment("CROSSBORDER_SEED") ?? Environment.ProcessId;

    [Fact, Trait("Adapter", "InMemory")]
    public Task A_million_commands_over_a_bad_line_in_memory() => RunAsync("InMemory", 1_000_000);

    [Fact, Trait("Adapter", "Bridge")]
    public Task Commands_over_a_bad_line_on_the_bridge() => RunAsync("Bridge", 100_000);

    [Fact, Trait("Adapter", "Sqlite")]
    public Task Commands_over_a_bad_line_on_SQLite() => RunAsync("Sqlite", 100_000);

    [Fact, Trait("Adapter", "PostgreSql")]
    public Task Commands_over_a_bad_line_on_PostgreSQL() => RunAsync("PostgreSql", 100_000);

    private async Task RunAsync(string adapter, int otherwise)
    {
        var commands = FromEnvironment("CROSSBORDER_COMMANDS") ?? otherwise;
        ChaosRepository? chaos = null;
        await using var shop = await AdapterShop.OpenAsync(adapter, crm =>
        {
            var ledger = crm.Services.Last(service => service.ServiceType == typeof(ILoyaltyLedgerRepository));
            crm.Services.Replace(ServiceDescriptor.Singleton<ILoyaltyLedgerRepository>(
                services => chaos = new((ILoyaltyLedgerRepository)ledger.ImplementationFactory!(services), (ulong)Seed)));
        });
        var loyalty = shop.Services.GetRequiredService<ILoyaltyService>();
        var book = new ChaosBook(Accounts, commands);
        var watch = Stopwatch.StartNew();
        output.WriteLine($"{adapter}: seed {Seed}");
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(number => Task.Run(() => new ChaosWriter(loyalty, book, Seed, number, Writers).RunAsync())));
        output.WriteLine($"{commands} commands in {watch.Elapsed.TotalSeconds:0.0} s; {book}; {chaos}");

        chaos!.IsCalm = true;
        await book.CheckAsync(loyalty);
        output.WriteLine($"checked after {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.True(chaos.Faults > commands / 20, "hardly anything went wrong");
    }

    private static int? FromEnvironment(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
