using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>When an account is due for the sweep. Pure; computed with every entry, so that a sweep reads due accounts only.</summary>
/// <remarks>Only what the sweep then writes down counts: an account that is swept is not due for the same thing again.</remarks>
internal static class SweepRules
{
    /// <summary>How late a transfer or merge of two accounts must be before the sweep completes it: whoever began it may still be at it.</summary>
    public static readonly Duration TransferPatience = Duration.FromMinutes(1);

    /// <summary>The first instant at which the sweep has something to write down; null where it never has.</summary>
    public static Instant? NextDue(LoyaltyAccountState state)
    {
        if (state.Links?.MergedInto is { } merged)
        {
            return merged.IsPending ? merged.At + TransferPatience : null;
        }

        if (state.Links?.Household is { IsPending: true } joining)
        {
            return joining.At + TransferPatience;
        }

        var next = state.Tier?.EndsAt;
        foreach (var member in state.Household?.Members ?? [])
        {
            next = Earlier(next, member.Tier?.EndsAt);
        }

        // Lots stand by expiry.
        if (!state.Lots.IsEmpty)
        {
            next = Earlier(next, state.Lots[0].ExpiresAt);
        }

        if (state.Debt.Value > 0)
        {
            next = Earlier(next, NextActivation(state));
        }

        foreach (var hold in state.Holds)
        {
            next = Earlier(next, hold.TransferTo is null ? hold.ExpiresAt : hold.HeldAt + TransferPatience);
            if (hold.LapsesWithLots)
            {
                next = Earlier(next, hold.From[0].ExpiresAt);
            }
        }

        return state.Told.IsEmpty ? next : Earlier(next, NoticeRules.NextNotice(state));
    }

    // Points that become spendable pay debt by themselves. Without debt nothing changes hands, and there is nothing to write down.
    private static Instant? NextActivation(LoyaltyAccountState state)
    {
        Instant? next = null;
        foreach (var lot in state.Lots)
        {
            if (lot.AvailableFrom > state.AsOf)
            {
                next = Earlier(next, lot.AvailableFrom);
            }
        }

        return next;
    }

    public static Instant? Earlier(Instant? x, Instant? y) => x is null ? y : y is null ? x : Instant.Min(x.Value, y.Value);
}
