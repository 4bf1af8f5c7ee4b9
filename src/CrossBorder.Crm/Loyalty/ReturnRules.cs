using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>How spent points come back: to the lots that they were taken from, last taken first. Pure.</summary>
internal static class ReturnRules
{
    /// <summary>A redemption and what became of it.</summary>
    /// <param name="Name">Its name, or that of the hold that was captured.</param>
    /// <param name="Order">The order that it paid for.</param>
    /// <param name="Parts">The parts of lots that were spent, in the order in which they were taken.</param>
    /// <param name="Value">What they were worth to the order.</param>
    internal sealed record Spending(string Name, ExternalRef? Order, ImmutableArray<PointLot> Parts, Money? Value)
    {
        /// <summary>Whose it was in a shared account.</summary>
        public LoyaltyAccountId? Member { get; init; }

        /// <summary>The day on which it counted against that one's limit.</summary>
        public LocalDate? SpentOn { get; init; }

        /// <summary>The parts as far as they have not come back.</summary>
        public ImmutableArray<PointLot> Out { get; init; } = Parts;

        public Points Points => LotConsumption.Sum(Parts);

        public Points Left => LotConsumption.Sum(Out);

        public Points Returned => Points - Left;
    }

    /// <summary>Points that come back to one redemption.</summary>
    internal readonly record struct Back(Spending Of, Points Points, ImmutableArray<PointLot> To);

    /// <summary>The redemptions among entries, in the order of posting; those that satisfy a condition.</summary>
    public static ImmutableArray<Spending> Spendings(ImmutableArray<Versioned<LedgerEntry>> filed, Func<string, ExternalRef?, bool> isAsked)
    {
        var found = ImmutableArray.CreateBuilder<Spending>();
        List<(RedemptionReturned Back, PointLot Part)>? unplaced = null;
        foreach (var (entry, _) in filed)
        {
            var spending = entry switch
            {
                PointsRedeemed e => new Spending(e.Redemption, e.Order, LotConsumption.Parts(e.Lots, e.From), e.Value) { Member = e.Member, SpentOn = e.SpentOn },
                HoldCaptured e => new Spending(e.Hold, e.Order, e.From, e.Value) { Member = e.Member, SpentOn = e.SpentOn },
                _ => null,
            };
            if (spending is not null && isAsked(spending.Name, spending.Order))
            {
                found.Add(spending);
            }
            else if (entry is RedemptionReturned back)
            {
                foreach (var part in back.To)
                {
                    if (Count(found, back, part, byLot: true) is var left && left > Points.Zero)
                    {
                        (unplaced ??= []).Add((back, part with { Remaining = left }));
                    }
                }
            }
        }

        // What was posted at one instant to accounts that were merged may stand here before the redemption that it is of.
        foreach (var (back, part) in unplaced ?? [])
        {
            var left = Count(found, back, part, byLot: true);
            Count(found, back, part with { Remaining = left }, byLot: false);
        }

        return found.DrainToImmutable();
    }

    /// <summary>Which parts of lots points come back to, the last redemption and its last part first.</summary>
    /// <param name="spendings">The redemptions, with at least so many points left to return.</param>
    /// <param name="points">How many.</param>
    public static ImmutableArray<Back> Plan(ImmutableArray<Spending> spendings, Points points)
    {
        var backs = ImmutableArray.CreateBuilder<Back>();
        for (var i = spendings.Length - 1; i >= 0 && points > Points.Zero; i--)
        {
            var part = Points.Min(points, spendings[i].Left);
            if (part > Points.Zero)
            {
                backs.Add(new(spendings[i], part, Parts(spendings[i], part)));
                points -= part;
            }
        }

        return backs.DrainToImmutable();
    }

    private static ImmutableArray<PointLot> Parts(Spending spending, Points points)
    {
        var parts = ImmutableArray.CreateBuilder<PointLot>();
        for (var (i, left) = (spending.Out.Length - 1, points); left > Points.Zero; i--)
        {
            var taken = Points.Min(left, spending.Out[i].Remaining);
            left -= taken;
            if (taken > Points.Zero)
            {
                parts.Add(spending.Out[i] with { Remaining = taken });
            }
        }

        return parts.DrainToImmutable();
    }

    // Where several redemptions share a name, the last one's points came back first; of those that paid for one order, that order's last. Accounts that were
    // merged may share a name as well: the lot that was restored says which of them it is. Those of one member never came back as another's; where an
    // account of one's own reads what befell hers in a household, only the return says whose it was.
    private static Points Count(ImmutableArray<Spending>.Builder found, RedemptionReturned back, PointLot part, bool byLot)
    {
        var left = Count(found, back, part, byLot, static (spent, returned) => spent == returned);
        return Count(found, back, part with { Remaining = left }, byLot, static (spent, returned) => spent is null || returned is null);
    }

    private static Points Count(
        ImmutableArray<Spending>.Builder found, RedemptionReturned back, PointLot part, bool byLot, Func<LoyaltyAccountId?, LoyaltyAccountId?, bool> isWhose)
    {
        var left = part.Remaining;
        for (var i = found.Count - 1; i >= 0 && left > Points.Zero; i--)
        {
            if (found[i].Name == back.Redemption && found[i].Order == back.Order && isWhose(found[i].Member, back.Member))
            {
                found[i] = found[i] with { Out = Without(found[i].Out, part.Number, byLot, ref left) };
            }
        }

        return left;
    }

    private static ImmutableArray<PointLot> Without(ImmutableArray<PointLot> parts, long lot, bool byLot, ref Points left)
    {
        for (var i = parts.Length - 1; i >= 0 && left > Points.Zero; i--)
        {
            var taken = byLot && parts[i].Number != lot ? Points.Zero : Points.Min(left, parts[i].Remaining);
            if (taken > Points.Zero)
            {
                parts = parts.SetItem(i, parts[i] with { Remaining = parts[i].Remaining - taken });
                left -= taken;
            }
        }

        return parts;
    }
}
