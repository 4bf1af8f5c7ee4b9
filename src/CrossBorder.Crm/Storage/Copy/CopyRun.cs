using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage.Copy;

/// <summary>One collection of one tenant on its way, and what was counted.</summary>
internal sealed class CopyRun(
    CollectionCopy collection, IStorageEngine source, IStorageEngine target, TenantId tenant, IProgress<StorageCopyProgress>? progress)
{
    private const int MostProblems = 100;

    private readonly List<string> problems = [];
    private long done;

    public CollectionCopy Collection => collection;

    public IStorageEngine Source => source;

    public IStorageEngine Target => target;

    public TenantId Tenant => tenant;

    public long Copied { get; set; }

    public long Entries { get; set; }

    public long AlreadyThere { get; set; }

    public long Verified { get; set; }

    public bool IsRefolded { get; set; }

    public void Problem(Guid id, string what)
    {
        if (problems.Count < MostProblems)
        {
            problems.Add($"{collection.Schema.Name} {id}: {what}");
        }
    }

    /// <summary>Tells that a batch is done.</summary>
    public void Tell(int items, bool isVerifying, bool isFirst)
    {
        done = isFirst ? items : done + items;
        progress?.Report(new(tenant, collection.Schema.Name, isVerifying, done));
    }

    public CollectionCopyReport Report() => new()
    {
        Tenant = tenant,
        Collection = collection.Schema.Name,
        Copied = Copied,
        Entries = Entries,
        AlreadyThere = AlreadyThere,
        Verified = Verified,
        IsRefolded = IsRefolded,
        Problems = [.. problems],
    };
}
