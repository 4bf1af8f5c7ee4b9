using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Segmentation;

/// <summary>Judges where a customer stands and what changed. Pure: the old membership and the facts in, the new one and its events out.</summary>
public static class SegmentEvaluator
{
    /// <summary>Judges one customer.</summary>
    /// <param name="scheme">How the tenant segments.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="market">Her market.</param>
    /// <param name="score">Her score; null where no order counts.</param>
    /// <param name="net">What she paid net, in the reporting currency.</param>
    /// <param name="last">Her membership so far and its version; null for a customer who was never judged.</param>
    /// <param name="asOf">The instant to judge for.</param>
    /// <returns>The membership, and the events of entering and leaving; none where nothing changed.</returns>
    public static (SegmentMembership Membership, ImmutableArray<CrmEvent> Events) Evaluate(
        SegmentScheme scheme, CustomerId customer, MarketId market, RfmScore? score, decimal net, Versioned<SegmentMembership>? last, Instant asOf)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        var before = last?.Value;
        var segment = score is { } s ? RfmSegments.Of(s, scheme.Segments).Code : null;
        var (tier, tierReason) = ValueTierRules.Decide(scheme.Tiers, net, before is null ? null : (before.Tier, before.TierSince), asOf);
        var membership = new SegmentMembership
        {
            Customer = customer,
            Market = market,
            Segment = segment,
            SegmentSince = before is not null && before.Segment == segment ? before.SegmentSince : asOf,
            Tier = tier,
            TierSince = before is not null && before.Tier == tier ? before.TierSince : asOf,
            Score = score,
            AsOf = asOf,
        };

        var changes = new Changes(customer, (last?.Version ?? 0) + 1, asOf);
        changes.Add(before?.Segment, segment, isTier: false, score is { } known ? $"scores {known}" : "no order counts");
        changes.Add(before?.Tier.Code, tier.Code, isTier: true, tierReason);
        return (membership, changes.Events);
    }

    // An event's id follows from the write that raises it, so a repeated write raises the same event.
    private sealed class Changes(CustomerId customer, long version, Instant asOf)
    {
        private readonly ImmutableArray<CrmEvent>.Builder events = ImmutableArray.CreateBuilder<CrmEvent>();

        public ImmutableArray<CrmEvent> Events => events.ToImmutable();

        public void Add(string? before, string? after, bool isTier, string reason)
        {
            if (before == after)
            {
                return;
            }

            if (before is not null)
            {
                Raise(new SegmentLeft { Customer = customer, Segment = before, IsTier = isTier, Reason = reason, AsOf = asOf });
            }

            if (after is not null)
            {
                Raise(new SegmentEntered { Customer = customer, Segment = after, IsTier = isTier, Reason = reason, AsOf = asOf });
            }
        }

        private void Raise<TData>(TData data) where TData : class, IEventData =>
            events.Add(CrmEvent.Of(EntityId.Derive(customer.Value, version, events.Count), customer.Value, asOf, data));
    }
}
