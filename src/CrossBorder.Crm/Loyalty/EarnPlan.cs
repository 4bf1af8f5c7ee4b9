using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CrossBorder.Crm.Primitives;
using NodaTime;
using NodaTime.TimeZones;

namespace CrossBorder.Crm.Loyalty;

/// <summary>A programme's terms, prepared once so that an order is quoted without searching: sets for what is excluded, instants for windows.</summary>
internal sealed class EarnPlan
{
    // A programme is immutable, so what follows from it lives as long as it does.
    private static readonly ConditionalWeakTable<LoyaltyProgram, EarnPlan> Plans = [];

    private EarnPlan(LoyaltyProgram program, DateTimeZone zone)
    {
        Zone = zone;
        var terms = program.Earning;
        ExcludedProducts = SetOf(terms?.ExcludedProducts);
        ExcludedCategories = SetOf(terms?.ExcludedCategories);
        Combination = terms?.Combination ?? MultiplierCombination.Multiply;
        Multipliers = terms is null ? [] : [.. terms.Multipliers.Select(multiplier => new Conditions(multiplier, zone))];
    }

    public DateTimeZone Zone { get; }

    public FrozenSet<string>? ExcludedProducts { get; }

    public FrozenSet<string>? ExcludedCategories { get; }

    public MultiplierCombination Combination { get; }

    public Conditions[] Multipliers { get; }

    /// <exception cref="ArgumentException">The zone is not the programme's, by whatever name.</exception>
    public static EarnPlan Of(LoyaltyProgram program, DateTimeZone zone)
    {
        if (Plans.TryGetValue(program, out var plan) && ReferenceEquals(plan.Zone, zone))
        {
            return plan;
        }

        if (CanonicalOf(zone.Id) != CanonicalOf(program.Zone))
        {
            throw new ArgumentException($"The zone is {zone.Id}; the programme's is {program.Zone}.", nameof(zone));
        }

        plan = new(program, zone);
        Plans.AddOrUpdate(program, plan);
        return plan;
    }

    /// <summary>Why a line earns nothing, by its product or categories; null where it does.</summary>
    public EarnExclusion? Exclusion(EarnLine line) =>
        line.Product is { } product && ExcludedProducts is { } products && products.Contains(product) ? EarnExclusion.Product
        : ExcludedCategories is { } categories && IsNamed(line.Categories, categories) ? EarnExclusion.Category
        : null;

    private static bool IsNamed(ImmutableArray<string> categories, FrozenSet<string> named)
    {
        foreach (var category in categories)
        {
            if (named.Contains(category))
            {
                return true;
            }
        }

        return false;
    }

    // One zone has several names, of which the tz database keeps the older as links.
    private static string CanonicalOf(string id) => TzdbDateTimeZoneSource.Default.CanonicalIdMap.TryGetValue(id, out var canonical) ? canonical : id;

    private static FrozenSet<string>? SetOf(ImmutableArray<string>? names) =>
        names is { IsEmpty: false } some ? some.ToFrozenSet(StringComparer.Ordinal) : null;

    /// <summary>When and for which lines a multiplier applies.</summary>
    internal sealed class Conditions(EarnMultiplier multiplier, DateTimeZone zone)
    {
        private readonly Instant? from = multiplier.From is { } from ? ExpiryRules.ToInstant(from, zone) : null;
        private readonly Instant? to = multiplier.To is { } to ? ExpiryRules.ToInstant(to, zone) : null;
        private readonly FrozenSet<string>? products = SetOf(multiplier.Products);
        private readonly FrozenSet<string>? categories = SetOf(multiplier.Categories);

        public EarnMultiplier Multiplier => multiplier;

        public bool ForEveryLine => products is null && categories is null;

        public bool Holds(EarnOrder order) =>
            (multiplier.Tier is not { } tier || order.Tier == tier)
            && (multiplier.Segment is not { } segment || order.Segments.Contains(segment, StringComparer.Ordinal))
            && (multiplier.Market is not { } market || order.Market == market)
            && (from is not { } start || order.PlacedAt >= start)
            && (to is not { } end || order.PlacedAt < end);

        public bool Holds(EarnLine line) =>
            ForEveryLine
            || (products is { } p && line.Product is { } product && p.Contains(product))
            || (categories is { } c && IsNamed(line.Categories, c));
    }
}
