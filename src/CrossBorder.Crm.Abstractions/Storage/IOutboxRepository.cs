using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Storage;

/// <summary>Names an event in the outbox.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Owner">The owner of the write that raised it.</param>
/// <param name="EventId">The event's id.</param>
public readonly record struct OutboxRef(TenantId Tenant, Guid Owner, Guid EventId);

/// <summary>An event that a worker holds until its lease ends.</summary>
public sealed record ClaimedEvent
{
    /// <summary>The tenant whose event it is.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>The event.</summary>
    public required CrmEvent Event { get; init; }

    /// <summary>How often it has been claimed, this time included.</summary>
    public required int Attempt { get; init; }

    /// <summary>When the lease ends, exclusive: from then on another worker may claim it.</summary>
    public required Instant LeaseUntil { get; init; }

    /// <summary>The event's name, to complete or release it.</summary>
    public OutboxRef Ref => new(Tenant, Event.Owner, Event.Id);
}

/// <summary>The events that appends and writes left behind, handed out to workers at least once each.</summary>
public interface IOutboxRepository
{
    /// <summary>Takes events that are due and not held by another worker, of all tenants, the oldest first (STO-11).</summary>
    /// <param name="max">How many at most, from 1.</param>
    /// <param name="worker">The name of the worker.</param>
    /// <param name="now">The caller's time: leases that ended by it are over. The storage reads no clock.</param>
    /// <param name="leaseUntil">When the new leases end, exclusive; after <paramref name="now"/>.</param>
    /// <param name="cancellationToken">Cancels the claim, which then has happened wholly or not at all.</param>
    ValueTask<IReadOnlyList<ClaimedEvent>> ClaimAsync(
        int max, string worker, Instant now, Instant leaseUntil, CancellationToken cancellationToken);

    /// <summary>Removes events that were handled. One that another worker has claimed meanwhile stays; a repetition does nothing.</summary>
    /// <param name="worker">The worker that claimed them.</param>
    /// <param name="events">The events.</param>
    /// <param name="cancellationToken">Cancels the rest.</param>
    /// <returns>How many were removed.</returns>
    ValueTask<int> CompleteAsync(string worker, IReadOnlyList<OutboxRef> events, CancellationToken cancellationToken);

    /// <summary>Gives back events that could not be handled. One that another worker has claimed meanwhile is left alone.</summary>
    /// <param name="worker">The worker that claimed them.</param>
    /// <param name="events">The events.</param>
    /// <param name="notBefore">When they may be claimed again.</param>
    /// <param name="failure">What went wrong, for the operator; without personal data.</param>
    /// <param name="cancellationToken">Cancels the rest.</param>
    /// <returns>How many were given back.</returns>
    ValueTask<int> ReleaseAsync(
        string worker, IReadOnlyList<OutboxRef> events, Instant notBefore, string failure, CancellationToken cancellationToken);
}
