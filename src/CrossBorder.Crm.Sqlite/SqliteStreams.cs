using System.Collections.Immutable;
using System.Text.Json;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace CrossBorder.Crm.Sqlite;

/// <summary>The statements of one collection of streams.</summary>
internal sealed class SqliteStreams(CollectionTables tables, SqliteOutbox outbox)
{
    private const string Owner = "tenant = @tenant and id = @id";

    // One statement, so that head and answer are of one moment.
    private readonly string head =
        $"select h.version, h.state, h.chain, h.owner_ref, e.version, e.hash, e.answer from {tables.Main} h "
        + $"left join {tables.Entries} e on e.tenant = h.tenant and e.id = h.id and e.key = @key where h.tenant = @tenant and h.id = @id";
    private readonly string answer = $"select version, hash, answer from {tables.Entries} where {Owner} and key = @key";
    private readonly string version = $"select version from {tables.Main} where {Owner}";
    // The references first, whatever the planner believes of tables that it has not counted (STO-13).
    private readonly string filed =
        $"select version, payload from {tables.Entries} where {Owner} and version in "
        + $"(select version from {tables.References} where {Owner} and reference = @reference) order by version";
    private readonly string insert =
        $"insert into {tables.Main} (tenant, id, version, state, chain, owner_ref{tables.FieldList}) values (@tenant, @id, @head, @state, @chain, @owner{SqliteFields.Parameters(tables)}) on conflict do nothing";
    private readonly string update =
        $"update {tables.Main} set version = @head, state = @state, chain = @chain, owner_ref = coalesce(@owner, owner_ref){SqliteFields.Assignments(tables)} where {Owner} and version = @expected "
        + $"and not exists (select 1 from {tables.Entries} where {Owner} and key = @key)";
    private readonly string addEntry =
        $"insert into {tables.Entries} (tenant, id, version, payload, chain, refs, key, hash, answer) values (@tenant, @id, @version, @payload, @chain, @refs, @key, @hash, @answer)";
    private readonly string addReference =
        $"insert or ignore into {tables.References} (tenant, id, reference, version) values (@tenant, @id, @reference, @version)";
    private readonly string forwards = $"{Entries(tables)} and version > @after order by version limit @limit";
    private readonly string backwards = $"{Entries(tables)} and version < @after order by version desc limit @limit";

    public StreamHead<Payload, Payload> Load(SqliteSession session, TenantId tenant, StreamLoad<Guid> load)
    {
        var id = SqliteValues.Id(load.Stream);
        using var row = session.Command(head, ("@key", load.Key?.Value), ("@tenant", tenant.Value), ("@id", id)).ExecuteReader();
        return row.Read()
            ? Head(row, load.Stream, 0) with
            {
                Answer = row.IsDBNull(4) ? null : new(row.GetInt64(4), new Digest(row.GetFieldValue<byte[]>(5)), Payload.FromBytes(row.GetFieldValue<byte[]>(6))),
                Entries = Filed(session, tenant, id, load.References),
            }
            : new() { Stream = load.Stream, Version = 0 };
    }

    /// <summary>Writes, or says why not: the key comes before the version (STO-6).</summary>
    public AppendResult Append(SqliteSession session, TenantId tenant, StreamAppend<Guid, Payload, Payload> append) =>
        // Almost every append goes through, so it is tried first; what is in its way is looked up only when something is.
        Write(session, tenant, append) ?? Refusal(session, tenant, append) ?? throw new StorageException(
            $"{tables.Main}: the append to {append.Stream} was refused, but neither its key nor its version is in the way. Are rows missing?");

    /// <summary>Why an append cannot be written, or null where it can.</summary>
    public AppendResult? Refusal(SqliteSession session, TenantId tenant, StreamAppend<Guid, Payload, Payload> append)
    {
        var id = SqliteValues.Id(append.Stream);
        if (Answer(session, tenant, id, append.Key) is { } first)
        {
            return new(AppendStatus.AlreadyApplied, first.Head, first);
        }

        var now = session.Command(version, ("@tenant", tenant.Value), ("@id", id)).ExecuteScalar() as long? ?? 0;
        return now == append.ExpectedVersion ? null : new(AppendStatus.Conflict, now);
    }

    /// <summary>Writes in the caller's transaction; null, and nothing written, where the key was used or the version is another.</summary>
    public AppendResult? Write(SqliteSession session, TenantId tenant, StreamAppend<Guid, Payload, Payload> append)
    {
        var id = SqliteValues.Id(append.Stream);
        var next = append.ExpectedVersion + append.Entries.Length;
        List<(string, object?)> values =
        [
            ("@tenant", tenant.Value), ("@id", id), ("@head", next), ("@state", append.State.Bytes.ToArray()),
            ("@chain", append.Entries[^1].Chain.ToArray()), ("@owner", append.Owner?.ToString()),
        ];
        SqliteFields.Add(values, tables, append.Index);
        if (append.ExpectedVersion > 0)
        {
            values.Add(("@expected", append.ExpectedVersion));
            values.Add(("@key", append.Key.Value));
        }

        if (session.Execute(append.ExpectedVersion == 0 ? insert : update, [.. values]) == 0)
        {
            return null;
        }

        for (var i = 0; i < append.Entries.Length; i++)
        {
            AddEntry(session, tenant, id, append, i);
        }

        outbox.Add(session, tenant, append.Events);
        return new(AppendStatus.Appended, next);
    }

    private void AddEntry(SqliteSession session, TenantId tenant, byte[] id, StreamAppend<Guid, Payload, Payload> append, int index)
    {
        var entry = append.Entries[index];
        var entryVersion = append.ExpectedVersion + index + 1;
        var last = index == append.Entries.Length - 1;
        session.Execute(
            addEntry, ("@tenant", tenant.Value), ("@id", id), ("@version", entryVersion), ("@payload", entry.Entry.Bytes.ToArray()),
            ("@chain", entry.Chain.ToArray()), ("@refs", References(entry.References)), ("@key", last ? append.Key.Value : null),
            ("@hash", last ? append.Hash.ToArray() : null), ("@answer", last ? append.Answer.Bytes.ToArray() : null));
        foreach (var reference in entry.References)
        {
            session.Execute(addReference, ("@tenant", tenant.Value), ("@id", id), ("@reference", reference.Text), ("@version", entryVersion));
        }
    }

    public Page<StoredEntry> Read(SqliteSession session, TenantId tenant, Guid stream, PageRequest page)
    {
        var after = page.After is { } text ? PageCursor.ParseVersion(text) : page.Descending ? long.MaxValue : 0;
        using var row = session.Command(
            page.Descending ? backwards : forwards,
            ("@tenant", tenant.Value), ("@id", SqliteValues.Id(stream)), ("@after", after), ("@limit", page.Size + 1)).ExecuteReader();
        var items = new List<StoredEntry>();
        while (row.Read())
        {
            if (items.Count == page.Size)
            {
                return new() { Items = items, Next = PageCursor.OfVersion(items[^1].Version) };
            }

            items.Add(new()
            {
                Version = row.GetInt64(0),
                Payload = Payload.FromBytes(row.GetFieldValue<byte[]>(1)),
                Chain = new Digest(row.GetFieldValue<byte[]>(2)),
                References = References(row.GetString(3)),
                Request = row.IsDBNull(4)
                    ? null
                    : new(new(row.GetString(4)), new Digest(row.GetFieldValue<byte[]>(5)), Payload.FromBytes(row.GetFieldValue<byte[]>(6))),
            });
        }

        return new() { Items = items };
    }

    public Page<StreamHead<Payload, Payload>> List(SqliteSession session, TenantId tenant, StoreQuery query, PageRequest page) =>
        SqliteFields.List(session, tables, "m.version, m.state, m.chain, m.owner_ref", 5, tenant, query, page, (row, id) => Head(row, id, 1));

    private static StreamHead<Payload, Payload> Head(SqliteDataReader row, Guid stream, int first) => new()
    {
        Stream = stream,
        Version = row.GetInt64(first),
        State = Payload.FromBytes(row.GetFieldValue<byte[]>(first + 1)),
        Chain = new Digest(row.GetFieldValue<byte[]>(first + 2)),
        Owner = row.IsDBNull(first + 3) ? null : ExternalRef.Parse(row.GetString(first + 3)),
    };

    private RecordedAnswer? Answer(SqliteSession session, TenantId tenant, byte[] id, IdempotencyKey key)
    {
        using var row = session.Command(answer, ("@tenant", tenant.Value), ("@id", id), ("@key", key.Value)).ExecuteReader();
        return row.Read() ? new(row.GetInt64(0), new Digest(row.GetFieldValue<byte[]>(1)), Payload.FromBytes(row.GetFieldValue<byte[]>(2))) : null;
    }

    private ImmutableArray<Versioned<Payload>> Filed(SqliteSession session, TenantId tenant, byte[] id, ImmutableArray<Reference> references)
    {
        if (references.IsDefaultOrEmpty)
        {
            return [];
        }

        var found = new SortedDictionary<long, Payload>();
        foreach (var reference in references)
        {
            using var row = session.Command(filed, ("@tenant", tenant.Value), ("@id", id), ("@reference", reference.Text)).ExecuteReader();
            while (row.Read())
            {
                found[row.GetInt64(0)] = Payload.FromBytes(row.GetFieldValue<byte[]>(1));
            }
        }

        return [.. found.Select(entry => new Versioned<Payload>(entry.Value, entry.Key))];
    }

    private static string Entries(CollectionTables tables) => $"select version, payload, chain, refs, key, hash, answer from {tables.Entries} where {Owner}";

    // A JSON array: references may hold any character.
    private static string References(ImmutableArray<Reference> references) =>
        references.IsDefaultOrEmpty ? "[]" : "[" + string.Join(',', references.Select(r => JsonEncodedText.Encode(r.Text)).Select(text => $"\"{text}\"")) + "]";

    private static ImmutableArray<Reference> References(string json)
    {
        using var array = JsonDocument.Parse(json);
        return [.. array.RootElement.EnumerateArray().Select(element => new Reference(element.GetString()!))];
    }
}
