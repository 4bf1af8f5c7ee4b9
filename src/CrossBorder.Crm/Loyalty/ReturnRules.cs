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
    /// <param name="Returned">How many points were returned before.</param>
    internal sealed record Spending(string Name, ExternalRef? Order, ImmutableArray<PointLot> Parts, Money? Value, Points Returned)
    {
        /// <summary>Whose it was in a shared account.</summary>
        public LoyaltyAccountId? Member { get; init; }

        /// <summary>The day on which it counted against that one's limit.</summary>
        public LocalDate? SpentOn { get; init; }

        public Points Points => LotConsumption.Sum(Parts);

        public Points Left => Points - Returned;
    }

    /// <summary>Points that come back to one redemption.</summary>
    internal readonly record struct Back(Spending Of, Points Points, ImmutableArray<PointLot> To);

    /// <summary>The redemptions among entries, in the order of posting; those that satisfy a condition.</summary>
    public static ImmutableArray<Spending> Spendings(ImmutableArray<Versioned<LedgerEntry>> filed, Func<string, ExternalRef?, bool> isAsked)
    {
        var found = ImmutableArray.CreateBuilder<Spending>();
        foreach (var (entry, _) in filed)
        {
            var spending = entry switch
            {
                PointsRedeemed e => new Spending(e.Redemption, e.Order, LotConsumption.Parts(e.Lots, e.From), e.Value, Points.Zero) { Member = e.Member, SpentOn = e.SpentOn },
                HoldCaptured e => new Spending(e.Hold, e.Order, e.From, e.Value, Points.Zero) { Member = e.Member, SpentOn = e.SpentOn },
                _ => null,
            };
            if (spending is not null && isAsked(spending.Name, spending.Order))
            {
                found.Add(spending);
            }
            else if (entry is RedemptionReturned back)
            {
                Count(found, back);
            }
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
        var (skip, left) = (spending.Returned, points);
        for (var i = spending.Parts.Length - 1; left > Points.Zero; i--)
        {
            var skipped = Points.Min(skip, spending.Parts[i].Remaining);
            var taken = Points.Min(left, spending.Parts[i].Remaining - skipped);
            skip -= skipped;
            left -= taken;
            if (taken > Points.Zero)
            {
                parts.Add(spending.Parts[i] with { Remaining = taken });
            }
        }

        return parts.DrainToImmutable();
    }

    // Where several redemptions share a name, the last one's points came back first; of those that paid for one order, that order's last. Those of one
    // member never came back as another's; where an account of one's own reads what befell hers in a household, only the return says whose it was.
    private static void Count(ImmutableArray<Spending>.Builder found, RedemptionReturned back)
    {
        var left = Count(found, back, back.Points, static (spent, returned) => spent == returned);
        Count(found, back, left, static (spent, returned) => spent is null || returned is null);
    }

    private static Points Count(
        ImmutableArray<Spending>.Builder found, RedemptionReturned back, Points left, Func<LoyaltyAccountId?, LoyaltyAccountId?, bool> isWhose)
    {
        for (var i = found.Count - 1; i >= 0 && left > Points.Zero; i--)
        {
            if (found[i].Name == back.Redemption && found[i].Order == back.Order && isWhose(found[i].Member, back.Member))
            {
                var part = Points.Min(left, found[i].Left);
                found[i] = found[i] with { Returned = found[i].Returned + part };
                left -= part;
            }
        }

        return left;
    }
}
