using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>How points are set aside and released. Pure: two phases, as in a ledger of pending transfers; each hold is resolved once.</summary>
public static class HoldRules
{
    /// <summary>The open hold of a name; null where there is none.</summary>
    /// <param name="holds">The open holds.</param>
    /// <param name="name">The name.</param>
    public static PointHold? Find(ImmutableArray<PointHold> holds, string name)
    {
        foreach (var hold in holds)
        {
            if (hold.Name == name)
            {
                return hold;
            }
        }

        return null;
    }

    /// <summary>The open hold of an order; null where there is none.</summary>
    /// <param name="holds">The open holds.</param>
    /// <param name="order">The order.</param>
    public static PointHold? Find(ImmutableArray<PointHold> holds, ExternalRef order)
    {
        foreach (var hold in holds)
        {
            if (hold.Order == order)
            {
                return hold;
            }
        }

        return null;
    }

    /// <summary>Divides held parts of lots: what is kept, earliest expiry first, and what is released.</summary>
    /// <param name="held">The parts, in the order of consumption.</param>
    /// <param name="keep">How many points are kept; from 0 to all.</param>
    /// <exception cref="ArgumentOutOfRangeException">More is to be kept than is held, or less than nothing.</exception>
    public static (ImmutableArray<PointLot> Kept, ImmutableArray<PointLot> Released) Split(ImmutableArray<PointLot> held, Points keep)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(keep.Value, nameof(keep));
        var left = keep;
        var count = 0;
        while (count < held.Length && held[count].Remaining <= left)
        {
            left -= held[count].Remaining;
            count++;
        }

        if (left == Points.Zero)
        {
            return count == held.Length ? (held, []) : (held[..count], held[count..]);
        }

        if (count == held.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(keep), keep, $"Only {keep - left} points are held.");
        }

        var cut = held[count];
        return (
            held[..count].Add(cut with { Remaining = left }),
            held[(count + 1)..].Insert(0, cut with { Remaining = cut.Remaining - left }));
    }

    /// <summary>Held parts of lots with more parts, in the order of consumption.</summary>
    /// <param name="held">The parts.</param>
    /// <param name="added">More parts; of the same lots, or of others.</param>
    public static ImmutableArray<PointLot> Join(ImmutableArray<PointLot> held, ImmutableArray<PointLot> added) =>
        added.Aggregate(held, LotConsumption.Restore);

    /// <summary>What a part of the points of a hold or redemption is worth, in proportion and rounded down to the minor unit.</summary>
    /// <param name="value">What all points are worth; null where nobody said.</param>
    /// <param name="points">The part.</param>
    /// <param name="all">All points; above zero.</param>
    public static Money? ValueOf(Money? value, Points points, Points all) => value is not { } worth || points == all
        ? value
        : Money.FromMinorUnits((long)((Int128)worth.ToMinorUnits() * points.Value / all.Value), worth.Currency);

    internal static ImmutableArray<LotShare> Shares(ImmutableArray<PointLot> parts)
    {
        var shares = ImmutableArray.CreateBuilder<LotShare>(parts.Length);
        foreach (var part in parts)
        {
            shares.Add(new(part.Number, part.Remaining));
        }

        return shares.MoveToImmutable();
    }

    internal static PointHold Of(PointsHeld entry) => new()
    {
        Name = entry.Hold,
        Points = entry.Points,
        From = entry.From,
        HeldAt = entry.PostedAt,
        ExpiresAt = entry.ExpiresAt,
        Order = entry.Order,
        Value = entry.Value,
        LapsesWithLots = entry.LapsesWithLots,
        GraceDays = entry.GraceDays,
        TransferTo = entry.TransferTo,
        Member = entry.Member,
    };

    internal static PointHold After(PointHold hold, HoldChanged entry) =>
        hold with { Points = entry.Points, From = entry.From, ExpiresAt = entry.ExpiresAt, Value = entry.Value };
}
