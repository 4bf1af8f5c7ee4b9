using System.Collections.Immutable;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Lots of a merged account under the numbers that they have in the survivor, and of a member under those of her household. Pure.</summary>
internal static class LotNumbers
{
    public static ImmutableArray<PointLot> Move(ImmutableArray<PointLot> lots, long offset) => Move(lots, number => number + offset);

    public static ImmutableArray<PointLot> Move(ImmutableArray<PointLot> lots, Func<long, long> number) => [.. lots.Select(lot => lot with { Number = number(lot.Number) })];

    public static ImmutableArray<PointHold> Move(ImmutableArray<PointHold> holds, long offset) => [.. holds.Select(hold => hold with { From = Move(hold.From, offset) })];

    /// <summary>The number that a lot of the linked account has here.</summary>
    public static long Of(AccountLink link, long number) =>
        link.Membership is { } membership && number >= membership.From && number < membership.From + membership.Count ? number + membership.Shift : number + link.Offset;

    /// <summary>An entry of another account as this one reads it; its version is the number of the lot that it granted.</summary>
    public static Versioned<LedgerEntry> Move(Versioned<LedgerEntry> entry, AccountLink link) =>
        new(Move(entry.Value, number => Of(link, number)), Of(link, entry.Version));

    /// <summary>The entry of a member's own account as her household reads it: hers, and so are its lots.</summary>
    public static Versioned<LedgerEntry> Attribute(Versioned<LedgerEntry> entry, LoyaltyAccountId member) => entry with
    {
        Value = entry.Value switch
        {
            PointsRedeemed e => e with { Member = member, Lots = [.. e.Lots.Select(lot => lot with { Member = member })] },
            HoldCaptured e => e with { Member = member, From = [.. e.From.Select(lot => lot with { Member = member })] },
            _ => entry.Value with { Member = member },
        },
    };

    private static ImmutableArray<LotShare> Move(ImmutableArray<LotShare> shares, Func<long, long> number) => [.. shares.Select(share => share with { Lot = number(share.Lot) })];

    private static LedgerEntry Move(LedgerEntry entry, Func<long, long> number)
    {
        LedgerEntry moved = entry switch
        {
            PointsRedeemed e => e with { From = Move(e.From, number), Lots = Move(e.Lots, number) },
            EarningRefunded e => e with { From = Move(e.From, number) },
            RedemptionReturned e => e with { To = Move(e.To, number) },
            PointsHeld e => e with { From = Move(e.From, number) },
            HoldChanged e => e with { From = Move(e.From, number), Added = Move(e.Added, number), Released = Move(e.Released, number) },
            HoldCaptured e => e with { From = Move(e.From, number), Released = Move(e.Released, number) },
            HoldVoided e => e with { Released = Move(e.Released, number) },
            PointsDebited e => e with { From = Move(e.From, number) },
            PointsSent e => e with { From = Move(e.From, number) },
            _ => entry,
        };
        return moved with { Expired = Move(entry.Expired, number) };
    }
}
