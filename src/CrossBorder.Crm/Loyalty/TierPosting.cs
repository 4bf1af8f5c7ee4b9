using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>The ladder in force, and what it needs to be climbed.</summary>
internal sealed record TierTerms(TierLadder Ladder, DateTimeZone Zone, CurrencyCode Currency)
{
    public static TierTerms? Of(LoyaltyProgram? program, DateTimeZone? zone) =>
        program?.Tiers is { } ladder ? new(ladder, zone!, program.Currency) : null;

    public LocalDate Day(Instant at) => at.InZone(Zone).Date;
}

/// <summary>What an entry does to the account's tier. Pure. The tier is written into the entry that changes it, so that no later ladder changes the past.</summary>
/// <remarks>
/// What lapsed by time alone is judged before the entry counts, on the sums as they stood: neither a late earn nor a late refund reaches back
/// behind the end of a year.
/// </remarks>
internal static class TierPosting
{
    /// <summary>What counts, in the windows of a ladder.</summary>
    public static ImmutableArray<QualifyingSum> SumsOf(LoyaltyAccountState state, TierLadder ladder) =>
        IsByYearsAndPoints(ladder) ? [.. state.Years.Select(year => new QualifyingSum(new(year.Year, 1, 1), year.Sum.Value))] : state.Windows;

    /// <summary>The tier on the day of posting; null without a ladder.</summary>
    public static ValueTier? TierOf(LoyaltyAccountState state, Instant now, TierTerms? terms) =>
        terms is null ? null : Before(state, now, terms).Tier;

    /// <summary>A grant with what it counts and the tier that it leads to. Only orders count.</summary>
    public static PointsEarned Earned(LedgerOpening opening, PointsEarned entry, decimal? rate, TierTerms? terms)
    {
        if (terms is null || entry.Order is null)
        {
            return entry;
        }

        var day = terms.Day(entry.EarnedAt);
        if (!IsByYearsAndPoints(terms.Ladder) && Amount(entry, rate, terms) is > 0 and var amount)
        {
            entry = entry with { Window = new(TierRules.StartOf(terms.Ladder, day), amount) };
        }

        return Settled(opening, entry, terms, (standing, sums, today) => IsInWindow(terms.Ladder, day, today) ? TierRules.Reach(terms.Ladder, standing, sums, today) : standing);
    }

    /// <summary>A refund with the tier that it leaves.</summary>
    public static EarningRefunded Refunded(LedgerOpening opening, EarningRefunded entry, TierTerms? terms) =>
        terms is null || (entry.Qualifying is null && entry.Window is null)
            ? entry
            : Settled(opening, entry, terms, (standing, sums, today) => TierRules.Lower(terms.Ladder, standing, sums, today));

    /// <summary>The tier where nothing but time has passed.</summary>
    public static TimePassed Passed(LedgerOpening opening, TimePassed entry, TierTerms? terms) =>
        terms is not null ? Settled(opening, entry, terms, (standing, _, _) => standing)
        // Without a ladder nobody asks for the end of a tier any more: it is written down once, so that it is not due for ever.
        : opening.State.Tier is { EndsAt: { } end } last && end <= opening.Now ? entry with { Tier = last with { EndsAt = null } }
        : entry;

    /// <summary>The event of a tier that is another than before.</summary>
    public static ImmutableArray<CrmEvent> Events(LedgerOpening opening, LedgerOpening next, TierTerms? terms)
    {
        var (account, now) = (next.State.Account, next.State.Tier);
        if (terms is null || now is null || ReferenceEquals(now, opening.State.Tier))
        {
            return [];
        }

        var before = opening.State.Tier?.Tier ?? terms.Ladder.Tiers[0].Tier;
        var id = EntityId.Derive(account.Value, next.Version, 0);
        return before == now.Tier ? []
            : now.Reason == TierReason.Reached
                ? [CrmEvent.Of(id, account.Value, next.Now, new TierReached { Account = account, From = before, To = now.Tier, ValidThrough = now.ValidThrough })]
                : [
                    CrmEvent.Of(id, account.Value, next.Now, new TierLapsed
                    {
                        Account = account, From = before, To = now.Tier, Since = now.Since, ValidThrough = now.ValidThrough, Reason = now.Reason ?? TierReason.Lapsed,
                    }),
                ];
    }

    private static TierStanding Before(LoyaltyAccountState state, Instant now, TierTerms terms) =>
        TierRules.Advance(terms.Ladder, state.Tier, SumsOf(state, terms.Ladder), terms.Day(now));

    private static TEntry Settled<TEntry>(
        LedgerOpening opening, TEntry entry, TierTerms terms, Func<TierStanding, ImmutableArray<QualifyingSum>, LocalDate, TierStanding> judge) where TEntry : LedgerEntry
    {
        var last = opening.State.Tier;
        var after = judge(Before(opening.State, opening.Now, terms), SumsAfter(opening.State, entry, terms.Ladder), terms.Day(opening.Now));
        return (after.Tier, after.ValidThrough) == (last?.Tier ?? terms.Ladder.Tiers[0].Tier, last?.ValidThrough)
            ? entry
            : entry with { Tier = after with { EndsAt = after.ValidThrough is { } day ? ExpiryRules.ToInstant(day.PlusDays(1).AtMidnight(), terms.Zone) : null } };
    }

    private static ImmutableArray<QualifyingSum> SumsAfter(LoyaltyAccountState state, LedgerEntry entry, TierLadder ladder)
    {
        var sums = SumsOf(state, ladder);
        var share = IsByYearsAndPoints(ladder) ? entry.Qualifying is { } year ? new QualifyingSum(new(year.Year, 1, 1), year.Points.Value) : null : entry.Window;
        return share is { } added ? TierRules.Add(sums, added) : sums;
    }

    internal static bool IsByYearsAndPoints(TierLadder ladder) => ladder is { RollingMonths: null, Measure: TierMeasure.Points };

    private static bool IsInWindow(TierLadder ladder, LocalDate day, LocalDate today)
    {
        var window = new TierWindow(ladder);
        return window.Of(day) <= window.Of(today) && window.Of(day) > window.Of(today) - window.Length;
    }

    private static long Amount(PointsEarned entry, decimal? rate, TierTerms terms)
    {
        if (terms.Ladder.Measure == TierMeasure.Points)
        {
            return entry.Points.Value;
        }

        // Points that the caller decided on say nothing of what was spent.
        if (entry.Quote is not { } quote)
        {
            return 0;
        }

        var spent = quote.Reasons?.Earning ?? quote.Basis;
        var factor = spent.Currency == terms.Currency ? 1m
            : quote.Unit.Currency == terms.Currency ? quote.Rate
            : rate ?? throw new MissingExchangeRateException(
                $"Tiers count what is spent in {terms.Currency}, and no exchange rate from {spent.Currency} to it was given.");
        return ExactProduct.Floor(
            [ExactProduct.Digits(spent.Amount), ExactProduct.Digits(factor), ExactProduct.Power(terms.Currency.MinorUnits)],
            [ExactProduct.Power(spent.Amount.Scale), ExactProduct.Power(factor.Scale)]);
    }
}
