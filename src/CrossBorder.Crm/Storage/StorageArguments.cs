using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage;

/// <summary>What every storage refuses before it writes. The core checks it, so that an adapter need not.</summary>
internal static class StorageArguments
{
    public static void Require<TRecord>(CollectionSchema schema, TenantId tenant, Guid id, RecordWrite<TRecord> write) where TRecord : class
    {
        RequireOwner(tenant, id);
        ArgumentNullException.ThrowIfNull(write);
        ArgumentOutOfRangeException.ThrowIfNegative(write.ExpectedVersion, nameof(write.ExpectedVersion));
        schema.Require(write.Index);
        RequireEvents(write.Events, id);
    }

    public static void Require<TId, TEntry, TState>(
        CollectionSchema schema, TenantId tenant, Guid stream, StreamAppend<TId, TEntry, TState> append)
        where TId : struct
        where TEntry : class
        where TState : class
    {
        RequireOwner(tenant, stream);
        ArgumentOutOfRangeException.ThrowIfNegative(append.ExpectedVersion, nameof(append.ExpectedVersion));
        append.Key.ThrowIfDefault();
        if (append.Entries.IsDefaultOrEmpty)
        {
            throw new ArgumentException("An append has at least one entry.", nameof(append));
        }

        schema.Require(append.Index);
        RequireEvents(append.Events, stream);
    }

    public static void RequireOwner(TenantId tenant, Guid id)
    {
        tenant.ThrowIfDefault();
        if (id == Guid.Empty)
        {
            throw new ArgumentException("The id is the default value and names nothing.", nameof(id));
        }
    }

    public static void RequireClaim(int max, string worker, NodaTime.Instant now, NodaTime.Instant leaseUntil)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentException.ThrowIfNullOrWhiteSpace(worker);
        if (leaseUntil <= now)
        {
            throw new ArgumentOutOfRangeException(nameof(leaseUntil), leaseUntil, $"A lease must end after now ({now}).");
        }
    }

    private static void RequireEvents(System.Collections.Immutable.ImmutableArray<CrmEvent> events, Guid owner)
    {
        foreach (var e in events)
        {
            if (e.Owner != owner || e.Id == Guid.Empty)
            {
                throw new ArgumentException($"The event {e.Kind} has no id, or another owner than the write that raises it.", nameof(events));
            }
        }
    }
}
