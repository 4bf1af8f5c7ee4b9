using System.Globalization;
using CrossBorder.Crm.Conformance;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage.Tests.Mutants;

// What the real adapters taught: bugs that only a failure in the last step, a race or a page under writes brings to light.

/// <summary>The events are a statement of their own after the commit: where it fails, the entries stay.</summary>
[Breaks("STO-1")]
internal sealed class CommitsBeforeTheLastStep : IStorageHarness
{
    public StorageCapabilities Capabilities => StorageCapabilities.Outbox | StorageCapabilities.AtomicStreams | StorageCapabilities.Faults;

    public ValueTask<IStoreUnderTest<IStorageEngine>> OpenAsync(CancellationToken cancellationToken) => new(new UnderTest());

    private sealed class UnderTest : IStoreUnderTest<IStorageEngine>
    {
        private readonly Engine engine = new();

        public IStorageEngine Store => engine;

        public void FailNextWrite() => engine.FailsNext = true;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Engine : SoundEngine
    {
        public bool FailsNext { get; set; }

        public override async ValueTask<AppendResult> AppendAsync(
            CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken)
        {
            var result = await base.AppendAsync(collection, tenant, FailsNext ? append with { Events = [] } : append, transaction, cancellationToken);
            Fail();
            return result;
        }

        public override async ValueTask<WriteResult> SaveAsync(
            CollectionSchema collection, TenantId tenant, Guid id, RecordWrite<Payload> write, HostTransaction? transaction, CancellationToken cancellationToken)
        {
            var result = await base.SaveAsync(collection, tenant, id, FailsNext ? write with { Events = [] } : write, transaction, cancellationToken);
            Fail();
            return result;
        }

        private void Fail()
        {
            if (FailsNext)
            {
                FailsNext = false;
                throw new StorageException("The test lets the last step fail.");
            }
        }
    }
}

/// <summary>The version is read, compared, and then written over: one writer after another cannot tell, several at once can.</summary>
[Breaks("STO-3")]
internal sealed class ReadsAndThenWrites : SoundEngine
{
    public override async ValueTask<WriteResult> SaveAsync(
        CollectionSchema collection, TenantId tenant, Guid id, RecordWrite<Payload> write, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var version = (await FindAsync(collection, tenant, id, cancellationToken))?.Version ?? 0;
        if (version != write.ExpectedVersion)
        {
            return new(WriteStatus.Conflict, version);
        }

        await Task.Delay(1, cancellationToken);
        var result = await base.SaveAsync(collection, tenant, id, write, transaction, cancellationToken);
        while (result.Status == WriteStatus.Conflict)
        {
            result = await base.SaveAsync(collection, tenant, id, write with { ExpectedVersion = result.Version, NewVersion = result.Version + 1 }, transaction, cancellationToken);
        }

        return result;
    }
}

/// <summary>A page begins behind as many rows as were shown: what comes in before them moves the rest.</summary>
[Breaks("STO-8")]
internal sealed class PagesByOffset : SoundEngine
{
    private const string Offset = "offset ";

    protected override ValueTask<Page<StoredRecord>> ListRecordsAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        SliceAsync(page, all => base.ListRecordsAsync(collection, tenant, query, all, cancellationToken));

    protected override ValueTask<Page<StreamHead<Payload, Payload>>> ListHeadsAsync(
        CollectionSchema collection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        SliceAsync(page, all => base.ListHeadsAsync(collection, tenant, query, all, cancellationToken));

    private static async ValueTask<Page<T>> SliceAsync<T>(PageRequest page, Func<PageRequest, ValueTask<Page<T>>> list)
    {
        if (page.After is { } foreign && !foreign.StartsWith(Offset, StringComparison.Ordinal))
        {
            return await list(page);
        }

        var skipped = page.After is { } after ? int.Parse(after.AsSpan(Offset.Length), CultureInfo.InvariantCulture) : 0;
        var all = await list(page with { After = null, Size = PageRequest.MaxSize });
        return new()
        {
            Items = [.. all.Items.Skip(skipped).Take(page.Size)],
            Next = all.Items.Count > skipped + page.Size ? string.Create(CultureInfo.InvariantCulture, $"{Offset}{skipped + page.Size}") : null,
        };
    }
}
