using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage.Tests.Copy;

/// <summary>An engine whose line is cut after some writes: that write still takes effect, and nobody hears of it.</summary>
internal sealed class CutOffEngine(IStorageEngine inner, int writes) : PassingEngine(inner)
{
    private int done;

    public override async ValueTask<IReadOnlyList<WriteResult>> SaveManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<RecordSave<Guid, Payload>> saves, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        var results = await base.SaveManyAsync(collection, tenant, saves, transaction, cancellationToken);
        Cut();
        return results;
    }

    public override async ValueTask<IReadOnlyList<AppendResult>> AppendManyAsync(
        CollectionSchema collection, TenantId tenant, IReadOnlyList<StreamAppend<Guid, Payload, Payload>> appends, HostTransaction? transaction, CancellationToken cancellationToken)
    {
        // Half of them arrive.
        var results = await base.AppendManyAsync(
            collection, tenant, done == writes ? [.. appends.Take(appends.Count / 2)] : appends, transaction, cancellationToken);
        Cut();
        return results;
    }

    private void Cut()
    {
        if (done++ == writes)
        {
            throw new TimeoutException("The line was cut.");
        }
    }
}
