using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What merges and their undoing do to an account. Pure. What moves counts as transferred, owed points the other way round.</summary>
internal static class MergeFold
{
    public static void Begin(ref LedgerSheet sheet, MergeBegun entry) =>
        sheet.Links = LinksOf(sheet) with { MergedInto = new() { Into = entry.Into, At = entry.PostedAt, Merge = entry.Merge, IsPending = true } };

    public static void Leave(ref LedgerSheet sheet, AccountMerged entry)
    {
        Transfer(ref sheet, received: entry.Debt, sent: entry.Points);
        (sheet.Lots, sheet.Holds, sheet.Debt, sheet.Tier, sheet.Told) = ([], [], Points.Zero, null, []);
        Set(ref sheet, new());
        sheet.Links = LinksOf(sheet) with { MergedInto = new() { Into = entry.Into, At = entry.PostedAt, Merge = entry.Merge } };
    }

    public static void Absorb(ref LedgerSheet sheet, AccountAbsorbed entry)
    {
        Transfer(ref sheet, received: Sum(entry.Lots, entry.Holds), sent: entry.Debt);
        Take(ref sheet, entry.Lots, entry.Holds, entry.PostedAt);
        sheet.Debt += entry.Debt;
        sheet.Told = NoticeRules.Mark(sheet.Told, entry.Told, entry.PostedAt);
        Set(ref sheet, MergeSums.Add(Of(sheet), entry.Sums));
        var links = LinksOf(sheet);
        sheet.Links = links with { Filed = links.Filed.AddRange(entry.Links), NextLots = entry.NextLots };
    }

    public static void Release(ref LedgerSheet sheet, AccountReleased entry)
    {
        sheet.Take(entry.Lots);
        foreach (var hold in entry.Holds)
        {
            sheet.Close(hold);
        }

        sheet.Debt -= entry.Debt;
        Transfer(ref sheet, received: entry.Debt, sent: entry.Transit is null ? entry.Points : Points.Zero);
        if (entry.Transit is { } transit)
        {
            sheet.Open(transit);
        }

        Set(ref sheet, MergeSums.Subtract(Of(sheet), entry.Sums));
        var links = LinksOf(sheet);
        sheet.Links = links with { Filed = links.Filed.RemoveAll(link => link.Via == entry.To && !link.IsReturned) };
    }

    public static void Restore(ref LedgerSheet sheet, AccountRestored entry)
    {
        Transfer(ref sheet, received: Sum(entry.Lots, entry.Holds), sent: entry.Debt);
        Take(ref sheet, entry.Lots, entry.Holds, entry.PostedAt);
        (sheet.Debt, sheet.Told) = (entry.Debt, NoticeRules.Mark([], entry.Told, entry.PostedAt));
        Set(ref sheet, entry.Sums);
        var links = LinksOf(sheet);
        sheet.Links = links with { MergedInto = null, Filed = links.Filed.Add(entry.Link), NextLots = Math.Max(links.NextLots, entry.NextLots) };
    }

    /// <summary>Adds what counted in another system.</summary>
    public static void Count(ref LedgerSheet sheet, AccountSums? sums)
    {
        if (sums is not null)
        {
            Set(ref sheet, MergeSums.Add(Of(sheet), sums));
        }
    }

    /// <summary>
    /// The lots of a merged account that an entry brings: open ones, held ones included, and those that were closed there and got points back here.
    /// </summary>
    public static IEnumerable<PointLot> LotsOf(LedgerEntry entry) => entry switch
    {
        AccountAbsorbed e => e.Lots.Concat(e.Holds.SelectMany(hold => hold.From)).DistinctBy(lot => lot.Number),
        MemberJoined e => e.Lots,
        MembershipEnded e => e.Lots,
        RedemptionReturned e => e.To.Where(part => part.Number >= AccountLinks.FirstLots).DistinctBy(lot => lot.Number),
        _ => [],
    };

    public static void Take(ref LedgerSheet sheet, ImmutableArray<PointLot> lots, ImmutableArray<PointHold> holds, Instant at)
    {
        foreach (var lot in lots)
        {
            sheet.Add(lot, at);
        }

        foreach (var hold in holds)
        {
            sheet.Open(hold);

            // It may have timed out on the way: the clocks of two accounts are not the same.
            if (hold.ExpiresAt <= at)
            {
                sheet.TimeOut(hold, at);
            }
        }
    }

    public static void Transfer(ref LedgerSheet sheet, Points received, Points sent) => sheet.Totals = sheet.Totals with
    {
        TransferredIn = sheet.Totals.TransferredIn + received, TransferredOut = sheet.Totals.TransferredOut + sent,
    };

    private static Points Sum(ImmutableArray<PointLot> lots, ImmutableArray<PointHold> holds) =>
        holds.Aggregate(LotConsumption.Sum(lots), (sum, hold) => sum + hold.Points);

    public static AccountSums Of(LedgerSheet sheet) => new() { Years = sheet.Years, Windows = sheet.Windows, EarnedIn = sheet.EarnedIn, Triggered = sheet.Triggered };

    public static void Set(ref LedgerSheet sheet, AccountSums sums) =>
        (sheet.Years, sheet.Windows, sheet.EarnedIn, sheet.Triggered) = (sums.Years, sums.Windows, sums.EarnedIn, sums.Triggered);

    public static AccountLinks LinksOf(LedgerSheet sheet) => sheet.Links ?? MergeDecisions.NoLinks;
}
