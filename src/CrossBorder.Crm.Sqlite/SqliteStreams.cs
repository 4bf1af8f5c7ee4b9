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

    private readonly string head = $"select version, state, chain, owner_ref from {tables.Main} where {Owner}";
    private readonly string answer = $"select head, hash, answer from {tables.Keys} where {Owner} and key = @key";
    private readonly string version = $"select version from {tables.Main} where {Owner}";
    private readonly string filed =
        $"select e.version, e.payload from {tables.References} r join {tables.Entries} e on e.tenant = r.tenant and e.id = r.id and e.version = r.version "
        + "where r.tenant = @tenant and r.id = @id and r.reference = @reference order by e.version";
    private readonly string insert =
        $"insert into {tables.Main} (tenant, id, version, state, chain, owner_ref{tables.FieldList}) values (@tenant, @id, @head, @state, @chain, @owner{SqliteFields.Parameters(tables)})";
    private readonly string update =
        $"update {tables.Main} set version = @head, state = @state, chain = @chain, owner_ref = coalesce(@owner, owner_ref){SqliteFields.Assignments(tables)} where {Owner}";
    private readonly string addEntry =
        $"insert into {tables.Entries} (tenant, id, version, payload, chain, refs) values (@tenant, @id, @version, @payload, @chain, @refs)";
    private readonly string addReference =
        $"insert or ignore into {tables.References} (tenant, id, reference, version) values (@tenant, @id, @reference, @version)";
    private readonly string addKey = $"insert into {tables.Keys} (tenant, id, key, head, hash, answer) values (@tenant, @id, @key, @head, @hash, @answer)";
    private readonly string forwards =
        $"select version, payload, chain, refs from {tables.Entries} where {Owner} and version > @after order by version limit @limit";
    private readonly string backwards =
        $"select version, payload, chain, refs from {tables.Entries} where {Owner} and version < @after order by version desc limit @limit";

    public StreamHead<Payload, Payload> Load(SqliteSession session, TenantId tenant, StreamLoad<Guid> load)
    {
        var id = SqliteValues.Id(load.Stream);
        var answered = load.Key is { } key ? Answer(session, tenant, id, key) : null;
        using var row = session.Command(head, ("@tenant", tenant.Value), ("@id", id)).ExecuteReader();
        return row.Read()
            ? Head(row, load.Stream, 0) with { Answer = answered, Entries = Filed(session, tenant, id, load.References) }
            : new() { Stream = load.Stream, Version = 0 };
    }

    public AppendResult? Check(SqliteSession session, TenantId tenant, StreamAppend<Guid, Payload, Payload> append)
    {
        // The key comes before the version (STO-6).
        var id = SqliteValues.Id(append.Stream);
        if (Answer(session, tenant, id, append.Key) is { } first)
        {
            return new(AppendStatus.AlreadyApplied, first.Head, first);
        }

        var now = session.Command(version, ("@tenant", tenant.Value), ("@id", id)).ExecuteScalar() as long? ?? 0;
        return now == append.ExpectedVersion ? null : new(AppendStatus.Conflict, now);
    }

    public AppendResult Append(SqliteSession session, TenantId tenant, StreamAppend<Guid, Payload, Payload> append) =>
        Check(session, tenant, append) ?? Write(session, tenant, append);

    public AppendResult Write(SqliteSession session, TenantId tenant, StreamAppend<Guid, Payload, Payload> append)
    {
        var id = SqliteValues.Id(append.Stream);
        var next = append.ExpectedVersion;
        foreach (var entry in append.Entries)
        {
            next++;
            session.Execute(
                addEntry, ("@tenant", tenant.Value), ("@id", id), ("@version", next), ("@payload", entry.Entry.Bytes.ToArray()),
                ("@chain", entry.Chain.ToArray()), ("@refs", References(entry.References)));
            foreach (var reference in entry.References)
            {
                session.Execute(addReference, ("@tenant", tenant.Value), ("@id", id), ("@reference", reference.Text), ("@version", next));
            }
        }

        List<(string, object?)> values =
        [
            ("@tenant", tenant.Value), ("@id", id), ("@head", next), ("@state", append.State.Bytes.ToArray()),
            ("@chain", append.Entries[^1].Chain.ToArray()), ("@owner", append.Owner?.ToString()),
        ];
        SqliteFields.Add(values, tables, append.Index);
        session.Execute(append.ExpectedVersion == 0 ? insert : update, [.. values]);
        session.Execute(
            addKey, ("@tenant", tenant.Value), ("@id", id), ("@key", append.Key.Value), ("@head", next), ("@hash", append.Hash.ToArray()),
            ("@answer", append.Answer.Bytes.ToArray()));
        outbox.Add(session, tenant, append.Events);
        return new(AppendStatus.Appended, next);
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

    private RecordedAnswer? Answer(SqliteSession session, TenantId tenant, string id, IdempotencyKey key)
    {
        using var row = session.Command(answer, ("@tenant", tenant.Value), ("@id", id), ("@key", key.Value)).ExecuteReader();
        return row.Read() ? new(row.GetInt64(0), new Digest(row.GetFieldValue<byte[]>(1)), Payload.FromBytes(row.GetFieldValue<byte[]>(2))) : null;
    }

    private ImmutableArray<Versioned<Payload>> Filed(SqliteSession session, TenantId tenant, string id, ImmutableArray<Reference> references)
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

    // A JSON array: references may hold any character.
    private static string References(ImmutableArray<Reference> references) =>
        references.IsDefaultOrEmpty ? "[]" : "[" + string.Join(',', references.Select(r => JsonEncodedText.Encode(r.Text)).Select(text => $"\"{text}\"")) + "]";

    private static ImmutableArray<Reference> References(string json)
    {
        using var array = JsonDocument.Parse(json);
        return [.. array.RootElement.EnumerateArray().Select(element => new Reference(element.GetString()!))];
    }
}
