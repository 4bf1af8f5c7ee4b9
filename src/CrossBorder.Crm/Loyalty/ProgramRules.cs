using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Which programmes make sense. Pure. Refuses the others before they are stored, naming the member, the value and the rule.</summary>
public static class ProgramRules
{
    private const int MaxMultipliers = 64;
    private const int MaxGraceDays = 366;
    private const int MaxNameLength = 200;

    // A leap year in which the days of the zone are as long as they will be; any year would do.
    private static readonly LocalDate FirstDay = new(2028, 1, 1);
    private static readonly LocalDate LastDay = new(2028, 12, 31);

    /// <summary>Refuses a programme that contradicts itself.</summary>
    /// <param name="program">The programme.</param>
    /// <param name="zone">The zone that <see cref="LoyaltyProgram.Zone"/> names.</param>
    /// <exception cref="ArgumentException">A member breaks its rule; <see cref="ArgumentException.ParamName"/> is the path to it.</exception>
    public static void Require(LoyaltyProgram program, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(zone);
        var currencies = RequireRates(program);
        RequireDefined(program.Mode, "program.Mode");
        RequireDefined(program.Clawback, "program.Clawback");
        if (program.Policies is { GraceDays: < 0 or > MaxGraceDays } policies)
        {
            throw new ArgumentOutOfRangeException("program.Policies.GraceDays", policies.GraceDays, $"Days of grace are 0 to {MaxGraceDays}.");
        }

        RequireLifetime(program.Validity, program.Activation, zone, "program.Validity");
        if (program.Earning is { } earning)
        {
            RequireEarning(earning, currencies);
        }

        if (program.Burning is { } burning)
        {
            RequireBurning(burning);
        }

        if (program.Tiers is { } tiers)
        {
            RequireTiers(tiers);
        }

        if (program.Benefits is { } benefits)
        {
            RequireBenefits(benefits, program.Tiers);
        }

        if (program.Notices is { } notices)
        {
            NoticeRules.Require(notices, "program.Notices.DaysBefore");
        }

        if (program.VoucherNotices is { } ends)
        {
            NoticeRules.Require(ends, "program.VoucherNotices.DaysBefore");
        }

        if (program.Triggers is { } triggers)
        {
            TriggerRules.Require(triggers, program, zone);
        }

        if (program.Referrals is { } referrals)
        {
            ReferralRules.Require(referrals, program, zone);
        }

        if (program.Households is { } households)
        {
            HouseholdRules.Require(households, "program.Households");
        }
    }

    private static HashSet<CurrencyCode> RequireRates(LoyaltyProgram program)
    {
        var currencies = new HashSet<CurrencyCode>();
        foreach (var (rate, path) in Items(program.Rates, "program.Rates"))
        {
            RequireAmount(rate.Unit, $"{path}.Unit", isZeroAllowed: false);
            RequirePoints(rate.Points, $"{path}.Points");
            RequireNew(currencies, rate.Unit.Currency, $"{path}.Unit", "has more than one rate");
        }

        return currencies.Contains(program.Currency)
            ? currencies
            : throw Wrong($"The programme has no rate for its own currency {program.Currency}.", "program.Rates");
    }

    internal static void RequireLifetime(LotValidity? validity, LotActivation? activation, DateTimeZone zone, string path)
    {
        if (validity is not null)
        {
            ExpiryRules.Require(validity);
        }

        if (activation is not null)
        {
            ExpiryRules.Require(activation);
        }

        if (validity is not null && activation is not null)
        {
            RequireLifetime(validity, zone, path, earned => ExpiryRules.AvailableFrom(activation, earned, zone));
        }
    }

    internal static void RequireLifetime(LotValidity validity, DateTimeZone zone, string path, Func<Instant, Instant> availableFrom)
    {
        if (validity.LastDay is not null)
        {
            return;
        }

        // The last moment of each day: the worst case of an activation in hours, and as good as any other for one in days.
        for (var day = FirstDay; day <= LastDay; day = day.PlusDays(1))
        {
            var earned = ExpiryRules.ToInstant(day.PlusDays(1).AtMidnight(), zone) - Duration.FromSeconds(1);
            var from = availableFrom(earned);
            if (ExpiryRules.ExpiresAt(validity, earned, zone, from) is var to && to <= from)
            {
                throw Wrong(
                    $"Points earned at {earned} would expire at {to}, not after they become spendable at {from}.", path);
            }
        }
    }

    private static void RequireEarning(EarnTerms terms, HashSet<CurrencyCode> currencies)
    {
        const string at = "program.Earning";
        var minimums = new HashSet<CurrencyCode>();
        foreach (var (minimum, path) in Items(terms.MinimumOrders, $"{at}.MinimumOrders"))
        {
            RequireAmount(minimum, path, isZeroAllowed: true);
            RequireNew(minimums, minimum.Currency, path, "has more than one minimum");
            if (!currencies.Contains(minimum.Currency))
            {
                throw Wrong($"There is a minimum in {minimum.Currency}, which has no rate of its own.", path);
            }
        }

        if (minimums.Count > 0 && currencies.Except(minimums).Select(currency => currency.Code).Order(StringComparer.Ordinal).FirstOrDefault() is { } missing)
        {
            throw Wrong($"Orders in {missing} have a rate of their own and no minimum; give one for every such currency, zero if there is none.", $"{at}.MinimumOrders");
        }

        RequireDefined(terms.MinimumCounts, $"{at}.MinimumCounts");
        RequireDefined(terms.Combination, $"{at}.Combination");
        RequireNames(terms.ExcludedProducts, $"{at}.ExcludedProducts");
        RequireNames(terms.ExcludedCategories, $"{at}.ExcludedCategories");
        RequireMultipliers(terms, $"{at}.Multipliers");
        RequireCaps(terms, at);
    }

    private static void RequireMultipliers(EarnTerms terms, string at)
    {
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (multiplier, path) in Items(terms.Multipliers, at))
        {
            StoredText.RequireCode(multiplier.Code, maxLength: 64, $"{path}.Code");
            RequireNew(codes, multiplier.Code, $"{path}.Code", "is used twice");
            if (multiplier.Factor == default)
            {
                throw Wrong($"The multiplier '{multiplier.Code}' has no factor.", $"{path}.Factor");
            }

            RequireSet(multiplier.Tier, $"{path}.Tier");
            RequireSet(multiplier.Market, $"{path}.Market");
            if (multiplier.Segment is { } segment)
            {
                StoredText.Require(segment, MaxNameLength, $"{path}.Segment");
            }

            if (multiplier is { From: { } from, To: { } to } && to <= from)
            {
                throw Wrong($"The campaign '{multiplier.Code}' ends at {to}, not after it begins at {from}.", $"{path}.To");
            }

            RequireNames(multiplier.Products, $"{path}.Products");
            RequireNames(multiplier.Categories, $"{path}.Categories");
        }

        if (codes.Count > MaxMultipliers)
        {
            throw Wrong($"A programme has {MaxMultipliers} multipliers at most; this one has {codes.Count}.", at);
        }
    }

    private static void RequireCaps(EarnTerms terms, string at)
    {
        if (terms.CapPerOrder is { } perOrder)
        {
            RequirePoints(perOrder, $"{at}.CapPerOrder");
        }

        var shorter = (Name: "an order", Cap: terms.CapPerOrder);
        var periods = new HashSet<EarnPeriod>();
        foreach (var (cap, path) in Items(terms.PeriodCaps, $"{at}.PeriodCaps").OrderBy(item => item.Item.Period))
        {
            RequireDefined(cap.Period, $"{path}.Period");
            RequirePoints(cap.Points, $"{path}.Points");
            RequireNew(periods, cap.Period, path, "has overlapping caps; give one a period");
            if (shorter.Cap is { } smaller && cap.Points < smaller)
            {
                throw Wrong($"The caps overlap: {cap.Points} points for {NameOf(cap.Period)} are less than {smaller} for {shorter.Name}, which could never be reached.", path);
            }

            shorter = (NameOf(cap.Period), cap.Points);
        }
    }

    private static string NameOf(EarnPeriod period) => period switch
    {
        EarnPeriod.Day => "a day", EarnPeriod.Week => "a week", EarnPeriod.Month => "a month", _ => "a year",
    };

    private static void RequireBurning(BurnProgram burning)
    {
        var currencies = new HashSet<CurrencyCode>();
        foreach (var (terms, path) in Items(burning.Terms, "program.Burning.Terms", isEmptyAllowed: false))
        {
            BurnRules.Require(terms, path);
            RequireNew(currencies, terms.StepValue.Currency, $"{path}.StepValue", "has more than one worth of points");
        }
    }

    private static void RequireTiers(TierLadder ladder)
    {
        const string at = "program.Tiers";
        RequireDefined(ladder.Downgrade, $"{at}.Downgrade");
        RequireDefined(ladder.Measure, $"{at}.Measure");
        RequireDefined(ladder.Refunds, $"{at}.Refunds");
        if (ladder.RollingMonths is < 1 or > 24)
        {
            throw Wrong($"A rolling window has 1 to 24 months, not {ladder.RollingMonths}.", $"{at}.RollingMonths");
        }

        LoyaltyTier? lower = null;
        var codes = new HashSet<ValueTier>();
        foreach (var (tier, path) in Items(ladder.Tiers, $"{at}.Tiers", isEmptyAllowed: false))
        {
            if (lower is null && tier.Threshold != 0)
            {
                throw Wrong($"The lowest tier is everybody's: its threshold is 0, not {tier.Threshold}.", $"{path}.Threshold");
            }

            RequireSet<ValueTier>(tier.Tier, $"{path}.Tier");
            RequireNew(codes, tier.Tier, $"{path}.Tier", "stands in the ladder twice");
            if (lower is not null && tier.Threshold <= lower.Threshold)
            {
                throw Wrong(
                    $"The tiers are not sorted: '{tier.Tier}' from {tier.Threshold} comes after '{lower.Tier}' from {lower.Threshold}.", $"{path}.Threshold");
            }

            lower = tier;
        }
    }

    private static void RequireBenefits(BenefitPlan plan, TierLadder? ladder)
    {
        var places = new HashSet<(ValueTier, MarketId)>();
        foreach (var (standard, path) in Items(plan.Standards, "program.Benefits.Standards", isEmptyAllowed: false))
        {
            RequireSet<ValueTier>(standard.Tier, $"{path}.Tier");
            RequireSet<MarketId>(standard.Market, $"{path}.Market");
            RequireNew(places, (standard.Tier, standard.Market), path, "has more than one standard");
            RequireNames(standard.Benefits, $"{path}.Benefits");
            if (ladder is not null && ladder.Tiers.All(tier => tier.Tier != standard.Tier))
            {
                throw Wrong($"There are benefits for the tier '{standard.Tier}', which is not in the ladder.", $"{path}.Tier");
            }

            if (standard.DiscountPercent is <= 0m or > 100m)
            {
                throw Wrong($"A discount is above 0 and at most 100 percent, not {standard.DiscountPercent}.", $"{path}.DiscountPercent");
            }
        }
    }

    internal static ArgumentException Wrong(FormattableString message, string path) => new(FormattableString.Invariant(message), path);

    internal static IEnumerable<(T Item, string Path)> Items<T>(ImmutableArray<T> items, string path, bool isEmptyAllowed = true)
    {
        if (items.IsDefault || (items.IsEmpty && !isEmptyAllowed))
        {
            throw Wrong($"The list is missing or empty.", path);
        }

        return items.Select((item, i) => item is null ? throw new ArgumentNullException($"{path}[{i}]") : (item, $"{path}[{i}]"));
    }

    private static void RequireNames(ImmutableArray<string> names, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, at) in Items(names, path))
        {
            StoredText.Require(name, MaxNameLength, at);
            RequireNew(seen, name, at, "is named twice");
        }
    }

    internal static void RequireAmount(Money amount, string path, bool isZeroAllowed)
    {
        if (amount == default || amount.Amount < 0m || (amount.Amount == 0m && !isZeroAllowed) || !amount.IsWholeMinorUnits)
        {
            throw Wrong($"{amount} is not {(isZeroAllowed ? "zero or more" : "above zero")} and whole in minor units.", path);
        }
    }

    private static void RequirePoints(Points points, string path) => ArgumentOutOfRangeException.ThrowIfLessThan(points.Value, 1, path);

    internal static void RequireNew<T>(HashSet<T> seen, T item, string path, string rule)
    {
        if (!seen.Add(item))
        {
            throw Wrong($"{item} {rule}.", path);
        }
    }

    private static void RequireSet<T>(T? value, string path) where T : struct
    {
        if (value is { } given && EqualityComparer<T>.Default.Equals(given, default))
        {
            throw Wrong($"The default {typeof(T).Name} names nothing.", path);
        }
    }

    internal static void RequireDefined<T>(T value, string path) where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(path, value, $"There is no such {typeof(T).Name}.");
        }
    }
}
