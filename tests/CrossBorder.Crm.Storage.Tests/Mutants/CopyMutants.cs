using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage.Tests.Mutants;

/// <summary>Every record begins at version 1, also one that is copied from another storage.</summary>
[Breaks("STO-2")]
internal sealed class RestartsTheVersionsOfCopies : SoundEngine
{
    public override ValueTask<WriteResult> SaveAsync(
        CollectionSchema collection, TenantId tenant, Guid id, RecordWrite<Payload> write, HostTransaction? transaction, CancellationToken cancellationToken) =>
        base.SaveAsync(collection, tenant, id, write with { NewVersion = write.ExpectedVersion + 1 }, transaction, cancellationToken);
}

/// <summary>Keys and answers are kept for retries, but nobody can say which entries they belong to: a copy would lose them.</summary>
[Breaks("STO-6")]
internal sealed class ForgetsWhichRequestWroteAnEntry : SoundEngine
{
    public override async ValueTask<Page<StoredEntry>> ReadAsync(
        CollectionSchema collection, TenantId tenant, Guid stream, PageRequest page, CancellationToken cancellationToken)
    {
        var read = await base.ReadAsync(collection, tenant, stream, page, cancellationToken);
        return read with { Items = [.. read.Items.Select(entry => entry with { Request = null })] };
    }
}

/// <summary>The owner's key is kept in the database's own alphabet.</summary>
[Breaks("STO-5")]
internal sealed class KeepsOwnersInAscii : SoundEngine
{
    public override ValueTask<AppendResult> AppendAsync(
        CollectionSchema collection, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, HostTransaction? transaction, CancellationToken cancellationToken) =>
        base.AppendAsync(
            collection,
            tenant,
            append.Owner is { } owner ? append with { Owner = new(owner.System, string.Concat(owner.Value.Select(c => char.IsAscii(c) ? c : '?'))) } : append,
            transaction,
            cancellationToken);
}

/// <summary>Many appends in one call are one transaction: where one is refused, none is written.</summary>
[Breaks("STO-3")]
internal sealed class RefusesAllWhereOneIsRefused : SoundEngine
{
    public override async ValueTask<IReadOnlyList<AppendResult>> AppendManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<StreamAppend<Guid, Payload, Payload>> appends, HostTransaction? transaction, CancellationToken cancellationToken) =>
        await base.AppendAllAsync(tenant, [.. appends.Select(a => new CollectionAppend(collection, a))], transaction, cancellationToken);
}
