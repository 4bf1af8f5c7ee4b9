using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;
using NodaTime.Text;

namespace CrossBorder.Crm.Loyalty;

/// <summary>From a head and an account of another system to its entries, the state after them and the answer. Pure.</summary>
internal static class ImportDecisions
{
    internal readonly record struct Import(ImportRules.Opening Opening, Instant Now);

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, ImportReceipt>> Post(Import asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var account = asked.Opening.Account;
        var opening = LedgerOpening.Of(head, account.Account, asked.Now);
        var expired = opening.State.Totals.Expired;
        var entries = ImmutableArray.CreateBuilder<StreamEntry<LedgerEntry>>(asked.Opening.Lots.Length + 1);
        var first = asked.Opening.Head! with { PostedAt = opening.Now, Tier = ImportTiers.After(opening, asked.Opening) };
        entries.Add(opening.Write(first, [ImportedOrders.Filed], out var next));
        foreach (var lot in asked.Opening.Lots)
        {
            entries.Add(next.Write(lot with { PostedAt = next.Now }, LedgerDecisions.FiledUnder(lot.Order?.Order), out next));
        }

        return LedgerDecisions.Answer(entries.DrainToImmutable(), next, new ImportReceipt
        {
            Points = asked.Opening.Lots.Aggregate(Points.Zero, (sum, lot) => sum + lot.Points),
            Lots = asked.Opening.Lots.Length,
            Expired = next.State.Totals.Expired - expired,
            Debt = first.Debt,
        });
    }

    public static Digest Hash(ImportRules.Opening opening)
    {
        var hash = new RequestHasher("import_account.v1");
        var head = opening.Head!;
        hash.Add(head.ImportedBefore);
        hash.Add((long)head.ForeignRefunds);
        hash.Add(head.Debt.Value);
        AddTiers(ref hash, opening.Account);
        foreach (var lot in opening.Lots)
        {
            hash.Add(lot.Points.Value);
            hash.Add(lot.EarnedAt);
            hash.Add(lot.AvailableFrom);
            hash.Add(lot.ExpiresAt);
            hash.Add(lot.Order?.Order.ToString());
            if (lot.Order is { } order)
            {
                hash.Add(order.Earned.Value);
                hash.Add(order.TotalMinor);
                hash.Add(order.RefundedMinor);
                hash.Add(order.Expired.Value);
            }
        }

        return hash.Finish();
    }

    // Only where something of tiers came: what was imported before that could be keeps its hash.
    private static void AddTiers(ref RequestHasher hash, OpeningAccount account)
    {
        if (account.Tier is { } tier)
        {
            hash.Add(tier.Tier.Code);
            hash.Add(Day(tier.ValidThrough));
            hash.Add(Day(tier.Since));
        }

        foreach (var sum in account.Qualifying)
        {
            hash.Add(Day(sum.Start));
            hash.Add(sum.Amount);
        }

        static string? Day(LocalDate? day) => day is { } given ? LocalDatePattern.Iso.Format(given) : null;
    }
}
