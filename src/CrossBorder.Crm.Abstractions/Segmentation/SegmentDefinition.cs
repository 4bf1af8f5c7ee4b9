using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Segmentation;

/// <summary>A named segment: the part of the score cube that it takes.</summary>
public sealed record SegmentDefinition
{
    /// <summary>The stable code, such as <c>champions</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Which scores belong to it.</summary>
    public required SegmentRule Rule { get; init; }
}

/// <summary>A box in the plane of recency and worth; worth is the mean of the frequency and monetary scores, halves rounded up.</summary>
public sealed record SegmentRule
{
    /// <summary>The least recency score, 1 to 5.</summary>
    public required byte RecencyFrom { get; init; }

    /// <summary>The greatest recency score, 1 to 5.</summary>
    public required byte RecencyTo { get; init; }

    /// <summary>The least worth, 1 to 5.</summary>
    public required byte WorthFrom { get; init; }

    /// <summary>The greatest worth, 1 to 5.</summary>
    public required byte WorthTo { get; init; }
}

/// <summary>When a customer enters and keeps a value tier. Leaving takes more than entering, so that nobody goes to and fro.</summary>
public sealed record ValueTierRule
{
    /// <summary>The tier.</summary>
    public required ValueTier Tier { get; init; }

    /// <summary>The least net amount, in the reporting currency, to enter the tier.</summary>
    public required decimal EnterAt { get; init; }

    /// <summary>The least net amount to stay in it; at most <see cref="EnterAt"/>.</summary>
    public required decimal StayAt { get; init; }

    /// <summary>How many days she stays in it at least, whatever she then spends. The default is 90.</summary>
    public int MinimumStayDays { get; init; } = 90;
}

/// <summary>How a tenant segments its customers. A record with versions: a run names the one that it used.</summary>
public sealed record SegmentScheme
{
    /// <summary>The currency in which customers of all markets are compared.</summary>
    public required CurrencyCode ReportingCurrency { get; init; }

    /// <summary>The segments; each combination of scores belongs to exactly one.</summary>
    public required ImmutableArray<SegmentDefinition> Segments { get; init; }

    /// <summary>The value tiers, the highest first. Who enters none is <see cref="ValueTier.Normal"/>.</summary>
    public required ImmutableArray<ValueTierRule> Tiers { get; init; }

    /// <summary>How equal values are scored.</summary>
    public RfmTiePolicy TiePolicy { get; init; }

    /// <summary>The fewest customers that a market is measured against by itself; below it falls back to its region, then to all. From 1.</summary>
    public int MinimumSample { get; init; } = 50;

    /// <summary>The markets, which say region and zone. A market that is not listed is measured against all, in UTC days.</summary>
    public ImmutableArray<Market> Markets { get; init; } = [];
}

/// <summary>Names a scheme.</summary>
/// <param name="Value">The wrapped value.</param>
public readonly record struct SegmentSchemeId(Guid Value) : IEntityId<SegmentSchemeId>
{
    /// <inheritdoc/>
    public static string Kind => "segment_scheme";

    /// <summary>The one scheme of a tenant.</summary>
    public static SegmentSchemeId Default { get; } = EntityId.FromExternal<SegmentSchemeId>(new("crm", "default"));

    /// <inheritdoc/>
    public static SegmentSchemeId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>Which schemes to list: all, by id.</summary>
public sealed record SegmentSchemeQuery;

/// <summary>The storage of schemes.</summary>
public interface ISegmentRepository : IRecordRepository<SegmentSchemeId, SegmentScheme, SegmentSchemeQuery>;
