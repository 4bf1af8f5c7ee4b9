using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Storage.InMemory;

/// <summary>The outbox of the in-memory storage.</summary>
internal sealed class MemoryOutbox : IOutboxRepository
{
    private readonly Lock gate = new();
    private readonly Dictionary<OutboxRef, Item> items = [];
    private readonly SortedSet<Item> byAge = new(Comparer<Item>.Create(static (x, y) =>
        x.Event.OccurredAt.CompareTo(y.Event.OccurredAt) is not 0 and var byTime ? byTime
        : x.Event.Id.CompareTo(y.Event.Id) is not 0 and var byId ? byId
        : x.Event.Owner.CompareTo(y.Event.Owner) is not 0 and var byOwner ? byOwner
        : string.CompareOrdinal(x.Tenant.Value, y.Tenant.Value)));

    /// <summary>Adds the events of a write. An event that is already there stays as it is.</summary>
    public void Add(TenantId tenant, ImmutableArray<CrmEvent> events)
    {
        if (events.IsEmpty)
        {
            return;
        }

        lock (gate)
        {
            foreach (var e in events)
            {
                var item = new Item(tenant, e);
                if (items.TryAdd(item.Ref, item))
                {
                    byAge.Add(item);
                }
            }
        }
    }

    public ValueTask<IReadOnlyList<ClaimedEvent>> ClaimAsync(
        int max, string worker, Instant now, Instant leaseUntil, CancellationToken cancellationToken)
    {
        StorageArguments.RequireClaim(max, worker, now, leaseUntil);
        cancellationToken.ThrowIfCancellationRequested();
        var claimed = new List<ClaimedEvent>();
        lock (gate)
        {
            foreach (var item in byAge)
            {
                if (claimed.Count == max)
                {
                    break;
                }

                if (item.NotBefore <= now)
                {
                    item.Worker = worker;
                    item.NotBefore = leaseUntil;
                    item.Attempt++;
                    claimed.Add(new() { Tenant = item.Tenant, Event = item.Event, Attempt = item.Attempt, LeaseUntil = leaseUntil });
                }
            }
        }

        return new(claimed);
    }

    public ValueTask<int> CompleteAsync(string worker, IReadOnlyList<OutboxRef> events, CancellationToken cancellationToken) =>
        Each(
            worker,
            events,
            item =>
            {
                items.Remove(item.Ref);
                byAge.Remove(item);
            },
            cancellationToken);

    public ValueTask<int> ReleaseAsync(
        string worker, IReadOnlyList<OutboxRef> events, Instant notBefore, string failure, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return Each(
            worker,
            events,
            item =>
            {
                item.Worker = null;
                item.NotBefore = notBefore;
            },
            cancellationToken);
    }

    private ValueTask<int> Each(string worker, IReadOnlyList<OutboxRef> events, Action<Item> act, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(worker);
        ArgumentNullException.ThrowIfNull(events);
        cancellationToken.ThrowIfCancellationRequested();
        var count = 0;
        lock (gate)
        {
            foreach (var reference in events)
            {
                if (items.TryGetValue(reference, out var item) && item.Worker == worker)
                {
                    act(item);
                    count++;
                }
            }
        }

        return new(count);
    }

    private sealed class Item(TenantId tenant, CrmEvent e)
    {
        public TenantId Tenant { get; } = tenant;

        public CrmEvent Event { get; } = e;

        public OutboxRef Ref => new(Tenant, Event.Owner, Event.Id);

        public string? Worker { get; set; }

        /// <summary>The end of the lease, or of the wait after a release.</summary>
        public Instant NotBefore { get; set; } = Instant.MinValue;

        public int Attempt { get; set; }
    }
}
