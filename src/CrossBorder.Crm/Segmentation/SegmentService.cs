using System.Collections.Immutable;
using CrossBorder.Crm.Customers;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Segmentation;

/// <inheritdoc cref="ISegmentService"/>
internal sealed class SegmentService(
    TenantId tenant,
    ISegmentRepository schemes,
    ISegmentBaselineRepository baselines,
    ISegmentMembershipRepository memberships,
    ICustomerActivityRepository activity,
    IDateTimeZoneProvider zones,
    RecordCache<SegmentSchemeId, SegmentScheme, SegmentSchemeQuery> schemeCache,
    RecordCache<SegmentBaselineId, SegmentBaseline, SegmentBaselineQuery> baselineCache,
    int maxConflicts) : ISegmentService
{
    private static readonly PageRequest Whole = new() { Size = PageRequest.MaxSize };

    public async ValueTask SetSchemeAsync(SegmentScheme scheme, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        if (scheme.ReportingCurrency == default)
        {
            throw new ArgumentException("The scheme needs a reporting currency.", nameof(scheme));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(scheme.MinimumSample, 1, "scheme.MinimumSample");
        RfmSegments.Require(scheme.Segments);
        ValueTierRules.Require(scheme.Tiers);
        foreach (var market in scheme.Markets)
        {
            _ = zones.GetZoneOrNull(market.DefaultZone)
                ?? throw new ArgumentException($"Market '{market.Id}' names the zone '{market.DefaultZone}', which {zones.VersionId} does not have.", nameof(scheme));
        }

        await RecordSaving.SaveAsync(
            schemes, SegmentsCollections.Schemes, tenant, SegmentSchemeId.Default, scheme, expectedVersion: null, maxConflicts, cancellationToken).ConfigureAwait(false);
        schemeCache.Forget(tenant, SegmentSchemeId.Default);
    }

    public async ValueTask<SegmentScheme?> FindSchemeAsync(CancellationToken cancellationToken) =>
        (await schemeCache.FindAsync(tenant, SegmentSchemeId.Default, cancellationToken).ConfigureAwait(false))?.Value;

    public async ValueTask<SegmentationRun> RunAsync(Instant asOf, CancellationToken cancellationToken)
    {
        asOf = asOf.ToMicroseconds();
        var scheme = (await schemes.FindAsync(tenant, SegmentSchemeId.Default, cancellationToken).ConfigureAwait(false))?.Value
            ?? throw new InvalidOperationException("No scheme was set. Call SetSchemeAsync first.");
        var subjects = await SubjectsAsync(scheme, asOf, cancellationToken).ConfigureAwait(false);
        var (scores, measured) = Measure(scheme, subjects, asOf);
        foreach (var baseline in measured)
        {
            await RecordSaving.SaveAsync(
                baselines, SegmentsCollections.Baselines, tenant, SegmentBaselineId.Of(baseline.Market), baseline, expectedVersion: null, maxConflicts, cancellationToken)
                .ConfigureAwait(false);
            baselineCache.Forget(tenant, SegmentBaselineId.Of(baseline.Market));
        }

        var changed = 0;
        foreach (var chunk in subjects.Chunk(PageRequest.MaxSize))
        {
            changed += await JudgeAsync(scheme, chunk, scores, asOf, cancellationToken).ConfigureAwait(false);
        }

        return new() { AsOf = asOf, Customers = subjects.Count, Scored = scores.Count, Changed = changed, Baselines = measured };
    }

    public async ValueTask<SegmentMembership?> EvaluateAsync(CustomerId customer, Instant asOf, CancellationToken cancellationToken)
    {
        asOf = asOf.ToMicroseconds();
        var head = await activity.LoadAsync(tenant, new() { Stream = customer.ThrowIfDefault() }, cancellationToken).ConfigureAwait(false);
        if (head.State is null || await schemeCache.FindAsync(tenant, SegmentSchemeId.Default, cancellationToken).ConfigureAwait(false) is not { } scheme)
        {
            return null;
        }

        var subject = SegmentSubject.Of(head.State, scheme.Value, zones, asOf);
        var baseline = await baselineCache.FindAsync(tenant, SegmentBaselineId.Of(subject.Market), cancellationToken).ConfigureAwait(false);
        RfmScore? score = subject.Rfm is { } rfm && baseline is { } b ? RfmScoring.Score(rfm, b.Value.Cuts) : null;
        for (var attempt = 0; attempt <= maxConflicts; attempt++)
        {
            var last = await memberships.FindAsync(tenant, customer, cancellationToken).ConfigureAwait(false);

            // Without a run to measure against she keeps her score; without an order that counts she has none.
            var (save, membership) = Judge(scheme.Value, subject, subject.Rfm is null ? null : score ?? last?.Value.Score, last, asOf);
            if (save is not { } write
                || (await memberships.SaveAsync(tenant, customer, write, cancellationToken).ConfigureAwait(false)).Status == WriteStatus.Saved)
            {
                return membership;
            }
        }

        throw new ConcurrencyConflictException($"The membership of {customer} was changed by others {maxConflicts + 1} times; nothing was written.");
    }

    public async ValueTask<SegmentMembership?> FindAsync(CustomerId customer, CancellationToken cancellationToken) =>
        (await memberships.FindAsync(tenant, customer.ThrowIfDefault(), cancellationToken).ConfigureAwait(false))?.Value;

    public ValueTask<Page<Versioned<SegmentMembership>>> ListAsync(
        SegmentMembershipQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(page);
        return memberships.ListAsync(tenant, query, page, cancellationToken);
    }

    /// <summary>Scores every market's customers against its sample.</summary>
    private static (Dictionary<CustomerId, RfmScore> Scores, ImmutableArray<SegmentBaseline> Baselines) Measure(
        SegmentScheme scheme, List<SegmentSubject> subjects, Instant asOf)
    {
        var scored = subjects.Where(s => s.Rfm is not null).ToLookup(s => s.Market, s => s.Rfm!.Value);
        var counts = scored.ToDictionary(group => group.Key, group => group.Count());
        var samples = MarketSamples.Choose(scheme, counts);
        var scores = new Dictionary<CustomerId, RfmScore>();
        var measured = ImmutableArray.CreateBuilder<SegmentBaseline>();
        foreach (var group in samples.GroupBy(pair => pair.Value, pair => pair.Key))
        {
            var sample = MarketSamples.Members(scheme, counts.Keys, group.Key).SelectMany(market => scored[market])
                .OrderBy(input => input.Customer.Value).ToArray();
            var markets = group.ToHashSet();
            var marketOf = markets.SelectMany(market => scored[market], (market, input) => input.Customer).ToHashSet();
            var result = RfmScoring.Score(sample, scheme.TiePolicy);
            for (var i = 0; i < sample.Length; i++)
            {
                if (marketOf.Contains(sample[i].Customer))
                {
                    scores[sample[i].Customer] = result[i];
                }
            }

            var cuts = RfmScoring.Cuts(sample);
            measured.AddRange(markets.OrderBy(market => market.Value, StringComparer.Ordinal).Select(market => new SegmentBaseline
            {
                Market = market,
                MeasuredAgainst = group.Key,
                SampleSize = sample.Length,
                Cuts = cuts,
                AsOf = asOf,
            }));
        }

        return (scores, [.. measured.OrderBy(b => b.Market.Value, StringComparer.Ordinal)]);
    }

    private (RecordWrite<SegmentMembership>? Write, SegmentMembership Membership) Judge(
        SegmentScheme scheme, SegmentSubject subject, RfmScore? score, Versioned<SegmentMembership>? last, Instant asOf)
    {
        var (membership, events) = SegmentEvaluator.Evaluate(scheme, subject.Customer, subject.Market, score, subject.Net, last, asOf);

        // Judged again with the same outcome: nothing to write, and nothing to tell.
        return last is { } before && before.Value with { AsOf = asOf } == membership
            ? (null, before.Value)
            : (SegmentsCollections.Memberships.Write(tenant, membership, last?.Version ?? 0, events), membership);
    }

    private async ValueTask<int> JudgeAsync(
        SegmentScheme scheme, SegmentSubject[] subjects, Dictionary<CustomerId, RfmScore> scores, Instant asOf, CancellationToken cancellationToken)
    {
        var waiting = subjects.ToList();
        var changed = 0;
        for (var attempt = 0; waiting.Count > 0; attempt++)
        {
            if (attempt > maxConflicts)
            {
                throw new ConcurrencyConflictException($"{waiting.Count} memberships were changed by others {attempt} times; repeat the run.");
            }

            var saves = new List<RecordSave<CustomerId, SegmentMembership>>();
            foreach (var subject in waiting)
            {
                var last = await memberships.FindAsync(tenant, subject.Customer, cancellationToken).ConfigureAwait(false);
                RfmScore? score = scores.TryGetValue(subject.Customer, out var s) ? s : null;
                if (Judge(scheme, subject, score, last, asOf).Write is { } write)
                {
                    saves.Add(new(subject.Customer, write));
                }
            }

            var results = await memberships.SaveManyAsync(tenant, saves, cancellationToken).ConfigureAwait(false);
            changed += results.Count(result => result.Status == WriteStatus.Saved);
            var conflicts = saves.Where((_, i) => results[i].Status == WriteStatus.Conflict).Select(save => save.Id).ToHashSet();
            waiting = [.. waiting.Where(subject => conflicts.Contains(subject.Customer))];
        }

        return changed;
    }

    private async ValueTask<List<SegmentSubject>> SubjectsAsync(SegmentScheme scheme, Instant asOf, CancellationToken cancellationToken)
    {
        var subjects = new List<SegmentSubject>();
        var page = Whole;
        do
        {
            var heads = await activity.ListAsync(tenant, new(), page, cancellationToken).ConfigureAwait(false);
            subjects.AddRange(heads.Items.Select(head => SegmentSubject.Of(head.State!, scheme, zones, asOf)));
            page = page with { After = heads.Next };
        }
        while (page.After is not null);

        return subjects;
    }
}
