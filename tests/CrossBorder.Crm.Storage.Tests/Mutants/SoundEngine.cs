using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage.InMemory;

namespace CrossBorder.Crm.Storage.Tests.Mutants;

/// <summary>An engine that keeps every clause by handing each call on. A mutant overrides one method, to break one clause.</summary>
internal abstract class SoundEngine : PassingEngine, IAtomicStreamStore
{
    protected SoundEngine()
        : this(new())
    {
    }

    private SoundEngine(InMemoryEngine inner)
        : base(inner) => Inner = inner;

    protected InMemoryEngine Inner { get; }

    // One by one, so that what is broken for one is broken for many.
    public override async ValueTask<IReadOnlyList<WriteResult>> SaveManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<RecordSave<Guid, Payload>> saves, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        var results = new List<WriteResult>();
        foreach (var (id, write) in saves)
        {
            results.Add(await SaveAsync(collection, tenant, id, write, transaction, cancellationToken));
        }

        return results;
    }

    public override async ValueTask<IReadOnlyList<AppendResult>> AppendManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<StreamAppend<Guid, Payload, Payload>> appends, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        var results = new List<AppendResult>();
        foreach (var append in appends)
        {
            results.Add(await AppendAsync(collection, tenant, append, transaction, cancellationToken));
        }

        return results;
    }

    public virtual ValueTask<IReadOnlyList<AppendResult>> AppendAllAsync(
        TenantId tenant, IReadOnlyList<CollectionAppend> appends, HostTransaction? transaction, CancellationToken cancellationToken) =>
        Inner.AppendAllAsync(tenant, appends, transaction, cancellationToken);
}
