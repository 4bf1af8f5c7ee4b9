using System.Diagnostics;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Conformance.Running;

/// <summary>What is the same for every case on every shape.</summary>
internal sealed record GroundRules(Probe Probe, StorageCapabilities Capabilities, TenantId Tenant, CancellationToken Cancellation);

/// <summary>What a case stands on: a store with a tenant of its own, and its outbox.</summary>
internal abstract class Ground(GroundRules rules)
{
    /// <summary>A time at which nothing in particular happens.</summary>
    public static readonly Instant Noon = Instant.FromUtc(2026, 3, 4, 12, 0);

    // Beyond every lease that a case takes.
    private static readonly Instant EndOfDays = Instant.FromUtc(9000, 1, 1, 0, 0);

    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(300);

    public Probe Probe => rules.Probe;

    public TenantId Tenant => rules.Tenant;

    /// <summary>The case's own token; calls take it unless the case is about another.</summary>
    public CancellationToken Cancellation => rules.Cancellation;

    public abstract IOutboxRepository Outbox { get; }

    /// <summary>How far lists may lag, as declared.</summary>
    public abstract Duration MaxIndexLag { get; }

    public bool Claims(StorageCapabilities capability) => rules.Capabilities.HasFlag(capability);

    /// <summary>A tenant whose name begins with that of the case's own.</summary>
    public TenantId TenantWith(string suffix) => new(Tenant.Value + suffix);

    public abstract ValueTask RestartAsync();

    public abstract void FailNextWrite();

    /// <summary>The id that stands behind a number: of a record, or of a stream.</summary>
    public abstract Guid OwnerOf(int number);

    /// <summary>Writes once to a record or stream, whatever its version, and raises events by it.</summary>
    public abstract Task RaiseAsync(TenantId tenant, int number, params CrmEvent[] events);

    /// <summary>An event of the record or stream of that number.</summary>
    public abstract CrmEvent Event(int number, int id, Instant? occurredAt = null);

    public abstract string LabelOfEventData(Payload data);

    /// <summary>Looks until a list is what it must be: only STO-15 minds how soon that is.</summary>
    public async Task EventuallyAsync<T>(IReadOnlyList<T> expected, Func<Task<List<T>>> look, string done)
    {
        var patience = MaxIndexLag.ToTimeSpan() + Grace;
        var since = Stopwatch.StartNew();
        while (true)
        {
            var seen = await look();
            if (seen.SequenceEqual(expected))
            {
                return;
            }

            if (since.Elapsed > patience)
            {
                Probe.Same(expected, seen, done);
            }

            await Task.Delay(5, Cancellation);
        }
    }

    /// <summary>Starts several calls at one moment and gives all their results.</summary>
    public static async Task<T[]> RaceAsync<T>(int count, Func<int, Task<T>> call)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var racers = Enumerable.Range(0, count).Select(i => Task.Run(async () =>
        {
            await start.Task;
            return await call(i);
        })).ToArray();
        start.SetResult();
        return await Task.WhenAll(racers);
    }

    /// <summary>Takes everything out of the outbox: cases on one database follow each other.</summary>
    public async Task<List<ClaimedEvent>> DrainOutboxAsync()
    {
        var all = new List<ClaimedEvent>();
        while (true)
        {
            var claimed = await Outbox.ClaimAsync(500, "kit-drain", EndOfDays, EndOfDays + Duration.FromDays(1), Cancellation);
            if (claimed.Count == 0)
            {
                return all;
            }

            all.AddRange(claimed);
            await Outbox.CompleteAsync("kit-drain", [.. claimed.Select(c => c.Ref)], Cancellation);
        }
    }

    /// <summary>The ids of the events that the outbox holds, in the order of their numbers; none where no outbox is claimed. Takes them out.</summary>
    public async Task<List<Guid>> EventsAsync() => Claims(StorageCapabilities.Outbox)
        ? [.. (await DrainOutboxAsync()).Select(c => c.Event.Id).Order()]
        : [];

    /// <summary>The same for events that are expected.</summary>
    public List<Guid> Ids(params CrmEvent[] events) => Claims(StorageCapabilities.Outbox) ? [.. events.Select(e => e.Id).Order()] : [];
}
