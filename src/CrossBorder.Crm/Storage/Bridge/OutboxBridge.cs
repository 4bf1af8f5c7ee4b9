using NodaTime;

namespace CrossBorder.Crm.Storage.Bridge;

/// <summary>The outbox of an engine, with the events' data as objects.</summary>
internal sealed class OutboxBridge(IOutboxRepository engine, IPayloadCodec codec) : IOutboxRepository
{
    public async ValueTask<IReadOnlyList<ClaimedEvent>> ClaimAsync(
        int max, string worker, Instant now, Instant leaseUntil, CancellationToken cancellationToken)
    {
        StorageArguments.RequireClaim(max, worker, now, leaseUntil);
        var claimed = await engine.ClaimAsync(max, worker, now, leaseUntil, cancellationToken).ConfigureAwait(false);
        return [.. claimed.Select(c => c with { Event = c.Event with { Data = codec.ToValue(c.Event.Data) } })];
    }

    public ValueTask<int> CompleteAsync(string worker, IReadOnlyList<OutboxRef> events, CancellationToken cancellationToken) =>
        engine.CompleteAsync(worker, events, cancellationToken);

    public ValueTask<int> ReleaseAsync(
        string worker, IReadOnlyList<OutboxRef> events, Instant notBefore, string failure, CancellationToken cancellationToken) =>
        engine.ReleaseAsync(worker, events, notBefore, failure, cancellationToken);
}
