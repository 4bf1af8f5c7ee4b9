using CrossBorder.Crm.Conformance.Running;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Conformance.Records;

/// <summary>The samples of a harness behind the numbers of the cases.</summary>
internal sealed class TypedRecordGround<TId, TRecord, TQuery>(
    IRecordHarness<TId, TRecord, TQuery> harness,
    IStoreUnderTest<IRecordRepository<TId, TRecord, TQuery>> under,
    GroundRules rules)
    : RecordGround(rules)
    where TId : struct, IEntityId<TId>
    where TRecord : class
    where TQuery : class
{
    private readonly Labels<TRecord> records = new(harness.Comparer);
    private readonly Labels<Payload> data = new(PayloadComparer.Instance);

    public override IReadOnlyList<string> Listings { get; } = [.. harness.Listings.Select(l => l.Name)];

    public override IOutboxRepository Outbox => under.Outbox ?? throw new NotSupportedException("The harness claims an outbox but offers none.");

    public override Duration MaxIndexLag => under.MaxIndexLag;

    public override ValueTask RestartAsync() => under.RestartAsync(Cancellation);

    public override void FailNextWrite() => under.FailNextWrite();

    public override Guid OwnerOf(int number) => harness.Sample(number, 0).Id.Value;

    public override CrmEvent Event(int number, int id, Instant? occurredAt = null) => new()
    {
        Id = Draw.Id(id),
        Owner = OwnerOf(number),
        Kind = "conformance.v1",
        OccurredAt = occurredAt ?? Noon,
        Data = data.Written(harness.EventData(id), id),
    };

    public override string LabelOfEventData(Payload data) => this.data.Of(data);

    public override async Task<RecordSeen?> FindAsync(TenantId tenant, int number, CancellationToken? cancellation = null) =>
        await under.Store.FindAsync(tenant, harness.Sample(number, 0).Id, cancellation ?? Cancellation) is { } found
            ? new RecordSeen(records.Of(found.Value), found.Version)
            : null;

    public override async Task<WriteResult> SaveAsync(TenantId tenant, RecordSent save, CancellationToken? cancellation = null)
    {
        var (id, write) = Typed(save);
        return await under.Store.SaveAsync(tenant, id, write, cancellation ?? Cancellation);
    }

    public override async Task<IReadOnlyList<WriteResult>> SaveManyAsync(TenantId tenant, IReadOnlyList<RecordSent> saves) =>
        await under.Store.SaveManyAsync(tenant, [.. saves.Select(Typed)], Cancellation);

    public override async Task<Page<string>> ListAsync(TenantId tenant, int listing, PageRequest page, CancellationToken? cancellation = null)
    {
        var rows = await under.Store.ListAsync(tenant, harness.Listings[listing].Query, page, cancellation ?? Cancellation);
        return new() { Items = [.. rows.Items.Select(row => records.Of(row.Value))], Next = rows.Next };
    }

    public override List<string> Expected(int listing, IEnumerable<(int Number, int Variant)> records)
    {
        var (holds, order) = (harness.Listings[listing].Holds, harness.Listings[listing].Order);
        return [.. records
            .Select(r => (Sample: harness.Sample(r.Number, r.Variant), Label: Label(r.Number, r.Variant)))
            .Where(item => holds(item.Sample))
            .Order(Comparer<(RecordSample<TId, TRecord> Sample, string Label)>.Create((x, y) =>
                order?.Invoke(x.Sample, y.Sample) is { } byQuery and not 0 ? byQuery : x.Sample.Id.Value.CompareTo(y.Sample.Id.Value)))
            .Select(item => item.Label)];
    }

    private RecordSave<TId, TRecord> Typed(RecordSent save)
    {
        var (id, record) = harness.Sample(save.Number, save.Variant);
        return new(id, harness.Write(records.Written(record, save.Content), save.Expected) with { Events = [.. save.Events] });
    }
}
