using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Orders that earned in another system, as a refund sees them: as the entries that they would have had here. Pure.</summary>
internal static class ImportedOrders
{
    /// <summary>What the entry is filed under that says what account was imported, from when and how.</summary>
    public static Reference Filed { get; } = Reference.To("import", "account");

    /// <summary>The references that the refund of an order needs.</summary>
    public static ImmutableArray<Reference> References(ExternalRef order, NodaTime.Instant? placedAt) =>
        placedAt is null ? [LoyaltyCollections.Filed(order)] : [LoyaltyCollections.Filed(order), Filed];

    /// <summary>What an order was granted, here or there, by version: the numbers of its lots.</summary>
    public static List<Versioned<LedgerEntry>> Grants(ImmutableArray<Versioned<LedgerEntry>> filed, ExternalRef order) =>
    [
        .. filed.Where(e => e.Value is PointsEarned p && p.Order == order || e.Value is PointsImported i && i.Order?.Order == order)
            .Select(e => e.Value is PointsImported i ? e with { Value = Grant(i, i.Order!) } : e),
    ];

    /// <summary>What was refunded of an order so far, here or there.</summary>
    public static List<EarningRefunded> Refunds(ImmutableArray<Versioned<LedgerEntry>> filed, ExternalRef order)
    {
        var refunds = filed.Select(e => e.Value).OfType<EarningRefunded>().Where(r => r.Order == order).ToList();
        var imported = filed.Select(e => e.Value).OfType<PointsImported>().Where(i => i.Order?.Order == order).ToList();
        if (imported.Count > 0)
        {
            // The other system took back in proportion, rounded as here: the points of all lots of the order together.
            var (whole, earned) = (imported[0].Order!, imported.Sum(i => i.Order!.Earned.Value));
            refunds.Insert(0, new()
            {
                PostedAt = imported[0].PostedAt,
                Order = order,
                RefundedMinor = whole.RefundedMinor,
                OrderTotalMinor = whole.TotalMinor,
                Due = new(earned - (long)((Int128)earned * (whole.TotalMinor - whole.RefundedMinor) / whole.TotalMinor)),
                From = [],
                Owed = Points.Zero,
                Waived = Points.Zero,
            });
        }

        return refunds;
    }

    /// <summary>How many points of an order had expired in the other system.</summary>
    public static long Expired(ImmutableArray<Versioned<LedgerEntry>> filed, ExternalRef order) =>
        filed.Select(e => e.Value).OfType<PointsImported>().Where(i => i.Order?.Order == order).Sum(i => i.Order!.Expired.Value);

    /// <summary>The import of the account before whose cut-over an order was placed; null where there is none.</summary>
    public static AccountImported? Before(ImmutableArray<Versioned<LedgerEntry>> filed, RefundRules.Asked asked) =>
        filed.Select(e => e.Value).OfType<AccountImported>().FirstOrDefault(import => asked.PlacedAt < import.ImportedBefore);

    /// <summary>The grant of an order that was not handed over, by what the refund says it had earned.</summary>
    public static Versioned<LedgerEntry> Foreign(AccountImported import, RefundRules.Asked asked) => new(
        new PointsEarned
        {
            PostedAt = import.PostedAt,
            Points = asked.Earned ?? (import.ForeignRefunds == ForeignRefunds.Waive
                ? Points.Zero
                : throw new ArgumentException($"How many points the order {asked.Order} had earned in {import.Source.System} must be given (Earned) to take them from the balance.", nameof(asked))),
            EarnedAt = asked.PlacedAt!.Value,
            AvailableFrom = asked.PlacedAt.Value,
            Order = asked.Order,
            Clawback = import.Clawback,
        },
        Version: 0);

    private static PointsEarned Grant(PointsImported entry, OpeningOrder order) => new()
    {
        PostedAt = entry.PostedAt,
        Points = order.Earned,
        EarnedAt = entry.EarnedAt,
        AvailableFrom = entry.AvailableFrom,
        ExpiresAt = entry.ExpiresAt,
        Order = order.Order,
        Clawback = entry.Clawback,
        RefundTerms = entry.RefundTerms,
        Qualifying = entry.CountedYear is { } year ? new(year, year, order.Earned) : null,
        Window = entry.CountedMonth is { } month ? new(month, order.Earned.Value) : null,
    };
}
