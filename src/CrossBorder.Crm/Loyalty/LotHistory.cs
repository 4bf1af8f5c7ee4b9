using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Every lot that was ever posted to an account, closed ones too, as of an instant. Pure.</summary>
internal static class LotHistory
{
    /// <param name="account">The account.</param>
    /// <param name="entries">The entries, by version from 1; those posted after the instant do not count.</param>
    /// <param name="asOf">The instant.</param>
    /// <returns>The lots by number.</returns>
    public static IReadOnlyList<LotBalance> Lots(LoyaltyAccountId account, IEnumerable<Versioned<LedgerEntry>> entries, Instant asOf)
    {
        var posted = new List<PointLot>();
        var expired = new Dictionary<long, Points>();
        var state = LedgerFold.Start(account);
        foreach (var (entry, version) in entries.TakeWhile(item => item.Value.PostedAt <= asOf))
        {
            state = LedgerFold.Apply(state, entry, version, out var passed);
            Count(passed);
            if (LedgerFold.LotOf(entry, version) is { } lot)
            {
                posted.Add(lot);
            }
            else
            {
                posted.AddRange(MergeFold.LotsOf(entry).Where(came => posted.All(other => other.Number != came.Number)));
            }
        }

        state = LedgerTime.Advance(state, asOf, out var last);
        Count(last);
        var open = state.Lots.ToLookup(lot => lot.Number);
        var reserved = state.Holds.SelectMany(hold => hold.From).ToLookup(part => part.Number, part => part.Remaining);
        return
        [
            // What came from a merged account has higher numbers than what is posted later.
            .. posted.OrderBy(lot => lot.Number).Select(lot => new LotBalance
            {
                Lot = Whole(lot, open[lot.Number]),
                Reserved = reserved[lot.Number].Aggregate(Points.Zero, (sum, part) => sum + part),
                Expired = expired.GetValueOrDefault(lot.Number),
            }),
        ];

        void Count(Passed passed)
        {
            foreach (var share in passed.Expired)
            {
                expired[share.Lot] = expired.GetValueOrDefault(share.Lot) + share.Points;
            }
        }
    }

    // Parts in their days of grace have other ends than the lot was posted with; they stand by expiry.
    private static PointLot Whole(PointLot posted, IEnumerable<PointLot> parts) => parts.Aggregate(
        posted with { Remaining = Points.Zero }, (whole, part) => part with { Remaining = whole.Remaining + part.Remaining });

    /// <summary>One page of lots.</summary>
    public static Page<LotBalance> Page(IReadOnlyList<LotBalance> lots, PageRequest page)
    {
        var ordered = page.Descending ? lots.Reverse() : lots;
        if (page.After is { } text)
        {
            var after = PageCursor.ParseVersion(text);
            ordered = ordered.Where(lot => page.Descending ? lot.Lot.Number < after : lot.Lot.Number > after);
        }

        var items = ordered.Take(page.Size + 1).ToList();
        return items.Count > page.Size
            ? new() { Items = items[..page.Size], Next = PageCursor.OfVersion(items[page.Size - 1].Lot.Number) }
            : new() { Items = items };
    }
}
