using System.CommandLine;
using CrossBorder.Crm.Benchmarks.Time;

namespace CrossBorder.Crm.Benchmarks.Evaluation;

/// <summary>Longer runs that measure a whole path, storage included: <c>-- evaluate ledger-load --store sqlite:crm.db --clients 16</c>.</summary>
internal static class Evaluations
{
    private static readonly Option<string> Store = new("--store")
    {
        Description = "inmemory, sqlite:FILE, sqlite-off:FILE (the disk is never asked), or postgres:CONNECTION",
        DefaultValueFactory = _ => "inmemory",
    };

    private static readonly Option<int> Clients = new("--clients") { Description = "callers at a time", DefaultValueFactory = _ => 16 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "how long", DefaultValueFactory = _ => 10 };
    private static readonly Option<int> WarmUp = new("--warm-up") { Description = "how many seconds before it counts", DefaultValueFactory = _ => 5 };
    private static readonly Option<int> Accounts = new("--accounts") { Description = "over how many accounts", DefaultValueFactory = _ => 1000 };
    private static readonly Option<int> Batch = new("--batch") { Description = "accounts a call", DefaultValueFactory = _ => 100 };

    private static readonly Option<bool> Bare = new("--bare") { Description = "the storage's share alone: accounts of one entry by AppendManyAsync" };

    public static Task<int> RunAsync(string[] args)
    {
        var load = new Command("ledger-load", "Earns and redeems through the public loyalty service, then verifies every account.") { Store, Clients, Seconds, Accounts, WarmUp };
        load.SetAction((parsed, token) => new LedgerLoad(
            parsed.GetValue(Store)!, parsed.GetValue(Clients), parsed.GetValue(Seconds), parsed.GetValue(Accounts), parsed.GetValue(WarmUp)).RunAsync(token));
        var import = new Command("ledger-import", "Imports accounts of one lot each, many a call, through the public loyalty service.") { Store, Clients, Seconds, Batch, WarmUp, Bare };
        import.SetAction((parsed, token) => new LedgerImport(
            parsed.GetValue(Store)!, parsed.GetValue(Clients), parsed.GetValue(Seconds), parsed.GetValue(Batch), parsed.GetValue(WarmUp), parsed.GetValue(Bare)).RunAsync(token));
        var history = new Command("ledger-history", "Compares an account of 100,000 entries with one of 100.") { Store };
        history.SetAction((parsed, token) => new LedgerHistory(parsed.GetValue(Store)!).RunAsync(token));
        var flatness = new Command("time-flatness", "Compares business time over a day with five years, with 20 holidays and with 140.");
        flatness.SetAction(_ => Flatness.Run());
        return new RootCommand("Measures whole paths.") { load, import, history, flatness }.Parse(args).InvokeAsync();
    }
}
