using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage.Copy;

namespace CrossBorder.Crm.Storage;

/// <summary>
/// Moves house: copies everything of the rooms that were added from one engine to another, and verifies it. The same call makes a backup.
/// </summary>
/// <remarks>
/// May be stopped at any point and run again: what is there already is passed over, and what was written to the source since is copied after. Until
/// a run has come to its end without problems, nobody else may use the target. Requests keep their keys and answers, so a retry that arrives at the new
/// house still gets its first answer. Events that wait in the source's outbox are not copied: they were raised there, and copying would deliver
/// them twice; have them delivered first.
/// </remarks>
public sealed class StorageCopy
{
    private readonly ImmutableArray<CollectionCopy> collections;

    internal StorageCopy(IEnumerable<CollectionCopy> collections) =>
        this.collections = [.. collections.DistinctBy(c => c.Schema.Name).OrderBy(c => c.Schema.Name, StringComparer.Ordinal)];

    /// <summary>Copies what the target does not have yet, and then verifies all of it.</summary>
    /// <param name="source">The engine to read. It is not written to.</param>
    /// <param name="target">The engine to write to; its tables exist.</param>
    /// <param name="tenants">The tenants to copy.</param>
    /// <param name="progress">Told after every batch; null for nobody.</param>
    /// <param name="cancellationToken">Stops between two batches; another run goes on from there.</param>
    public async ValueTask<StorageCopyReport> RunAsync(
        IStorageEngine source,
        IStorageEngine target,
        IReadOnlyCollection<TenantId> tenants,
        IProgress<StorageCopyProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(tenants);
        var tallies = new List<CollectionCopyReport>();
        foreach (var run in Runs(source, target, tenants, progress))
        {
            await run.Collection.CopyAsync(run, cancellationToken).ConfigureAwait(false);
            await run.Collection.VerifyAsync(run, cancellationToken).ConfigureAwait(false);
            tallies.Add(run.Report());
        }

        return new() { Collections = [.. tallies] };
    }

    /// <summary>Compares target with source without writing: every record, every entry, the hash chains, and the states folded anew.</summary>
    /// <param name="source">The engine to compare with.</param>
    /// <param name="target">The engine that holds the copy.</param>
    /// <param name="tenants">The tenants to compare.</param>
    /// <param name="progress">Told after every batch; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<StorageCopyReport> VerifyAsync(
        IStorageEngine source,
        IStorageEngine target,
        IReadOnlyCollection<TenantId> tenants,
        IProgress<StorageCopyProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(tenants);
        var tallies = new List<CollectionCopyReport>();
        foreach (var run in Runs(source, target, tenants, progress))
        {
            await run.Collection.VerifyAsync(run, cancellationToken).ConfigureAwait(false);
            tallies.Add(run.Report());
        }

        return new() { Collections = [.. tallies] };
    }

    private IEnumerable<CopyRun> Runs(
        IStorageEngine source, IStorageEngine target, IReadOnlyCollection<TenantId> tenants, IProgress<StorageCopyProgress>? progress) =>
        from tenant in tenants
        from collection in collections
        select new CopyRun(collection, source, target, tenant, progress);
}

/// <summary>How far a copy is.</summary>
/// <param name="Tenant">The tenant that is being copied.</param>
/// <param name="Collection">The collection that is being copied.</param>
/// <param name="IsVerifying">Whether it is being verified rather than copied.</param>
/// <param name="Done">How many records or streams of it are done.</param>
public readonly record struct StorageCopyProgress(TenantId Tenant, string Collection, bool IsVerifying, long Done);

/// <summary>What a copy came to.</summary>
public sealed record StorageCopyReport
{
    /// <summary>One tally a tenant and collection.</summary>
    public required ImmutableArray<CollectionCopyReport> Collections { get; init; }

    /// <summary>Whether everything was verified and nothing differs.</summary>
    public bool IsComplete => Collections.All(c => c.Problems.IsEmpty);
}

/// <summary>What the copy of one collection of one tenant came to.</summary>
public sealed record CollectionCopyReport
{
    /// <summary>The tenant.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>The collection.</summary>
    public required string Collection { get; init; }

    /// <summary>Records or streams that were written to.</summary>
    public required long Copied { get; init; }

    /// <summary>Entries that were written; 0 for records.</summary>
    public required long Entries { get; init; }

    /// <summary>Records or streams that were there already.</summary>
    public required long AlreadyThere { get; init; }

    /// <summary>Records or streams that were compared.</summary>
    public required long Verified { get; init; }

    /// <summary>Whether states were folded anew. A ticket's fold needs the policies of its time, so a ticket's state is compared with the source's.</summary>
    public required bool IsRefolded { get; init; }

    /// <summary>What differs, by id; the first hundred.</summary>
    public required ImmutableArray<string> Problems { get; init; }
}
