using System.Diagnostics;
using CrossBorder.Crm.Storage.Worker;

namespace CrossBorder.Crm.Storage.Tests.Crashes;

/// <summary>What the killed processes reported, over all their lives.</summary>
internal sealed class WorkerLog
{
    public Dictionary<string, LedgerCommand> Tried { get; } = [];

    public Dictionary<string, LedgerCommand> Done { get; } = [];

    public Dictionary<string, LedgerCommand> Refused { get; } = [];

    public int Failed { get; private set; }

    /// <summary>What nobody knows the fate of: sent, and not answered before the kill.</summary>
    public IEnumerable<LedgerCommand> Open => Tried.Values.Where(c => !Done.ContainsKey(c.Key) && !Refused.ContainsKey(c.Key));

    public void Add(string what, LedgerCommand command)
    {
        switch (what)
        {
            case "try":
                Tried[command.Key] = command;
                break;
            case "done":
                Done[command.Key] = command;
                break;
            case "refused":
                Refused[command.Key] = command;
                break;
            default:
                Failed++;
                break;
        }
    }
}

/// <summary>One life of the worker: it is started, works, and is killed.</summary>
internal static class WorkerLife
{
    public const int Accounts = 24;
    private const int Writers = 8;

    /// <param name="store">The worker's first arguments: kind, connection string, schema.</param>
    /// <param name="life">The number of the life.</param>
    /// <param name="seed">What it does.</param>
    /// <param name="log">What is reported.</param>
    /// <param name="meanwhile">What happens while it works, and how long that takes; then it is killed.</param>
    public static async Task RunAsync(string[] store, int life, int seed, WorkerLog log, Func<Task> meanwhile)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true, RedirectStandardError = true };
        string[] arguments = [typeof(LedgerCommand).Assembly.Location, .. store, $"life{life}", $"{seed}", $"{Accounts}", $"{Writers}"];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        foreach (var command in log.Open.ToList())
        {
            await process.StandardInput.WriteLineAsync(command.Line("repeat"));
        }

        await process.StandardInput.WriteLineAsync();
        await process.StandardInput.FlushAsync();
        var working = new TaskCompletionSource();
        var reading = Task.Run(async () =>
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (LedgerCommand.Read(line) is var (what, command))
                {
                    log.Add(what, command);
                    if (what == "done")
                    {
                        working.TrySetResult();
                    }
                }
            }

            working.TrySetResult();
        });
        await working.Task;
        await meanwhile();
        Assert.False(process.HasExited, $"the worker ended by itself: {(process.HasExited ? await errors : "")}");
        process.Kill();
        await process.WaitForExitAsync();
        await reading;
    }
}
