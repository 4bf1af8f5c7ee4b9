using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage.InMemory;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests.Mutants;

// Each is what a real adapter has done at some time: one bug, and nothing else.

/// <summary>The events are handed to the outbox in a step of their own, before the write is known to have succeeded.</summary>
[Breaks("STO-1")]
internal sealed class EventsOutsideTheWrite : SoundEngine
{
    private readonly ConcurrentQueue<(TenantId Tenant, CrmEvent Event)> leaked = new();

    public override async ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        var result = await base.AppendAsync(collection, tenant, append, transaction, cancellationToken);
        if (result.Status == AppendStatus.Conflict)
        {
            Leak(tenant, append.Events);
        }

        return result;
    }

    public override async ValueTask<WriteResult> SaveAsync(
        CollectionSchema collection, TenantId tenant, Guid id, RecordWrite<Payload> write, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        var result = await base.SaveAsync(collection, tenant, id, write, transaction, cancellationToken);
        if (result.Status == WriteStatus.Conflict)
        {
            Leak(tenant, write.Events);
        }

        return result;
    }

    public override async ValueTask<IReadOnlyList<ClaimedEvent>> ClaimAsync(
        int max, string worker, Instant now, Instant leaseUntil, CancellationToken cancellationToken)
    {
        var claimed = (await base.ClaimAsync(max, worker, now, leaseUntil, cancellationToken)).ToList();
        while (claimed.Count < max && leaked.TryDequeue(out var more))
        {
            claimed.Add(new() { Tenant = more.Tenant, Event = more.Event, Attempt = 1, LeaseUntil = leaseUntil });
        }

        return claimed;
    }

    private void Leak(TenantId tenant, ImmutableArray<CrmEvent> events)
    {
        foreach (var e in events)
        {
            leaked.Enqueue((tenant, e));
        }
    }
}

/// <summary>A record's first version is 0, as in databases that count updates.</summary>
[Breaks("STO-2")]
internal sealed class CountsVersionsFromZero : SoundEngine
{
    public override async ValueTask<StoredRecord?> FindAsync(CollectionSchema collection, TenantId tenant, Guid id, CancellationToken cancellationToken) =>
        await base.FindAsync(collection, tenant, id, cancellationToken) is { Version: 1 } first ? first with { Version = 0 }
            : await base.FindAsync(collection, tenant, id, cancellationToken);
}

/// <summary>The last writer wins: a record is written whatever version the writer saw.</summary>
[Breaks("STO-3")]
internal sealed class LastWriterWins : SoundEngine
{
    public override async ValueTask<WriteResult> SaveAsync(
        CollectionSchema collection, TenantId tenant, Guid id, RecordWrite<Payload> write, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        var result = await base.SaveAsync(collection, tenant, id, write, transaction, cancellationToken);
        while (result is { Status: WriteStatus.Conflict, Version: > 0 } && write.ExpectedVersion > 0)
        {
            result = await base.SaveAsync(collection, tenant, id, write with { ExpectedVersion = result.Version }, transaction, cancellationToken);
        }

        return result;
    }
}

/// <summary>A bare <c>where version = @expected</c> updates no row and reports no error; the inserts that follow write entries all the same.</summary>
[Breaks("STO-3")]
internal sealed class BareWhere : SoundEngine
{
    public override async ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        var result = await base.AppendAsync(collection, tenant, append, transaction, cancellationToken);
        return result is { Status: AppendStatus.Conflict } && append.ExpectedVersion > result.Head
            ? await base.AppendAsync(collection, tenant, append with { ExpectedVersion = result.Head }, transaction, cancellationToken)
            : result;
    }
}

/// <summary>A record that the tenant does not have is looked for without the tenant.</summary>
[Breaks("STO-4")]
internal sealed class DropsTheTenant : SoundEngine
{
    private readonly ConcurrentDictionary<Guid, TenantId> owners = new();

    public override async ValueTask<StoredRecord?> FindAsync(CollectionSchema collection, TenantId tenant, Guid id, CancellationToken cancellationToken) =>
        await base.FindAsync(collection, tenant, id, cancellationToken)
        ?? (owners.TryGetValue(id, out var other) ? await base.FindAsync(collection, other, id, cancellationToken) : null);

    public override ValueTask<WriteResult> SaveAsync(
        CollectionSchema collection, TenantId tenant, Guid id, RecordWrite<Payload> write, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        owners[id] = tenant;
        return base.SaveAsync(collection, tenant, id, write, transaction, cancellationToken);
    }
}

/// <summary>Keys are compared without regard to case, as many databases compare text.</summary>
[Breaks("STO-5")]
internal sealed class FoldsTheCaseOfKeys : SoundEngine
{
    public override ValueTask<StreamHead<Payload, Payload>> LoadAsync(
        CollectionSchema collection, TenantId tenant, StreamLoad<Guid> load, CancellationToken cancellationToken) =>
        base.LoadAsync(collection, tenant, load with { Key = load.Key is { } key ? Fold(key) : null }, cancellationToken);

    public override ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken) =>
        base.AppendAsync(collection, tenant, append with { Key = Fold(append.Key) }, transaction, cancellationToken);

    public override ValueTask<IReadOnlyList<AppendResult>> AppendAllAsync(
        TenantId tenant, IReadOnlyList<CollectionAppend> appends, HostTransaction? transaction, CancellationToken cancellationToken) =>
        base.AppendAllAsync(tenant, [.. appends.Select(a => a with { Append = a.Append with { Key = Fold(a.Append.Key) } })], transaction, cancellationToken);

    private static IdempotencyKey Fold(IdempotencyKey key) => new(key.Value.ToUpperInvariant());
}

/// <summary>The version is checked before the key: a late retry is told that there is a conflict.</summary>
[Breaks("STO-6")]
internal sealed class ChecksTheVersionBeforeTheKey : SoundEngine
{
    public override async ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        var head = await Inner.LoadAsync(collection, tenant, new() { Stream = append.Stream }, CancellationToken.None);
        var result = await base.AppendAsync(collection, tenant, append, transaction, cancellationToken);
        return result.Status == AppendStatus.AlreadyApplied && append.ExpectedVersion != head.Version ? new(AppendStatus.Conflict, head.Version) : result;
    }
}

/// <summary>A key used in one stream is taken in every other stream of the tenant.</summary>
[Breaks("STO-7")]
internal sealed class SharesKeysBetweenStreams : SoundEngine
{
    private readonly ConcurrentDictionary<(TenantId, IdempotencyKey), (Guid Stream, RecordedAnswer First)> keys = new();

    public override async ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        if (keys.TryGetValue((tenant, append.Key), out var known) && known.Stream != append.Stream)
        {
            return new(AppendStatus.AlreadyApplied, known.First.Head, known.First);
        }

        var result = await base.AppendAsync(collection, tenant, append, transaction, cancellationToken);
        if (result.Status == AppendStatus.Appended)
        {
            keys.TryAdd((tenant, append.Key), (append.Stream, new(result.Head, append.Hash, append.Answer)));
        }

        return result;
    }
}

/// <summary>The next page begins with the item that ended the last one.</summary>
[Breaks("STO-8")]
internal sealed class RepeatsTheLastItemOfAPage : SoundEngine
{
    public override async ValueTask<Page<StoredEntry>> ReadAsync(
        CollectionSchema collection, TenantId tenant, Guid stream, PageRequest page, CancellationToken cancellationToken)
    {
        if (page.After is not { } after || page.Size == 1)
        {
            return await base.ReadAsync(collection, tenant, stream, page, cancellationToken);
        }

        var from = PageCursor.ParseVersion(after);
        return await base.ReadAsync(
            collection, tenant, stream, page with { After = PageCursor.OfVersion(page.Descending ? from + 1 : from - 1) }, cancellationToken);
    }
}

/// <summary>Instants are kept to the millisecond, as some column types do.</summary>
[Breaks("STO-9")]
internal sealed class KeepsMilliseconds : SoundEngine
{
    public override ValueTask<WriteResult> SaveAsync(
        CollectionSchema collection, TenantId tenant, Guid id, RecordWrite<Payload> write, HostTransaction? transaction, CancellationToken cancellationToken) =>
        base.SaveAsync(collection, tenant, id, write with { Index = Cut(write.Index) }, transaction, cancellationToken);

    public override ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken) =>
        base.AppendAsync(collection, tenant, append with { Index = Cut(append.Index) }, transaction, cancellationToken);

    private static ImmutableArray<IndexValue> Cut(ImmutableArray<IndexValue> index) =>
    [
        .. index.Select(value => !value.IsNone && value.Type == IndexType.Instant
            ? IndexValue.Of(Instant.FromUnixTimeMilliseconds(value.AsInstant().ToUnixTimeMilliseconds()))
            : value),
    ];
}

/// <summary>A cancelled call reports its cancellation and is carried out all the same.</summary>
[Breaks("STO-10")]
internal sealed class WritesWhatWasCancelled : SoundEngine
{
    public override async ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        // Half of it: the entries, without the events.
        var result = await base.AppendAsync(
            collection, tenant, cancellationToken.IsCancellationRequested ? append with { Events = [] } : append, transaction, CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return result;
    }
}

/// <summary>A claim does not look at the leases of others.</summary>
[Breaks("STO-11")]
internal sealed class IgnoresLeases : SoundEngine
{
    public override async ValueTask<IReadOnlyList<ClaimedEvent>> ClaimAsync(
        int max, string worker, Instant now, Instant leaseUntil, CancellationToken cancellationToken)
    {
        var later = Instant.FromUtc(9500, 1, 1, 0, 0);
        var claimed = await base.ClaimAsync(max, worker, later, later + Duration.FromDays(1), cancellationToken);
        return [.. claimed.Select(c => c with { LeaseUntil = leaseUntil })];
    }
}

/// <summary>Only the first entry of an append is filed under its references.</summary>
[Breaks("STO-13")]
internal sealed class FilesTheFirstEntryOnly : SoundEngine
{
    public override ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken) =>
        base.AppendAsync(
            collection,
            tenant,
            append with { Entries = [append.Entries[0], .. append.Entries.Skip(1).Select(entry => entry with { References = [] })] },
            transaction,
            cancellationToken);
}

/// <summary>A large state is cut to what the column takes.</summary>
[Breaks("STO-14")]
internal sealed class CutsLargeStates : SoundEngine
{
    public override ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken) =>
        base.AppendAsync(
            collection,
            tenant,
            append.State.Bytes.Length > 65_535 ? append with { State = Payload.FromBytes(append.State.Bytes[..65_535]) } : append,
            transaction,
            cancellationToken);
}

/// <summary>Lists are brought up to date a moment later, and the store does not say so.</summary>
[Breaks("STO-15")]
internal sealed class ListsLagBehind : SoundEngine
{
    private static readonly TimeSpan Lag = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<Guid, long> written = new();

    public override ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        written[append.Stream] = Stopwatch.GetTimestamp();
        return base.AppendAsync(collection, tenant, append, transaction, cancellationToken);
    }

    protected override async ValueTask<Page<StreamHead<Payload, Payload>>> ListHeadsAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        var heads = await base.ListHeadsAsync(collection, tenant, query, page, cancellationToken);
        return heads with { Items = [.. heads.Items.Where(head => !written.TryGetValue(head.Stream, out var at) || Stopwatch.GetElapsedTime(at) > Lag)] };
    }
}

/// <summary>A condition on a field that is not declared is passed over, and the list shows too much.</summary>
[Breaks("STO-16")]
internal sealed class PassesOverUnknownConditions : SoundEngine
{
    protected override ValueTask<Page<StoredRecord>> ListRecordsAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        base.ListRecordsAsync(
            collection,
            tenant,
            query with { Where = [.. query.Where.Where(condition => condition is not FieldCondition field || collection.IndexOf(field.Field) >= 0)] },
            page,
            cancellationToken);
}

/// <summary>Several streams are written one after the other.</summary>
[Breaks("STO-17")]
internal sealed class WritesSeveralStreamsOneByOne : SoundEngine
{
    public override async ValueTask<IReadOnlyList<AppendResult>> AppendAllAsync(
        TenantId tenant, IReadOnlyList<CollectionAppend> appends, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        var results = new List<AppendResult>();
        foreach (var (collection, append) in appends)
        {
            results.Add(await AppendAsync(collection, tenant, append, transaction, cancellationToken));
        }

        return results;
    }
}
