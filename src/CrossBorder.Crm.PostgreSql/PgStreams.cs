using System.Collections.Immutable;
using System.Globalization;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.Relational;
using Npgsql;

namespace CrossBorder.Crm.PostgreSql;

/// <summary>The statements of one collection of streams.</summary>
/// <remarks>
/// An append guards itself: over another version the head's version becomes null, which the column refuses; over a missing stream the entries
/// lack the row that their foreign key names; under a used key the unique index refuses. Each takes the whole batch with it.
/// </remarks>
internal sealed class PgStreams
{
    private readonly CollectionTables tables;
    private readonly PgOutbox outbox;
    private readonly string load;
    private readonly string loadTogether;
    private readonly string filed;
    private readonly string updateHead;
    private readonly string updateOwned;
    private readonly string forwards;
    private readonly string backwards;
    private readonly PgInsert heads;
    private readonly PgInsert entries;
    private readonly PgInsert references;

    public PgStreams(CollectionTables tables, PgOutbox outbox)
    {
        (this.tables, this.outbox) = (tables, outbox);
        load = $"select h.version, h.state, h.chain, h.owner_ref, e.version, e.hash, e.answer from {tables.Main} h "
            + $"left join {tables.Entries} e on e.tenant = h.tenant and e.id = h.id and e.key = $3 where h.tenant = $1 and h.id = $2";
        loadTogether = "select w.place, h.version, h.state, h.chain, h.owner_ref, e.version, e.hash, e.answer "
            + "from unnest($1::text[], $2::uuid[], $3::text[]) with ordinality w (tenant, id, key, place) "
            + $"cross join lateral (select version, state, chain, owner_ref from {tables.Main} where tenant = w.tenant and id = w.id offset 0) h "
            + $"left join lateral (select version, hash, answer from {tables.Entries} where tenant = w.tenant and id = w.id and key = w.key offset 0) e on true";
        // Equality on every column of an index, and a subquery that the planner must not pull up: whatever it believes of a table that it has not
        // counted yet, it has no plan to choose that reads a history (STO-13).
        filed = $"select e.version, e.payload from {tables.References} r cross join lateral (select version, payload from {tables.Entries} "
            + "where tenant = $1 and id = $2 and version = r.version offset 0) e where r.tenant = $1 and r.id = $2 and r.reference = $3";
        var fields = tables.Schema.Fields.Length;
        updateHead = UpdateHead(owner: "");
        updateOwned = UpdateHead(owner: ", owner_ref = $6");
        var read = $"select version, payload, chain, refs, key, hash, answer from {tables.Entries} where tenant = $1 and id = $2 and version";
        forwards = $"{read} > $3 order by version limit $4";
        backwards = $"{read} < $3 order by version desc limit $4";
        heads = new(tables.Main, $"tenant, id, version, state, chain, owner_ref{tables.FieldList}", 6 + fields);
        entries = new(tables.Entries, "tenant, id, version, payload, chain, refs, key, hash, answer", 9);
        references = new(tables.References, "tenant, id, reference, version", 4, " on conflict do nothing");
    }

    // What is stored of the owner stays where an append names none. No function over a column: a distributed engine takes none in SET.
    private string UpdateHead(string owner) => $"update {tables.Main} set version = case when version = $7 then $3::bigint end, state = $4, chain = $5{owner}"
        + $"{string.Concat(tables.Schema.Fields.Select((f, i) => string.Create(CultureInfo.InvariantCulture, $", {CollectionTables.Column(f)} = ${8 + i}")))} where tenant = $1 and id = $2";

    /// <summary>Loads several heads without entries by one statement, which costs the server and the driver less than many. Needs all tables on one server.</summary>
    public async ValueTask<IReadOnlyList<StreamHead<Payload, Payload>>> LoadTogetherAsync(
        NpgsqlConnection connection, IReadOnlyList<PgLoad> loads, CancellationToken cancellationToken)
    {
        if (loads.Count == 1 || loads.Any(l => !References(l.Wanted).IsEmpty))
        {
            return await LoadAsync(connection, loads, cancellationToken).ConfigureAwait(false);
        }

        var batch = connection.CreateBatch();
        await using var free = batch.ConfigureAwait(false);
        batch.Add(loadTogether)
            .With([.. loads.Select(l => l.Tenant.Value)]).With([.. loads.Select(l => l.Wanted.Stream)]).With([.. loads.Select(l => l.Wanted.Key?.Value)]);
        await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
        var row = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var close = row.ConfigureAwait(false);
        var found = new StreamHead<Payload, Payload>?[loads.Count];
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var place = (int)row.GetInt64(0) - 1;
            found[place] = AnsweredHead(row, loads[place].Wanted.Stream, 1);
        }

        return [.. found.Select((head, i) => head ?? new() { Stream = loads[i].Wanted.Stream, Version = 0 })];
    }

    /// <summary>Loads several heads in one round trip.</summary>
    public async ValueTask<IReadOnlyList<StreamHead<Payload, Payload>>> LoadAsync(
        NpgsqlConnection connection, IReadOnlyList<PgLoad> loads, CancellationToken cancellationToken)
    {
        var batch = connection.CreateBatch();
        await using var free = batch.ConfigureAwait(false);
        foreach (var (tenant, wanted) in loads)
        {
            batch.Add(load).With(tenant.Value).With(wanted.Stream).With(wanted.Key?.Value);
            foreach (var reference in References(wanted))
            {
                batch.Add(filed).With(tenant.Value).With(wanted.Stream).With(reference.Text);
            }
        }

        await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
        var row = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var close = row.ConfigureAwait(false);
        var heads = new List<StreamHead<Payload, Payload>>(loads.Count);
        foreach (var (_, wanted) in loads)
        {
            heads.Add(await HeadAsync(row, wanted, cancellationToken).ConfigureAwait(false));
            await row.NextResultAsync(cancellationToken).ConfigureAwait(false);
        }

        return heads;
    }

    private static async ValueTask<StreamHead<Payload, Payload>> HeadAsync(NpgsqlDataReader row, StreamLoad<Guid> wanted, CancellationToken cancellationToken)
    {
        var head = !await row.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? new() { Stream = wanted.Stream, Version = 0 }
            : AnsweredHead(row, wanted.Stream, 0);
        var references = References(wanted);
        if (references.IsEmpty)
        {
            return head;
        }

        var found = new SortedDictionary<long, Payload>();
        foreach (var _ in references)
        {
            await row.NextResultAsync(cancellationToken).ConfigureAwait(false);
            while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                // Each statement of a batch sees what was committed when it began; an entry after the head would be one that the head does not know.
                if (row.GetInt64(0) <= head.Version)
                {
                    found[row.GetInt64(0)] = Payload.FromBytes(row.GetFieldValue<byte[]>(1));
                }
            }
        }

        return head with { Entries = [.. found.Select(entry => new Versioned<Payload>(entry.Value, entry.Key))] };
    }

    /// <summary>Adds the statements of appends to a batch: heads first, in the order of their ids, so that two writers cannot wait for each other.</summary>
    public void AddTo(NpgsqlBatch batch, IReadOnlyList<PgAppend> appends)
    {
        var ordered = appends.OrderBy(a => a.Tenant.Value, StringComparer.Ordinal).ThenBy(a => a.Append.Stream).ToList();
        var newHeads = ordered.FindAll(a => a.Append.ExpectedVersion == 0);
        heads.AddTo(batch, newHeads.Count, (command, i) => WithIndex(WithHead(command, newHeads[i]), newHeads[i].Append));
        foreach (var changed in ordered.Where(a => a.Append.ExpectedVersion > 0))
        {
            WithIndex(WithHead(batch.Add(changed.Append.Owner is null ? updateHead : updateOwned), changed).With(changed.Append.ExpectedVersion), changed.Append);
        }

        var newEntries = appends.SelectMany(a => a.Append.Entries.Select((_, i) => (a.Tenant, a.Append, Index: i))).ToList();
        entries.AddTo(batch, newEntries.Count, (command, i) => AddEntry(command, newEntries[i].Tenant, newEntries[i].Append, newEntries[i].Index));
        var newReferences = newEntries.SelectMany(e => e.Append.Entries[e.Index].References.Select(r => (e.Tenant, e.Append, e.Index, r.Text))).ToList();
        references.AddTo(batch, newReferences.Count, (command, i) => command
            .With(newReferences[i].Tenant.Value).With(newReferences[i].Append.Stream).With(newReferences[i].Text)
            .With(newReferences[i].Append.ExpectedVersion + newReferences[i].Index + 1));
        outbox.AddTo(batch, [.. appends.SelectMany(a => a.Append.Events.Select(e => (a.Tenant, e)))]);
    }

    /// <summary>Why appends were refused, or null where nothing is in one's way any more. The key comes before the version (STO-6).</summary>
    public async ValueTask<IReadOnlyList<AppendResult?>> RefusalsAsync(
        NpgsqlConnection connection, IReadOnlyList<PgAppend> appends, CancellationToken cancellationToken)
    {
        var heads = await LoadAsync(
            connection, [.. appends.Select(a => new PgLoad(a.Tenant, new() { Stream = a.Append.Stream, Key = a.Append.Key }))], cancellationToken).ConfigureAwait(false);
        return [.. heads.Select((head, i) => Refusal(head, appends[i].Append.ExpectedVersion))];
    }

    private static AppendResult? Refusal(StreamHead<Payload, Payload> head, long expectedVersion) =>
        head.Answer is { } first ? new(AppendStatus.AlreadyApplied, first.Head, first)
        : head.Version != expectedVersion ? new(AppendStatus.Conflict, head.Version)
        : null;

    public async ValueTask<Page<StoredEntry>> ReadAsync(
        NpgsqlConnection connection, TenantId tenant, Guid stream, PageRequest page, CancellationToken cancellationToken)
    {
        var after = page.After is { } text ? PageCursor.ParseVersion(text) : page.Descending ? long.MaxValue : 0;
        var batch = connection.CreateBatch();
        await using var free = batch.ConfigureAwait(false);
        batch.Add(page.Descending ? backwards : forwards).With(tenant.Value).With(stream).With(after).With((long)page.Size + 1);
        await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
        var row = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var close = row.ConfigureAwait(false);
        var items = new List<StoredEntry>();
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (items.Count == page.Size)
            {
                return new() { Items = items, Next = PageCursor.OfVersion(items[^1].Version) };
            }

            items.Add(Entry(row));
        }

        return new() { Items = items };
    }

    public ValueTask<Page<StreamHead<Payload, Payload>>> ListAsync(
        NpgsqlConnection connection, TenantId tenant, StoreQuery query, PageRequest page, CancellationToken cancellationToken) =>
        PgList.ReadAsync(
            connection, tables, "m.version, m.state, m.chain, m.owner_ref", 5, tenant, query, page, static (row, id) => Head(row, id, 1), cancellationToken);

    /// <summary>A comma and a parameter for each index field.</summary>
    public static string Parameters(int first, int count) =>
        string.Concat(Enumerable.Range(first, count).Select(i => string.Create(CultureInfo.InvariantCulture, $", ${i}")));

    private static ImmutableArray<Reference> References(StreamLoad<Guid> wanted) => wanted.References.IsDefault ? [] : wanted.References;

    private static NpgsqlBatchCommand WithHead(NpgsqlBatchCommand command, PgAppend write) => command
        .With(write.Tenant.Value).With(write.Append.Stream).With(write.Append.ExpectedVersion + write.Append.Entries.Length).With(write.Append.State.Bytes)
        .With(write.Append.Entries[^1].Chain.ToArray()).With(write.Append.Owner?.ToString());

    private void WithIndex(NpgsqlBatchCommand command, StreamAppend<Guid, Payload, Payload> append)
    {
        for (var i = 0; i < append.Index.Length; i++)
        {
            command.With(tables.Schema.Fields[i].Type, append.Index[i]);
        }
    }

    private static void AddEntry(NpgsqlBatchCommand command, TenantId tenant, StreamAppend<Guid, Payload, Payload> append, int index)
    {
        var entry = append.Entries[index];
        var last = index == append.Entries.Length - 1;
        command.With(tenant.Value).With(append.Stream).With(append.ExpectedVersion + index + 1).With(entry.Entry.Bytes).With(entry.Chain.ToArray())
            .With([.. entry.References.Select(r => r.Text)]).With(last ? append.Key.Value : null);
        _ = last ? command.With(append.Hash.ToArray()).With(append.Answer.Bytes) : command.WithNoBytes().WithNoBytes();
    }

    private static StreamHead<Payload, Payload> AnsweredHead(NpgsqlDataReader row, Guid stream, int first) => Head(row, stream, first) with
    {
        Answer = row.IsDBNull(first + 4)
            ? null
            : new(row.GetInt64(first + 4), new Digest(row.GetFieldValue<byte[]>(first + 5)), Payload.FromBytes(row.GetFieldValue<byte[]>(first + 6))),
    };

    private static StreamHead<Payload, Payload> Head(NpgsqlDataReader row, Guid stream, int first) => new()
    {
        Stream = stream,
        Version = row.GetInt64(first),
        State = Payload.FromBytes(row.GetFieldValue<byte[]>(first + 1)),
        Chain = new Digest(row.GetFieldValue<byte[]>(first + 2)),
        Owner = row.IsDBNull(first + 3) ? null : ExternalRef.Parse(row.GetString(first + 3)),
    };

    private static StoredEntry Entry(NpgsqlDataReader row) => new()
    {
        Version = row.GetInt64(0),
        Payload = Payload.FromBytes(row.GetFieldValue<byte[]>(1)),
        Chain = new Digest(row.GetFieldValue<byte[]>(2)),
        References = [.. row.GetFieldValue<string[]>(3).Select(text => new Reference(text))],
        Request = row.IsDBNull(4)
            ? null
            : new(new(row.GetString(4)), new Digest(row.GetFieldValue<byte[]>(5)), Payload.FromBytes(row.GetFieldValue<byte[]>(6))),
    };
}

/// <summary>A load of one tenant.</summary>
internal readonly record struct PgLoad(TenantId Tenant, StreamLoad<Guid> Wanted);

/// <summary>An append of one tenant to one collection.</summary>
internal readonly record struct PgAppend(TenantId Tenant, CollectionSchema Collection, StreamAppend<Guid, Payload, Payload> Append);
