using System.CommandLine;
using CrossBorder.Crm.Storage;
using CrossBorder.Samples;
using NodaTime;
using NodaTime.Text;
using Quickstart.Generated;
using Quickstart.Input;
using Quickstart.Report;
using Quickstart.Run;
using Spectre.Console;

var orders = new Option<string?>("--orders") { Description = "A file in the UCI Online Retail format, .csv or .csv.gz. Without it the shop is generated." };
var json = new Option<string?>("--json") { Description = "Also writes the figures to this file, as JSON." };
var at = new Option<string?>("--at") { Description = "The instant to ask for, such as 2011-12-10T00:00:00Z. Without it: the full hour after the last order." };
var store = new Option<string?>("--store") { Description = "inmemory, or sqlite:FILE to keep the shop. Without it: in memory." };
var command = new RootCommand("Replays a shop's orders through CrossBorder.Crm and says what has become of its customers.") { orders, json, at, store };
command.SetAction(parsed => RunAsync(parsed.GetValue(orders), parsed.GetValue(json), parsed.GetValue(at), parsed.GetValue(store)));
return await command.Parse(args).InvokeAsync();

static async Task<int> RunAsync(string? orders, string? json, string? at, string? store)
{
    if (ShopStore.Parse(store) is not { } kept)
    {
        Console.Error.WriteLine($"--store {store} is no store; expected inmemory or sqlite:FILE.");
        return 2;
    }

    Instant? asked = null;
    if (at is not null)
    {
        var parsed = InstantPattern.ExtendedIso.Parse(at);
        if (!parsed.TryGetValue(default, out var instant))
        {
            Console.Error.WriteLine($"--at {at} is no instant; expected a form such as 2011-12-10T00:00:00Z.");
            return 2;
        }

        asked = instant;
    }

    try
    {
        var report = await WithProgressAsync(orders, asked, kept);
        ConsoleReport.Write(report, AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new PlainOutput(Console.Out) }));
        if (json is not null)
        {
            JsonReport.Write(report, json);
        }

        return 0;
    }
    catch (UnusableFileException unusable)
    {
        Console.Error.WriteLine(unusable.Message);
        return 2;
    }
    catch (StorageException storage)
    {
        Console.Error.WriteLine(storage.Message);
        return 2;
    }
    catch (Exception exception) when (json is not null && exception is IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"--json {json} cannot be written: {exception.Message}");
        return 2;
    }
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
