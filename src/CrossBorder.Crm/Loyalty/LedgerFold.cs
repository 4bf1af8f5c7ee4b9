using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Folds a ledger's entries into the account. Pure. Every command's new state is made by this fold, so the entries always give it again.</summary>
public static class LedgerFold
{
    /// <summary>The revision of this fold; a state of an older one is folded anew.</summary>
    public const int Revision = 1;

    /// <summary>An account before its first entry.</summary>
    /// <param name="account">The account.</param>
    public static LoyaltyAccountState Start(LoyaltyAccountId account) => new() { Account = account, Revision = Revision, AsOf = Instant.MinValue };

    /// <summary>The account after one more entry.</summary>
    /// <param name="state">The account before.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="version">The entry's version: the number of the lot that it grants.</param>
    /// <exception cref="InvalidOperationException">The entry's kind is not known, or it takes points that are not there.</exception>
    public static LoyaltyAccountState Apply(LoyaltyAccountState state, LedgerEntry entry, long version)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(entry);
        state = LedgerTime.Advance(state, entry.PostedAt, out _);
        return entry switch
        {
            PointsEarned earned => Apply(state, earned, version),
            PointsRedeemed redeemed => state with
            {
                Lots = LotConsumption.Take(state.Lots, redeemed.From),
                Totals = state.Totals with { Redeemed = state.Totals.Redeemed + redeemed.Points },
            },
            EarningRefunded refunded => state with
            {
                Lots = LotConsumption.Take(state.Lots, refunded.From),
                Debt = state.Debt + refunded.Owed,
                Totals = state.Totals with
                {
                    ClawedBack = state.Totals.ClawedBack + refunded.Due - refunded.Waived,
                    Waived = state.Totals.Waived + refunded.Waived,
                },
            },
            _ => throw new InvalidOperationException($"The ledger entry {entry.GetType().Name} is not known to this fold."),
        };
    }

    /// <summary>The account as of an instant, from its entries.</summary>
    /// <param name="account">The account.</param>
    /// <param name="entries">The entries, by version from 1.</param>
    /// <param name="asOf">The instant: entries posted later do not count.</param>
    public static LoyaltyAccountState Fold(LoyaltyAccountId account, IEnumerable<LedgerEntry> entries, Instant asOf)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var state = Start(account);
        var version = 0L;
        foreach (var entry in entries.TakeWhile(entry => entry.PostedAt <= asOf))
        {
            state = Apply(state, entry, ++version);
        }

        return LedgerTime.Advance(state, asOf, out _);
    }

    /// <summary>The account as of an instant that is not before its state's.</summary>
    /// <param name="state">The state.</param>
    /// <param name="asOf">The instant.</param>
    public static LoyaltyBalance Balance(LoyaltyAccountState state, Instant asOf)
    {
        ArgumentNullException.ThrowIfNull(state);
        var now = LedgerTime.Advance(state, asOf, out _);
        var available = LotConsumption.Available(now.Lots, asOf);
        var open = Points.Zero;
        foreach (var lot in now.Lots)
        {
            open += lot.Remaining;
        }

        return new()
        {
            Account = state.Account,
            AsOf = asOf,
            Available = available,
            Pending = open - available,
            Debt = now.Debt,
            Totals = now.Totals,
            Lots = now.Lots,
        };
    }

    private static LoyaltyAccountState Apply(LoyaltyAccountState state, PointsEarned earned, long version)
    {
        var totals = state.Totals with { Earned = state.Totals.Earned + earned.Points };
        if (earned.Points == Points.Zero)
        {
            return state;
        }

        // Posted after its own end: it is granted, and expires in the same instant.
        if (earned.ExpiresAt <= earned.PostedAt)
        {
            return state with { Totals = totals with { Expired = totals.Expired + earned.Points } };
        }

        var lot = new PointLot
        {
            Number = version,
            Points = earned.Points,
            Remaining = earned.Points,
            EarnedAt = earned.EarnedAt,
            AvailableFrom = earned.AvailableFrom,
            ExpiresAt = earned.ExpiresAt,
            Order = earned.Order,
        };
        return LedgerTime.PayDebt(state with { Lots = LotConsumption.Insert(state.Lots, lot), Totals = totals }, earned.PostedAt);
    }
}
