namespace CrossBorder.Crm.Storage.Copy;

/// <summary>Copies and verifies one collection. Every room registers one for each of its collections.</summary>
internal abstract class CollectionCopy
{
    /// <summary>How many records, or heads, are read at a time.</summary>
    protected const int BatchSize = 100;

    public abstract CollectionSchema Schema { get; }

    public abstract Task CopyAsync(CopyRun run, CancellationToken cancellationToken);

    public abstract Task VerifyAsync(CopyRun run, CancellationToken cancellationToken);

    protected static bool Same(Payload left, Payload right) => left.Bytes.Span.SequenceEqual(right.Bytes.Span);
}
