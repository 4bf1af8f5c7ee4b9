using System.Collections.Immutable;

namespace CrossBorder.Crm.Storage.Copy;

/// <summary>A stream of the source, read append by append from where the target's ends.</summary>
internal sealed class StreamReplay(
    CopyRun run, CollectionSchema schema, StreamHead<Payload, Payload> head, ImmutableArray<IndexValue> index, long from)
{
    private const int PageSize = 200;

    private readonly Queue<StoredEntry> read = new();
    private long version = from;
    private string? after = PageCursor.OfVersion(from);
    private bool isReadOut;

    public Guid Stream => head.Stream;

    public bool IsAtEnd { get; private set; }

    /// <summary>The next append, or null at the end.</summary>
    public async ValueTask<StreamAppend<Guid, Payload, Payload>?> NextAsync(CancellationToken cancellationToken)
    {
        var entries = ImmutableArray.CreateBuilder<StreamEntry<Payload>>();

        // What was appended to the source after its head was read belongs to another run.
        while (version + entries.Count < head.Version && await EntryAsync(cancellationToken).ConfigureAwait(false) is { } entry)
        {
            entries.Add(new() { Entry = entry.Payload, References = entry.References, Chain = entry.Chain });
            if (entry.Request is { } request)
            {
                var append = new StreamAppend<Guid, Payload, Payload>
                {
                    Stream = head.Stream,
                    ExpectedVersion = version,
                    Key = request.Key,
                    Hash = request.Hash,
                    Answer = request.Answer,
                    Entries = entries.ToImmutable(),
                    State = head.State!,
                    Index = index,
                    Owner = head.Owner,
                };
                version += entries.Count;
                return append;
            }
        }

        IsAtEnd = true;
        return null;
    }

    private async ValueTask<StoredEntry?> EntryAsync(CancellationToken cancellationToken)
    {
        if (read.Count == 0 && !isReadOut)
        {
            var page = await run.Source.ReadAsync(schema, run.Tenant, head.Stream, new() { Size = PageSize, After = after }, cancellationToken).ConfigureAwait(false);
            foreach (var entry in page.Items)
            {
                read.Enqueue(entry);
            }

            (after, isReadOut) = (page.Next, page.Next is null);
        }

        return read.TryDequeue(out var next) ? next : null;
    }
}
