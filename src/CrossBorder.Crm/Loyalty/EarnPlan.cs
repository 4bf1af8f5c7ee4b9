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

    // So many sets of multipliers are kept worked out; a programme with more works the rest out each time.
    private const int MostFactors = 32;

    private readonly FrozenDictionary<string, Named>? products;
    private readonly FrozenDictionary<string, Named>? categories;
    private volatile EarnFactor[] factors = [];

    private EarnPlan(LoyaltyProgram program, DateTimeZone zone)
    {
        Zone = zone;
        var terms = program.Earning;
        Combination = terms?.Combination ?? MultiplierCombination.Multiply;
        Multipliers = terms is null ? [] : [.. terms.Multipliers.Select(multiplier => new Conditions(multiplier, zone))];
        products = NamedBy(terms?.ExcludedProducts, terms?.Multipliers, static multiplier => multiplier.Products);
        categories = NamedBy(terms?.ExcludedCategories, terms?.Multipliers, static multiplier => multiplier.Categories);
    }

    public DateTimeZone Zone { get; }

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
    /// <param name="line">The line.</param>
    /// <param name="multipliers">The multipliers that name its product or one of its categories, whether or not they hold for the order.</param>
    public EarnExclusion? Exclusion(EarnLine line, out ulong multipliers)
    {
        EarnExclusion? reason = null;
        multipliers = 0;
        if (products is not null && line.Product is { } product && products.TryGetValue(product, out var named))
        {
            reason = named.IsExcluded ? EarnExclusion.Product : null;
            multipliers = named.Multipliers;
        }

        if (categories is not null)
        {
            foreach (var category in line.Categories)
            {
                if (category is not null && categories.TryGetValue(category, out named))
                {
                    reason = reason is null && named.IsExcluded ? EarnExclusion.Category : reason;
                    multipliers |= named.Multipliers;
                }
            }
        }

        return reason;
    }

    /// <summary>What multipliers come to together.</summary>
    public EarnFactor Factor(ulong multipliers)
    {
        var known = factors;
        foreach (var factor in known)
        {
            if (factor.Multipliers == multipliers)
            {
                return factor;
            }
        }

        var made = new EarnFactor(this, multipliers);
        if (known.Length < MostFactors)
        {
            // Two that do this at once may lose one of the two, which then is worked out again.
            factors = [.. known, made];
        }

        return made;
    }

    // One zone has several names, of which the tz database keeps the older as links.
    private static string CanonicalOf(string id) => TzdbDateTimeZoneSource.Default.CanonicalIdMap.TryGetValue(id, out var canonical) ? canonical : id;

    private static FrozenDictionary<string, Named>? NamedBy(
        ImmutableArray<string>? excluded, ImmutableArray<EarnMultiplier>? multipliers, Func<EarnMultiplier, ImmutableArray<string>> namesOf)
    {
        var named = new Dictionary<string, Named>(StringComparer.Ordinal);
        foreach (var name in excluded ?? [])
        {
            named[name] = new(true, 0);
        }

        foreach (var (i, multiplier) in (multipliers ?? []).Index())
        {
            foreach (var name in namesOf(multiplier))
            {
                var before = named.GetValueOrDefault(name);
                named[name] = before with { Multipliers = before.Multipliers | 1ul << i };
            }
        }

        return named.Count == 0 ? null : named.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>What a programme says of a product or category by its name.</summary>
    private readonly record struct Named(bool IsExcluded, ulong Multipliers);

    /// <summary>When a multiplier applies.</summary>
    internal sealed class Conditions(EarnMultiplier multiplier, DateTimeZone zone)
    {
        private readonly Instant? from = multiplier.From is { } from ? ExpiryRules.ToInstant(from, zone) : null;
        private readonly Instant? to = multiplier.To is { } to ? ExpiryRules.ToInstant(to, zone) : null;

        public EarnMultiplier Multiplier => multiplier;

        public bool ForEveryLine { get; } = multiplier.Products.IsEmpty && multiplier.Categories.IsEmpty;

        public bool Holds(EarnOrder order) =>
            (multiplier.Tier is not { } tier || order.Tier == tier)
            && (multiplier.Segment is not { } segment || order.Segments.Contains(segment, StringComparer.Ordinal))
            && (multiplier.Market is not { } market || order.Market == market)
            && (from is not { } start || order.PlacedAt >= start)
            && (to is not { } end || order.PlacedAt < end);
    }
}
