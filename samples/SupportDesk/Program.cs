using System.CommandLine;
using CrossBorder.Samples;
using Spectre.Console;
using SupportDesk.Incidents;
using SupportDesk.Report;

var incidents = new Option<string>("--incidents") { Description = "A log in the format of UCI's incident management log, .csv or .csv.gz.", Required = true };
var seed = new Option<long>("--seed") { Description = "Where chance starts. The same seed gives the same output, byte for byte.", DefaultValueFactory = _ => 1 };
var command = new RootCommand("Replays an incident log through the library's clocks.") { incidents, seed };
command.SetAction(parsed => Run(parsed.GetValue(incidents)!, parsed.GetValue(seed)));
return await command.Parse(args).InvokeAsync();

static int Run(string incidents, long seed)
{
    var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new PlainOutput(Console.Out) });
    try
    {
        IncidentReport.Write(IncidentFigures.Of(IncidentLog.Read(new IncidentFile(incidents).Rows()), seed), seed, console);
        return 0;
    }
    catch (UnusableFileException unusable)
    {
        Console.Error.WriteLine(unusable.Message);
        return 2;
    }
}
