using System.Collections.Immutable;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Lots of a merged account under the numbers that they have in the survivor: each its own, less or more an offset. Pure.</summary>
internal static class LotNumbers
{
    public static ImmutableArray<PointLot> Move(ImmutableArray<PointLot> lots, long offset) => [.. lots.Select(lot => lot with { Number = lot.Number + offset })];

    public static ImmutableArray<PointHold> Move(ImmutableArray<PointHold> holds, long offset) => [.. holds.Select(hold => hold with { From = Move(hold.From, offset) })];

    public static ImmutableArray<LotShare> Move(ImmutableArray<LotShare> shares, long offset) => [.. shares.Select(share => share with { Lot = share.Lot + offset })];

    /// <summary>An entry of another account as this one reads it; its version is the number of the lot that it granted.</summary>
    public static Versioned<LedgerEntry> Move(Versioned<LedgerEntry> entry, long offset) => new(Move(entry.Value, offset), entry.Version + offset);

    private static LedgerEntry Move(LedgerEntry entry, long offset)
    {
        LedgerEntry moved = entry switch
        {
            PointsRedeemed e => e with { From = Move(e.From, offset), Lots = Move(e.Lots, offset) },
            EarningRefunded e => e with { From = Move(e.From, offset) },
            RedemptionReturned e => e with { To = Move(e.To, offset) },
            PointsHeld e => e with { From = Move(e.From, offset) },
            HoldChanged e => e with { From = Move(e.From, offset), Added = Move(e.Added, offset), Released = Move(e.Released, offset) },
            HoldCaptured e => e with { From = Move(e.From, offset), Released = Move(e.Released, offset) },
            HoldVoided e => e with { Released = Move(e.Released, offset) },
            PointsDebited e => e with { From = Move(e.From, offset) },
            PointsSent e => e with { From = Move(e.From, offset) },
            _ => entry,
        };
        return moved with { Expired = Move(entry.Expired, offset) };
    }
}
