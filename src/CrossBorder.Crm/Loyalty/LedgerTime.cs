using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What happens to an account by time alone: lots expire, lots become spendable, debt is paid from what is. Pure; nobody has to sweep.</summary>
internal static class LedgerTime
{
    /// <summary>Moves a state on to a later instant.</summary>
    /// <param name="state">The state.</param>
    /// <param name="to">The instant; one before the state's changes nothing.</param>
    /// <param name="expired">What expired on the way, by lot.</param>
    public static LoyaltyAccountState Advance(LoyaltyAccountState state, Instant to, out ImmutableArray<LotShare> expired)
    {
        expired = [];
        if (to <= state.AsOf)
        {
            return state;
        }

        if (state.Debt == Points.Zero)
        {
            // Without debt the steps in between do not matter: only what expired does.
            return Expire(state, to, ref expired) with { AsOf = to };
        }

        foreach (var step in Steps(state, to))
        {
            state = PayDebt(Expire(state, step, ref expired), step);
        }

        return state with { AsOf = to };
    }

    /// <summary>Pays debt from what is spendable at an instant, in the order of consumption.</summary>
    public static LoyaltyAccountState PayDebt(LoyaltyAccountState state, Instant at)
    {
        if (state.Debt == Points.Zero)
        {
            return state;
        }

        var paid = Points.Min(state.Debt, LotConsumption.Available(state.Lots, at));
        return state with { Lots = LotConsumption.Take(state.Lots, LotConsumption.Plan(state.Lots, paid, at)), Debt = state.Debt - paid };
    }

    /// <summary>The next instant at which something happens by time alone; null where nothing does.</summary>
    public static Instant? NextChange(LoyaltyAccountState state)
    {
        Instant? next = null;
        foreach (var lot in state.Lots)
        {
            next = Earlier(next, lot.AvailableFrom > state.AsOf ? lot.AvailableFrom : lot.ExpiresAt);
        }

        return next;
    }

    private static LoyaltyAccountState Expire(LoyaltyAccountState state, Instant at, ref ImmutableArray<LotShare> expired)
    {
        // Lots stand by expiry, so the first one tells whether any has expired.
        var count = 0;
        while (count < state.Lots.Length && state.Lots[count].ExpiresAt is { } end && end <= at)
        {
            count++;
        }

        if (count == 0)
        {
            return state;
        }

        var sum = Points.Zero;
        for (var i = 0; i < count; i++)
        {
            sum += state.Lots[i].Remaining;
            expired = expired.Add(new(state.Lots[i].Number, state.Lots[i].Remaining));
        }

        return state with { Lots = state.Lots.RemoveRange(0, count), Totals = state.Totals with { Expired = state.Totals.Expired + sum } };
    }

    private static IEnumerable<Instant> Steps(LoyaltyAccountState state, Instant to) => state.Lots
        .SelectMany(lot => new[] { lot.AvailableFrom, lot.ExpiresAt ?? Instant.MaxValue })
        .Where(step => step > state.AsOf && step <= to)
        .Distinct()
        .Order();

    private static Instant? Earlier(Instant? x, Instant? y) => x is null ? y : y is null ? x : Instant.Min(x.Value, y.Value);
}
