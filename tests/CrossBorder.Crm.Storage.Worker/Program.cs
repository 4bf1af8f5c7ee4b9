using System.Globalization;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.Worker;
using Microsoft.Extensions.DependencyInjection;

// Works until it is killed: <sqlite|postgres> <connection string> <schema> <life> <seed> <accounts> <writers>. Standard input: the commands that an
// earlier life did not see acknowledged, to be repeated under their keys; then an empty line.
var (kind, connection, schema, life, seed) = (args[0], args[1], args[2], args[3], int.Parse(args[4], CultureInfo.InvariantCulture));
var (accounts, writers) = (int.Parse(args[5], CultureInfo.InvariantCulture), int.Parse(args[6], CultureInfo.InvariantCulture));
await using var services = new ServiceCollection()
    .AddCrossBorderCrm(crm => _ = kind == "sqlite"
        ? crm.SingleTenant("shop").AddLoyalty().UseSqlite(connection)
        : crm.SingleTenant("shop").AddLoyalty().UsePostgreSql(connection, options => (options.Schema, options.MaxRetries) = (schema, 8)))
    .BuildServiceProvider();
var loyalty = services.GetRequiredService<ILoyaltyService>();
var output = new Lock();
var repeats = new Queue<LedgerCommand>();
while (LedgerCommand.Read(Console.ReadLine()) is var (_, command))
{
    repeats.Enqueue(command);
}

foreach (var command in repeats)
{
    await DoAsync(command);
}

await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() => WriteAsync(writer))));
return;

async Task WriteAsync(int writer)
{
    var random = new Random(HashCode.Combine(seed, writer));
    for (var number = 0; ; number++)
    {
        await DoAsync(new($"{life}-{writer}-{number}", random.Next(accounts), random.Next(5) < 3, random.Next(1, 50)));
    }
}

async Task DoAsync(LedgerCommand command)
{
    Say(command, "try");
    while (true)
    {
        try
        {
            var done = command.Earns
                ? (await loyalty.EarnAsync(new()
                {
                    Account = LedgerCommand.IdOf(command.Account), Key = new(command.Key), Points = new(command.Points), Order = LedgerCommand.OrderOf(command.Key),
                })).IsSuccess
                : (await loyalty.RedeemAsync(new() { Account = LedgerCommand.IdOf(command.Account), Key = new(command.Key), Points = new(command.Points) })).IsSuccess;
            Say(command, done ? "done" : "refused");
            return;
        }
        catch (Exception exception) when (exception is StorageException or ConcurrencyConflictException)
        {
            // What a host does: the same command again, under the same key.
            Say(command, "failed");
        }
    }
}

void Say(LedgerCommand command, string what)
{
    lock (output)
    {
        Console.Out.WriteLine(command.Line(what));
        Console.Out.Flush();
    }
}
