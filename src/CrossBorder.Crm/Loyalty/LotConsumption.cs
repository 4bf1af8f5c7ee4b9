using System.Collections.Immutable;
using System.Runtime.InteropServices;
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

        var shares = new LotShare[count];
        left = asked;
        for (int i = 0, next = 0; next < count; i++)
        {
            if (IsSpendable(lots[i], at))
            {
                var taken = Points.Min(left, lots[i].Remaining);
                shares[next++] = new(lots[i].Number, taken);
                left -= taken;
            }
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(shares);
    }

    /// <summary>The lots after shares of them are gone; a lot without points is closed and leaves.</summary>
    /// <param name="lots">The lots, in the order of consumption: of a lot that stands in parts, the one that ends first is taken first.</param>
    /// <param name="shares">What to take.</param>
    /// <exception cref="InvalidOperationException">A share is larger than what its lot has left.</exception>
    public static ImmutableArray<PointLot> Take(ImmutableArray<PointLot> lots, ImmutableArray<LotShare> shares)
    {
        if (shares.IsEmpty)
        {
            return lots;
        }

        var left = new PointLot[lots.Length];
        var count = 0;
        var missing = Sum(shares);
        for (var i = 0; i < lots.Length; i++)
        {
            var asked = AskedOf(shares, lots, i);
            var taken = Points.Min(asked, lots[i].Remaining);
            missing -= taken;
            if (taken == Points.Zero)
            {
                left[count++] = lots[i];
            }
            else if (taken < lots[i].Remaining)
            {
                left[count++] = lots[i] with { Remaining = lots[i].Remaining - taken };
            }
        }

        if (missing != Points.Zero)
        {
            throw new InvalidOperationException($"{missing} points cannot be taken: their lots are closed or have fewer.");
        }

        if (count < left.Length)
        {
            Array.Resize(ref left, count);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(left);
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

    /// <summary>The lots with a part of one of them back, also where that lot had been closed. A part with another end stands for itself.</summary>
    internal static ImmutableArray<PointLot> Restore(ImmutableArray<PointLot> lots, PointLot part)
    {
        for (var i = 0; i < lots.Length; i++)
        {
            if (lots[i].Number == part.Number && lots[i].ExpiresAt == part.ExpiresAt)
            {
                return lots.SetItem(i, lots[i] with { Remaining = lots[i].Remaining + part.Remaining });
            }
        }

        return Insert(lots, part);
    }

    /// <summary>The lots that shares are of, in the order of the shares.</summary>
    internal static ImmutableArray<PointLot> Of(ImmutableArray<PointLot> lots, ImmutableArray<LotShare> shares)
    {
        var found = new PointLot[shares.Length];
        var at = 0;
        for (var i = 0; i < shares.Length; i++)
        {
            // Shares stand in the order of the lots; parts of one lot that end at different times are shares of their own.
            while (lots[at].Number != shares[i].Lot)
            {
                at++;
            }

            found[i] = lots[at++];
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(found);
    }

    /// <summary>The parts of lots that shares of them are.</summary>
    internal static ImmutableArray<PointLot> Parts(ImmutableArray<PointLot> lots, ImmutableArray<LotShare> shares)
    {
        var parts = new PointLot[shares.Length];
        for (var i = 0; i < shares.Length; i++)
        {
            parts[i] = lots[i].Remaining == shares[i].Points ? lots[i] : lots[i] with { Remaining = shares[i].Points };
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(parts);
    }

    // What shares ask of a lot, or of one of its parts once those before it are used up.
    private static Points AskedOf(ImmutableArray<LotShare> shares, ImmutableArray<PointLot> lots, int at)
    {
        var asked = Points.Zero;
        foreach (var share in shares)
        {
            if (share.Lot == lots[at].Number)
            {
                asked += share.Points;
            }
        }

        for (var i = 0; i < at && asked > Points.Zero; i++)
        {
            if (lots[i].Number == lots[at].Number)
            {
                asked -= Points.Min(asked, lots[i].Remaining);
            }
        }

        return asked;
    }

    private static int CompareExpiry(Instant? x, Instant? y) => (x, y) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        _ => x.Value.CompareTo(y.Value),
    };
}
