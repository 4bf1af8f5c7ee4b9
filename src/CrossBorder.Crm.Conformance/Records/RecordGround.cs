using System.Globalization;
using CrossBorder.Crm.Conformance.Running;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Conformance.Records;

/// <summary>A write as a case says it: which record, which content, over which version.</summary>
internal sealed record RecordSent(int Number, int Variant, long Expected)
{
    public CrmEvent[] Events { get; init; } = [];

    public string Content => RecordGround.Label(Number, Variant);
}

/// <summary>A record as it was read: <c>3.1</c> is variant 1 of record 3.</summary>
internal readonly record struct RecordSeen(string Content, long Version);

/// <summary>Record cases speak in numbers; a subclass turns these into the samples of a harness.</summary>
internal abstract class RecordGround(GroundRules rules) : Ground(rules)
{
    public const int Variants = 10;

    public abstract IReadOnlyList<string> Listings { get; }

    public static string Label(int number, int variant) => string.Create(CultureInfo.InvariantCulture, $"{number}.{variant}");

    public abstract Task<RecordSeen?> FindAsync(TenantId tenant, int number, CancellationToken? cancellation = null);

    public abstract Task<WriteResult> SaveAsync(TenantId tenant, RecordSent save, CancellationToken? cancellation = null);

    public abstract Task<IReadOnlyList<WriteResult>> SaveManyAsync(TenantId tenant, IReadOnlyList<RecordSent> saves);

    /// <summary>One page of the contents of a listing.</summary>
    public abstract Task<Page<string>> ListAsync(TenantId tenant, int listing, PageRequest page, CancellationToken? cancellation = null);

    /// <summary>What a listing must hold of these records, in its order.</summary>
    public abstract List<string> Expected(int listing, IEnumerable<(int Number, int Variant)> records);

    public Task<RecordSeen?> FindAsync(int number) => FindAsync(Tenant, number);

    public Task<WriteResult> SaveAsync(int number, int variant, long expected, params CrmEvent[] events) =>
        SaveAsync(Tenant, new(number, variant, expected) { Events = events });

    /// <summary>Writes records that must not exist yet.</summary>
    public async Task SeedAsync(TenantId tenant, IEnumerable<(int Number, int Variant)> records)
    {
        foreach (var chunk in records.Chunk(100))
        {
            var results = await SaveManyAsync(tenant, [.. chunk.Select(r => new RecordSent(r.Number, r.Variant, 0))]);
            Probe.True(
                results.All(r => r.Status == WriteStatus.Saved), $"{chunk.Length} new records were saved at once", "all are saved", Shown.Of(results));
        }
    }

    public Task<List<string>> AllAsync(TenantId tenant, int listing, int size = PageRequest.MaxSize, bool descending = false, Func<Task>? between = null) =>
        Probe.AllAsync(page => ListAsync(tenant, listing, page), Listings[listing], size, descending, between);

    public override async Task RaiseAsync(TenantId tenant, int number, params CrmEvent[] events)
    {
        var found = await FindAsync(tenant, number);
        await SaveAsync(tenant, new(number, (int)((found?.Version ?? 0) % Variants), found?.Version ?? 0) { Events = events });
    }
}
