using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>A working copy of an account: points are moved in it step by step, and it becomes a state once, at the end.</summary>
internal struct LedgerSheet(LoyaltyAccountState state)
{
    private readonly LoyaltyAccountState state = state;
    private Points expiredSum;

    public ImmutableArray<PointLot> Lots { get; set; } = state.Lots;

    public ImmutableArray<PointHold> Holds { get; set; } = state.Holds;

    public Points Debt { get; set; } = state.Debt;

    public LedgerTotals Totals { get; set; } = state.Totals;

    public ImmutableArray<QualifyingYear> Years { get; set; } = state.Years;

    public TierStanding? Tier { get; set; } = state.Tier;

    public ImmutableArray<QualifyingSum> Windows { get; set; } = state.Windows;

    public ImmutableArray<PeriodSum> EarnedIn { get; set; } = state.EarnedIn;

    public ImmutableArray<ExpiryMark> Told { get; set; } = state.Told;

    public ImmutableArray<TriggerCount> Triggered { get; set; } = state.Triggered;

    public AccountLinks? Links { get; set; } = state.Links;

    public HouseholdState? Household { get; set; } = state.Household;

    /// <summary>What expired on the way, by lot.</summary>
    public ImmutableArray<LotShare> Expired { get; private set; } = [];

    /// <summary>The holds that timed out on the way.</summary>
    public ImmutableArray<string> TimedOut { get; private set; } = [];

    public readonly LoyaltyAccountState ToState(Instant asOf) => new()
    {
        Account = state.Account,
        Revision = state.Revision,
        AsOf = asOf,
        Lots = Lots,
        Debt = Debt,
        Totals = expiredSum == Points.Zero ? Totals : Totals with { Expired = Totals.Expired + expiredSum },
        Holds = Holds,
        Years = Years,
        Tier = Tier,
        Windows = Windows,
        EarnedIn = EarnedIn,
        Told = Told,
        Triggered = Triggered,
        Links = Links,
        Household = Household,
    };

    /// <summary>Writes what is left of a lot, or a part of one, off as expired.</summary>
    public void Expire(PointLot part)
    {
        if (part.Remaining > Points.Zero)
        {
            Expired = Expired.Add(new(part.Number, part.Remaining));
            expiredSum += part.Remaining;
            Household = Household is { } shared ? HouseholdFold.Expire(shared, part) : null;
        }
    }

    /// <summary>Takes points out of lots.</summary>
    public void Take(ImmutableArray<LotShare> shares) => Lots = LotConsumption.Take(Lots, shares);

    /// <summary>Adds a lot; one that has expired already expires at once.</summary>
    public void Add(PointLot lot, Instant at)
    {
        if (lot.ExpiresAt <= at)
        {
            Expire(lot);
        }
        else
        {
            Lots = LotConsumption.Insert(Lots, lot);
        }
    }

    /// <summary>Puts parts of lots back to the lots that they are of. Points of a lot that has expired expire in the same instant, or after their days of grace.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="released">When they came back.</param>
    /// <param name="at">The instant that the sheet is moved to; not before.</param>
    /// <param name="graceDays">The days of grace.</param>
    public void Restore(ImmutableArray<PointLot> parts, Instant released, Instant at, int graceDays)
    {
        foreach (var part in parts)
        {
            var back = graceDays > 0 && part.ExpiresAt <= released ? part with { ExpiresAt = released + Duration.FromDays(graceDays) } : part;
            if (back.ExpiresAt <= at)
            {
                Expire(back);
            }
            else
            {
                Lots = LotConsumption.Restore(Lots, back);
            }
        }
    }

    /// <summary>Pays debt from what is spendable at an instant, in the order of consumption.</summary>
    public void PayDebt(Instant at)
    {
        if (Debt > Points.Zero)
        {
            var paid = LotConsumption.Plan(Lots, Debt, at);
            Take(paid);
            Debt -= LotConsumption.Sum(paid);
        }
    }

    public void Open(PointHold hold) => Holds = Holds.Add(hold);

    /// <returns>The hold as it was.</returns>
    public PointHold Change(HoldChanged entry)
    {
        var hold = Hold(entry.Hold);
        Holds = Holds.Replace(hold, HoldRules.After(hold, entry));
        return hold;
    }

    /// <returns>The hold as it was.</returns>
    public PointHold Close(string name)
    {
        var hold = Hold(name);
        Holds = Holds.Remove(hold);
        return hold;
    }

    public void TimeOut(PointHold hold, Instant at)
    {
        // By name: a hold whose points have all expired comes here without them.
        Holds = Holds.Remove(Hold(hold.Name));
        TimedOut = TimedOut.Add(hold.Name);
        Restore(hold.From, hold.ExpiresAt ?? at, at, hold.GraceDays);
    }

    public void Count(QualifyingPoints points) => Years = QualifyingYears.Add(Years, points);

    private readonly PointHold Hold(string name) =>
        HoldRules.Find(Holds, name) ?? throw new InvalidOperationException($"The hold '{name}' is not open.");
}
