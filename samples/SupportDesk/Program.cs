using System.CommandLine;
using CrossBorder.Samples;
using Spectre.Console;
using SupportDesk.Incidents;
using SupportDesk.Report;
using SupportDesk.Week;

var incidents = new Option<string?>("--incidents") { Description = "Replays a log in the format of UCI's incident management log, .csv or .csv.gz, instead of the week." };
var why = new Option<string?>("--why") { Description = "Tells every decision about one ticket of the week, such as T-017, with the reasons." };
var seed = new Option<long>("--seed") { Description = "Where chance starts. The same seed gives the same output, byte for byte.", DefaultValueFactory = _ => 1 };
var command = new RootCommand("Simulates a week of a support desk of three sites, or replays an incident log, through CrossBorder.Crm.") { incidents, why, seed };
command.SetAction(parsed => RunAsync(parsed.GetValue(incidents), parsed.GetValue(why), parsed.GetValue(seed)));
return await command.Parse(args).InvokeAsync();

static async Task<int> RunAsync(string? incidents, string? why, long seed)
{
    var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new PlainOutput(Console.Out) });
    try
    {
        if (incidents is not null)
        {
            IncidentReport.Write(IncidentFigures.Of(IncidentLog.Read(new IncidentFile(incidents).Rows()), seed), seed, console);
            return 0;
        }

        var week = await WeekRun.RunAsync(seed);
        if (why is null)
        {
            WeekReport.Write(week, seed, console);
            return 0;
        }

        if (week.Find(why) is { } ticket)
        {
            WhyReport.Write(ticket, week.Journal, console);
            return 0;
        }

        Console.Error.WriteLine($"--why {why} is no ticket of the week; they are {week.Tickets[0].Concern.Name} to {week.Tickets[^1].Concern.Name}.");
        return 2;
    }
    catch (UnusableFileException unusable)
    {
        Console.Error.WriteLine(unusable.Message);
        return 2;
    }
}
