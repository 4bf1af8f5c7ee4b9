using System.CommandLine;
using CrossBorder.Crm.Storage;
using CrossBorder.Samples;
using Microsoft.Data.Sqlite;
using NodaTime;
using NodaTime.Text;
using Quickstart.Generated;
using Quickstart.Input;
using Quickstart.Report;
using Quickstart.Run;
using Spectre.Console;

// What the program ends with where it cannot use what it was given.
const int unusable = 2;

var orders = new Option<string?>("--orders") { Description = "A file in the UCI Online Retail format, .csv or .csv.gz. Without it the shop is generated." };
var json = new Option<string?>("--json") { Description = "Also writes the figures to this file, as JSON." };
var at = new Option<string?>("--at") { Description = "The instant to ask for, such as 2011-12-10T00:00:00Z. Without it: the full hour after the last order." };
var store = new Option<string?>("--store") { Description = "inmemory, or sqlite:FILE to keep the shop. Without it: in memory." };
var command = new RootCommand("Replays a shop's orders through CrossBorder.Crm and says what has become of its customers.") { orders, json, at, store };
command.SetAction(parsed => RunAsync(parsed.GetValue(orders), parsed.GetValue(json), parsed.GetValue(at), parsed.GetValue(store)));
var read = command.Parse(args);
var code = await read.InvokeAsync();
return read.Errors.Count > 0 ? unusable : code;

static async Task<int> RunAsync(string? orders, string? json, string? at, string? store)
{
    if (ShopStore.Parse(store) is not { } kept)
    {
        return Refuse($"--store {store} is no store; expected inmemory or sqlite:FILE.");
    }

    Instant? asked = null;
    if (at is not null)
    {
        if (!InstantPattern.ExtendedIso.Parse(at).TryGetValue(default, out var instant))
        {
            return Refuse($"--at {at} is no instant; expected a form such as 2011-12-10T00:00:00Z.");
        }

        if (!Years.Have(instant.InUtc().Year))
        {
            return Refuse($"--at {at} is not of the years {Years.First} to {Years.Last}.");
        }

        asked = instant;
    }

    if (json is not null && (json.Length == 0 || (orders is { Length: > 0 } && Path.GetFullPath(json) == Path.GetFullPath(orders))))
    {
        return Refuse($"--json '{json}' cannot be written: expected the name of a file other than that of the orders.");
    }

    try
    {
        var report = await WithProgressAsync(orders, asked, kept);
        ConsoleReport.Write(report, AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new PlainOutput(Console.Out) }));
        return json is null ? 0 : WriteJson(report, json);
    }
    catch (Exception exception) when (exception is UnusableFileException or StorageException or SqliteException)
    {
        return Refuse(exception.Message);
    }
}

static int WriteJson(ShopReport report, string path)
{
    try
    {
        JsonReport.Write(report, path);
        return 0;
    }
    catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
    {
        return Refuse($"--json {path} cannot be written: {exception.Message}");
    }
}

static int Refuse(string message)
{
    Console.Error.WriteLine(message);
    return unusable;
}

// Progress goes to the error stream, so that what is printed stays the same from run to run.
static async Task<ShopReport> WithProgressAsync(string? orders, Instant? at, ShopStore store)
{
    var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });
    return await console.Progress().StartAsync(async progress =>
    {
        var reading = progress.AddTask("reading", maxValue: 1);
        var shop = orders is null
            ? GeneratedShop.Create()
            : new OnlineRetailShop(DateTimeZoneProviders.Tzdb).Read(orders, (done, all) => reading.Value = (double)done / all);
        reading.Value = 1;
        var replaying = progress.AddTask("replaying", maxValue: 1);
        return await new ShopRun(shop, at ?? EndOf(shop), store, share => replaying.Value = share).RunAsync();
    });
}

static Instant EndOf(ShopData shop) => shop.Events.Count == 0
    ? Instant.FromUnixTimeTicks(0)
    : Instant.FromUnixTimeSeconds((shop.Events.Max(e => e.At).ToUnixTimeSeconds() / 3600 + 1) * 3600);
