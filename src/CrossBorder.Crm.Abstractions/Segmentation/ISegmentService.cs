using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Segmentation;

/// <summary>The segments of one tenant.</summary>
public interface ISegmentService
{
    /// <summary>Sets how the tenant segments its customers; the next run uses it.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="cancellationToken">Cancels the write, which then has happened wholly or not at all.</param>
    /// <exception cref="ArgumentException">The scheme is not valid; the message names the place and the rule.</exception>
    ValueTask SetSchemeAsync(SegmentScheme scheme, CancellationToken cancellationToken = default);

    /// <summary>How the tenant segments its customers; null where nothing was set.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<SegmentScheme?> FindSchemeAsync(CancellationToken cancellationToken = default);

    /// <summary>Scores all customers, writes who is where, and raises an event for whoever entered or left. Safe to repeat.</summary>
    /// <remarks>Walks every activity stream once; sorting makes it O(n log n) in the number of customers.</remarks>
    /// <param name="asOf">The instant to judge for.</param>
    /// <param name="cancellationToken">Cancels the rest; what was written stays, and a repetition completes it.</param>
    /// <exception cref="InvalidOperationException">No scheme was set.</exception>
    ValueTask<SegmentationRun> RunAsync(Instant asOf, CancellationToken cancellationToken = default);

    /// <summary>Judges one customer anew, by the cuts of the last run, and raises events. Safe to repeat.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="asOf">The instant to judge for.</param>
    /// <param name="cancellationToken">Cancels the step, which then has happened wholly or not at all.</param>
    /// <returns>Where she stands; null where she has no activity or no scheme was set.</returns>
    ValueTask<SegmentMembership?> EvaluateAsync(CustomerId customer, Instant asOf, CancellationToken cancellationToken = default);

    /// <summary>Where a customer stands; null where she was never judged.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<SegmentMembership?> FindAsync(CustomerId customer, CancellationToken cancellationToken = default);

    /// <summary>Lists memberships, page by page.</summary>
    /// <param name="query">Which.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<Versioned<SegmentMembership>>> ListAsync(SegmentMembershipQuery query, PageRequest page, CancellationToken cancellationToken = default);
}

/// <summary>What a run found.</summary>
public sealed record SegmentationRun
{
    /// <summary>The instant that it judged for.</summary>
    public required Instant AsOf { get; init; }

    /// <summary>How many customers were judged.</summary>
    public required int Customers { get; init; }

    /// <summary>How many of them have an order that counts, and so a score.</summary>
    public required int Scored { get; init; }

    /// <summary>How many memberships changed.</summary>
    public required int Changed { get; init; }

    /// <summary>What each market was measured against.</summary>
    public required ImmutableArray<SegmentBaseline> Baselines { get; init; }
}
