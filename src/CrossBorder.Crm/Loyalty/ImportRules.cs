using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Reads an account of another system: into entries, or what is wrong with it. Pure.</summary>
internal static class ImportRules
{
    /// <summary>What an import follows, and when it is read.</summary>
    internal sealed record Terms(ImportAccounts Batch, DateTimeZone? Zone, ClawbackPolicy Clawback, RefundTerms? Refunds, Instant Now)
    {
        /// <summary>The ladder in force; null where there is none.</summary>
        public TierTerms? Tiers { get; init; }
    }

    /// <summary>An account that was read: its entries without their time of posting, or what is wrong with it.</summary>
    internal sealed record Opening(OpeningAccount Account, AccountImported? Head, ImmutableArray<PointsImported> Lots, ImmutableArray<(int? Lot, CrmError Error)> Errors)
    {
        /// <summary>The ladder in force, and the tier that came, to be judged on the account as it is here; null where nothing of tiers came.</summary>
        public TierTerms? Tiers { get; init; }

        public TierStanding? Tier { get; init; }
    }

    public static Opening Read(OpeningAccount account, Terms terms)
    {
        var errors = ImmutableArray.CreateBuilder<(int?, CrmError)>();
        if (string.IsNullOrWhiteSpace(account.Key) || account.Key.Length > ExternalRef.MaxValueLength || !IsStorable(account.Key))
        {
            errors.Add((null, ImportErrors.InvalidKey.With(("max", ExternalRef.MaxValueLength))));
        }

        if (OutOfRange(account.Debt, Points.Zero) is { } debt)
        {
            errors.Add((null, debt));
        }

        if (account.Lots.Length > OpeningAccount.MaxLots)
        {
            errors.Add((null, ImportErrors.TooManyLots.With(("lots", account.Lots.Length), ("max", OpeningAccount.MaxLots))));
        }

        errors.AddRange(ImportTiers.WhyNot(account, terms).Select(error => ((int?)null, error)));
        var lots = ImmutableArray.CreateBuilder<PointsImported>(account.Lots.Length);
        var orders = new Dictionary<ExternalRef, OpeningOrder>();
        foreach (var (index, lot) in account.Lots.Index())
        {
            if (Read(lot, terms, orders).TryGet(out var entry, out var error))
            {
                lots.Add(ImportTiers.Counted(entry, account, terms));
            }
            else
            {
                errors.Add((index, error));
            }
        }

        var head = errors.Count > 0 ? null : new AccountImported
        {
            PostedAt = default,
            Source = new(terms.Batch.Source, account.Key),
            ImportedBefore = terms.Batch.ImportedBefore.ToMicroseconds(),
            ForeignRefunds = terms.Batch.ForeignRefunds,
            Clawback = terms.Clawback,
            Debt = account.Debt,
            Sums = ImportTiers.Sums(account, terms.Tiers),
        };
        return new(account, head, lots.ToImmutable(), errors.ToImmutable())
        {
            Tiers = ImportTiers.AreIn(account) ? terms.Tiers : null, Tier = head is null ? null : ImportTiers.Standing(account, terms.Tiers),
        };
    }

    private static CrmResult<PointsImported> Read(OpeningLot lot, Terms terms, Dictionary<ExternalRef, OpeningOrder> orders)
    {
        if (OutOfRange(lot.Points, lot.Order is null ? new(1) : Points.Zero) is { } points)
        {
            return points;
        }

        if (lot.EarnedAt is null == lot.EarnedOn is null)
        {
            return ImportErrors.EarnedUnclear.With();
        }

        if (lot.ExpiresAt is not null && lot.LastDay is not null)
        {
            return ImportErrors.ExpiryUnclear.With();
        }

        var earned = (lot.EarnedAt ?? StartOf(lot.EarnedOn!.Value, terms)).ToMicroseconds();
        if (earned > terms.Now)
        {
            return ImportErrors.EarnedLater.With(("earned", earned), ("now", terms.Now));
        }

        // The last day counts to its end: its end is the start of the next one, also where midnight is skipped.
        var from = lot.AvailableFrom?.ToMicroseconds() ?? earned;
        var to = lot.LastDay is { } last ? StartOf(last.PlusDays(1), terms) : lot.ExpiresAt?.ToMicroseconds();
        if (to <= from)
        {
            return ImportErrors.InvalidExpiry.With(("expires", to.Value), ("available", from));
        }

        return WhyNot(lot, orders) is { } error ? error : new PointsImported
        {
            PostedAt = default,
            Points = lot.Points,
            EarnedAt = earned,
            AvailableFrom = from,
            ExpiresAt = to,
            Order = lot.Order,
            Clawback = terms.Clawback,
            RefundTerms = lot.Order is null ? null : terms.Refunds,
        };
    }

    private static CrmError? WhyNot(OpeningLot lot, Dictionary<ExternalRef, OpeningOrder> orders)
    {
        if (lot.Order is not { } order)
        {
            return null;
        }

        if (order.Order == default || OutOfRange(order.Earned, Points.Zero) is not null || order.Expired < Points.Zero || order.Expired > order.Earned - lot.Points
            || order.TotalMinor < 1 || order.RefundedMinor < 0 || order.RefundedMinor > order.TotalMinor)
        {
            return ImportErrors.InvalidOrder.With(
                ("order", order.Order), ("earned", order.Earned), ("points", lot.Points), ("expired", order.Expired), ("total", order.TotalMinor), ("refunded", order.RefundedMinor));
        }

        if (orders.TryAdd(order.Order, order))
        {
            return null;
        }

        var first = orders[order.Order];
        return first.TotalMinor != order.TotalMinor || first.RefundedMinor != order.RefundedMinor ? ImportErrors.OrderDiffers.With(("order", order.Order)) : null;
    }

    private static CrmError? OutOfRange(Points points, Points min) => points < min || points.Value > OpeningLot.MaxPoints
        ? ImportErrors.InvalidPoints.With(("value", points), ("min", min), ("max", OpeningLot.MaxPoints))
        : null;

    private static Instant StartOf(LocalDate day, Terms terms) => ExpiryRules.StartOfDay(
        day, terms.Zone ?? throw new InvalidOperationException("A date means the programme's zone. Call SetProgramAsync first, or give instants."));

    private static bool IsStorable(string key)
    {
        try
        {
            StoredText.Require(key, ExternalRef.MaxValueLength);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
