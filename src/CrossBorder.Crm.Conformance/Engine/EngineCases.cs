using System.Text;
using CrossBorder.Crm.Conformance.Running;
using CrossBorder.Crm.Conformance.Streams;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Conformance.Engine;

/// <summary>What only an engine must do: bytes as they are, typed index fields, and the refusal of what it does not know.</summary>
internal static class EngineCases
{
    public static IEnumerable<(string Clause, string Name, Func<Probe, IStorageEngine, TenantId, CancellationToken, Task> Body)> All =>
    [
        ("STO-5", "payloads are kept byte for byte, also those that are no text", BytesStay),
        ("STO-9", "index values compare by the microsecond and by the last decimal", ValuesAreExact),
        ("STO-14", "a state of the declared size is stored whole", LargestState),
        ("STO-16", "an unknown field, another type and a foreign cursor are refused", UnknownIsRefused),
    ];

    private static async Task BytesStay(Probe probe, IStorageEngine engine, TenantId tenant, CancellationToken cancellationToken)
    {
        byte[][] contents = [[], [0], [0xFF, 0xFE, 0x00, 0x80], Encoding.UTF8.GetBytes("{\"a\" :  1.50, \"a\":\"\\u00e9é\"}\n")];
        for (var i = 0; i < contents.Length; i++)
        {
            var write = new RecordWrite<Payload> { Record = Payload.FromBytes(contents[i]), ExpectedVersion = 0, Index = EngineSamples.Index(i) };
            await engine.SaveAsync(KitCollections.Records, tenant, Draw.Id(i), write, transaction: null, cancellationToken);
            var found = await engine.FindAsync(KitCollections.Records, tenant, Draw.Id(i), cancellationToken);
            probe.Equal(Convert.ToHexString(contents[i]), Convert.ToHexString(found!.Payload.Bytes.Span), $"payload {i} was written and read");
        }
    }

    private static async Task ValuesAreExact(Probe probe, IStorageEngine engine, TenantId tenant, CancellationToken cancellationToken)
    {
        var noon = Ground.Noon;
        (decimal Amount, Instant Due)[] values =
        [
            (0.0000000001m, noon), (0.0000000002m, noon + Duration.FromTicks(10)), (999_999_999_999_999_999.9999999999m, noon + Duration.FromTicks(20)), (-0.0000000001m, Instant.FromUtc(1969, 12, 31, 23, 59) + Duration.FromTicks(10)),
        ];
        for (var i = 0; i < values.Length; i++)
        {
            var write = new RecordWrite<Payload>
            {
                Record = SamplePayloads.Of(i), ExpectedVersion = 0, Index = [default, default, IndexValue.Of(values[i].Amount), IndexValue.Of(values[i].Due), default],
            };
            await engine.SaveAsync(KitCollections.Records, tenant, Draw.Id(i), write, transaction: null, cancellationToken);
        }

        for (var i = 0; i < values.Length; i++)
        {
            var (amount, due) = values[i];
            probe.Same([i], await ListAsync(Condition.Equal("amount", IndexValue.Of(amount))), $"the amount {amount} was asked for");
            probe.Same([i], await ListAsync(Condition.Equal("due_at", IndexValue.Of(due))), $"the instant {due} was asked for");
        }

        async Task<List<int>> ListAsync(Condition condition)
        {
            var page = await ((IRecordStore)engine).ListAsync(KitCollections.Records, tenant, new() { Where = [condition] }, new(), cancellationToken);
            return [.. page.Items.Select(row => EngineSamples.NumberOf(row.Payload))];
        }
    }

    private static async Task LargestState(Probe probe, IStorageEngine engine, TenantId tenant, CancellationToken cancellationToken)
    {
        var state = new byte[engine.Description.MaxStateBytes];
        for (var i = 0; i < state.Length; i++)
        {
            state[i] = (byte)(i * 31 % 251);
        }

        var append = new StreamAppend<Guid, Payload, Payload>
        {
            Stream = Draw.Id(1),
            ExpectedVersion = 0,
            Key = new("a"),
            Hash = StreamGround.HashOf(1),
            Answer = SamplePayloads.Of(1),
            Entries = [new() { Entry = SamplePayloads.Of(1) }],
            State = Payload.FromBytes(state),
            Index = EngineSamples.Index(1),
        };
        await engine.AppendAsync(KitCollections.Streams, tenant, append, transaction: null, cancellationToken);
        var head = await engine.LoadAsync(KitCollections.Streams, tenant, new() { Stream = Draw.Id(1) }, cancellationToken);
        probe.True(head.State!.Bytes.Span.SequenceEqual(state), $"a state of {state.Length} bytes was written and loaded", "the same bytes", $"{head.State.Bytes.Length} bytes");
    }

    private static async Task UnknownIsRefused(Probe probe, IStorageEngine engine, TenantId tenant, CancellationToken cancellationToken)
    {
        await RefusedAsync(new() { Where = [Condition.Equal("nobody_knows", IndexValue.Of("x"))] }, new());
        await RefusedAsync(new() { OrderBy = "nobody_knows" }, new());
        await RefusedAsync(new() { Where = [Condition.Equal("rank", IndexValue.Of("text"))] }, new());
        await RefusedAsync(new() { Where = [Condition.Equal("rank", default)] }, new());
        await RefusedAsync(StoreQuery.All, new() { After = "this was never a cursor" });

        async Task RefusedAsync(StoreQuery query, PageRequest page)
        {
            var asked = $"a list was asked for: {string.Join(", ", query.Where)} ordered by {query.OrderBy ?? "id"} after {page.After ?? "nothing"}";
            await probe.RefusedAsync<ArgumentException>(
                async () => await ((IRecordStore)engine).ListAsync(KitCollections.Records, tenant, query, page, cancellationToken), asked);
            await probe.RefusedAsync<ArgumentException>(
                async () => await ((IStreamStore)engine).ListAsync(KitCollections.Streams, tenant, query, page, cancellationToken), asked);
        }
    }
}
