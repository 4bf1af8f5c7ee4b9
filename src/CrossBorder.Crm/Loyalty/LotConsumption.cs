using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Which lots points are taken from: earliest expiry first, never-expiring last, then earned earlier, then posted earlier. Pure.</summary>
public static class LotConsumption
{
    /// <summary>Where a lot stands among others.</summary>
    /// <param name="x">A lot.</param>
    /// <param name="y">Another lot.</param>
    public static int Compare(PointLot x, PointLot y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return CompareExpiry(x.ExpiresAt, y.ExpiresAt) is not 0 and var byExpiry ? byExpiry
            : x.EarnedAt.CompareTo(y.EarnedAt) is not 0 and var byAge ? byAge
            : x.Number.CompareTo(y.Number);
    }

    /// <summary>Whether a lot can be spent at an instant.</summary>
    /// <param name="lot">The lot.</param>
    /// <param name="at">The instant.</param>
    public static bool IsSpendable(PointLot lot, Instant at)
    {
        ArgumentNullException.ThrowIfNull(lot);
        return lot.AvailableFrom <= at && (lot.ExpiresAt is not { } end || at < end);
    }

    /// <summary>All points of lots, or of parts of them.</summary>
    /// <param name="lots">The lots.</param>
    public static Points Sum(ImmutableArray<PointLot> lots)
    {
        var sum = Points.Zero;
        foreach (var lot in lots)
        {
            sum += lot.Remaining;
        }

        return sum;
    }

    /// <summary>All points of shares.</summary>
    /// <param name="shares">The shares.</param>
    public static Points Sum(ImmutableArray<LotShare> shares)
    {
        var sum = Points.Zero;
        foreach (var share in shares)
        {
            sum += share.Points;
        }

        return sum;
    }

    /// <summary>The points that can be spent at an instant.</summary>
    /// <param name="lots">The lots.</param>
    /// <param name="at">The instant.</param>
    public static Points Available(ImmutableArray<PointLot> lots, Instant at)
    {
        var sum = Points.Zero;
        foreach (var lot in lots)
        {
            if (IsSpendable(lot, at))
            {
                sum += lot.Remaining;
            }
        }

        return sum;
    }

    /// <summary>Takes points from spendable lots, as many as there are.</summary>
    /// <param name="lots">The lots, in the order of consumption.</param>
    /// <param name="asked">How many points; not negative.</param>
    /// <param name="at">The instant.</param>
    /// <returns>What is taken from which lot, in the order in which it is taken.</returns>
    public static ImmutableArray<LotShare> Plan(ImmutableArray<PointLot> lots, Points asked, Instant at)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(asked.Value, nameof(asked));
        var count = 0;
        var left = asked;
        for (var i = 0; i < lots.Length && left > Points.Zero; i++)
        {
            if (IsSpendable(lots[i], at))
            {
                left -= Points.Min(left, lots[i].Remaining);
                count++;
            }
        }

        var shares = ImmutableArray.CreateBuilder<LotShare>(count);
        left = asked;
        for (var i = 0; shares.Count < count; i++)
        {
            if (IsSpendable(lots[i], at))
            {
                var taken = Points.Min(left, lots[i].Remaining);
                shares.Add(new(lots[i].Number, taken));
                left -= taken;
            }
        }

        return shares.MoveToImmutable();
    }

    /// <summary>The lots after shares of them are gone; a lot without points is closed and leaves.</summary>
    /// <param name="lots">The lots.</param>
    /// <param name="shares">What to take.</param>
    /// <exception cref="InvalidOperationException">A share is larger than what its lot has left.</exception>
    public static ImmutableArray<PointLot> Take(ImmutableArray<PointLot> lots, ImmutableArray<LotShare> shares)
    {
        if (shares.IsEmpty)
        {
            return lots;
        }

        var left = ImmutableArray.CreateBuilder<PointLot>(lots.Length);
        var found = 0;
        foreach (var lot in lots)
        {
            var taken = SharesOf(shares, lot.Number, ref found);
            if (taken == Points.Zero)
            {
                left.Add(lot);
            }
            else if (taken < lot.Remaining)
            {
                left.Add(lot with { Remaining = lot.Remaining - taken });
            }
            else if (taken > lot.Remaining)
            {
                throw new InvalidOperationException($"Lot {lot.Number} has {lot.Remaining} points left; {taken} cannot be taken.");
            }
        }

        return found == shares.Length ? left.DrainToImmutable() : throw new InvalidOperationException("Points cannot be taken from a lot that is closed.");
    }

    /// <summary>The lots with one more, in the order of consumption.</summary>
    internal static ImmutableArray<PointLot> Insert(ImmutableArray<PointLot> lots, PointLot lot)
    {
        var at = lots.Length;
        while (at > 0 && Compare(lots[at - 1], lot) > 0)
        {
            at--;
        }

        return lots.Insert(at, lot);
    }

    /// <summary>The lots with a part of one of them back, also where that lot had been closed.</summary>
    internal static ImmutableArray<PointLot> Restore(ImmutableArray<PointLot> lots, PointLot part)
    {
        for (var i = 0; i < lots.Length; i++)
        {
            if (lots[i].Number == part.Number)
            {
                return lots.SetItem(i, lots[i] with { Remaining = lots[i].Remaining + part.Remaining });
            }
        }

        return Insert(lots, part);
    }

    /// <summary>The lots that shares are of, in the order of the shares.</summary>
    internal static ImmutableArray<PointLot> Of(ImmutableArray<PointLot> lots, ImmutableArray<LotShare> shares)
    {
        var found = ImmutableArray.CreateBuilder<PointLot>(shares.Length);
        var at = 0;
        foreach (var share in shares)
        {
            // Shares stand in the order of the lots, so the next one is usually the next lot.
            at = at < lots.Length && lots[at].Number == share.Lot ? at : IndexOf(lots, share.Lot);
            found.Add(lots[at++]);
        }

        return found.MoveToImmutable();
    }

    /// <summary>The parts of lots that shares of them are.</summary>
    internal static ImmutableArray<PointLot> Parts(ImmutableArray<PointLot> lots, ImmutableArray<LotShare> shares)
    {
        var parts = ImmutableArray.CreateBuilder<PointLot>(shares.Length);
        for (var i = 0; i < shares.Length; i++)
        {
            parts.Add(lots[i].Remaining == shares[i].Points ? lots[i] : lots[i] with { Remaining = shares[i].Points });
        }

        return parts.MoveToImmutable();
    }

    private static int IndexOf(ImmutableArray<PointLot> lots, long number)
    {
        var at = 0;
        while (lots[at].Number != number)
        {
            at++;
        }

        return at;
    }

    private static Points SharesOf(ImmutableArray<LotShare> shares, long number, ref int found)
    {
        var sum = Points.Zero;
        foreach (var share in shares)
        {
            if (share.Lot == number)
            {
                sum += share.Points;
                found++;
            }
        }

        return sum;
    }

    private static int CompareExpiry(Instant? x, Instant? y) => (x, y) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        _ => x.Value.CompareTo(y.Value),
    };
}
