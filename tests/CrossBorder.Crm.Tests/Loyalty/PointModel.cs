using CrossBorder.Crm.Loyalty;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>A naive ledger in which every point is an object that is free, held, gone or expired. Slow, and plainly what the rules say.</summary>
internal sealed partial class PointModel(LoyaltyProgram program)
{
    private static readonly Instant Never = Instant.MaxValue;

    private readonly Dictionary<int, AccountModel> accounts = [];
    private int sequence;

    private enum Is
    {
        Free,
        Held,
        Gone,
        Expired,
    }

    private LedgerPolicies Policies { get; } = program.Policies ?? new();

    /// <summary>What a step comes to: null where it is accepted, else the refusal's code; of an accepted refund of an order, what it gives.</summary>
    public string? Run(LedgerStep step, Instant now)
    {
        var account = Of(step.Account, now);
        return step.Kind switch
        {
            StepKind.Earn => Earn(account, step, now),
            StepKind.Redeem => Redeem(account, step, now),
            StepKind.Authorize => Authorize(account, step, now),
            StepKind.AdjustHold => AdjustHold(account, step, now),
            StepKind.Capture => Capture(account, step, now),
            StepKind.Void => Void(account, step, now),
            StepKind.Refund => Refund(account, step, now),
            StepKind.RefundOrder => RefundOrder(account, step, now),
            StepKind.Return => Return(account, step, now),
            StepKind.Credit => Credit(account, step, now),
            StepKind.Debit => Debit(account, step, now),
            StepKind.Transfer => Transfer(account, step, now),
            _ => null,
        };
    }

    /// <summary>An account as of an instant that is not before its last step: the sums and the lots, as text to be compared.</summary>
    public string Describe(int number, Instant at)
    {
        var account = Of(number, at);
        var free = account.Count(Is.Free);
        var available = account.Free(at).Count;
        var t = account;
        return LedgerText.Of(
            available, free - available, account.Count(Is.Held), account.Debt,
            [t.Earned, t.Redeemed, t.Returned, account.Count(Is.Expired), t.ClawedBack, t.Waived, t.Adjusted, t.In, t.Out],
            account.Lots.Select(lot => ((long)lot.Points.Length, (long)lot.Count(Is.Free), (long)lot.Count(Is.Held), (long)lot.Count(Is.Expired), lot.From, lot.End == Never ? null : (Instant?)lot.End)));
    }

    private AccountModel Of(int number, Instant now)
    {
        if (!accounts.TryGetValue(number, out var account))
        {
            accounts[number] = account = new(Policies);
        }

        account.PassTo(now);
        return account;
    }

    private string? Earn(AccountModel account, LedgerStep step, Instant now)
    {
        var earnedAt = step.EarnedAt(now);
        var (from, to) = (step.From(now) ?? earnedAt, step.To(now));
        if (to <= from || (to <= now && !Policies.PostExpired))
        {
            return "loyalty.invalid_validity";
        }

        account.Earned += step.Points;
        account.Post(new(step.Points, ++sequence, earnedAt, from, to ?? Never, step.OrderName), now);
        return null;
    }

    private static string? Redeem(AccountModel account, LedgerStep step, Instant now)
    {
        if (account.Free(now) is var free && free.Count < step.Points)
        {
            return "loyalty.insufficient_points";
        }

        account.Redeemed += step.Points;
        account.Spendings.Add(new(step.Name, step.PaysFor, step.Worth, account.Move(free, step.Points, Is.Gone)));
        return null;
    }

    private static string? Authorize(AccountModel account, LedgerStep step, Instant now)
    {
        if (account.Holds.Any(hold => hold.State == "open" && (hold.Name == step.Name || (hold.Order is not null && hold.Order == step.PaysFor))))
        {
            return "loyalty.hold_exists";
        }

        if (account.Free(now) is var free && free.Count < step.Points)
        {
            return "loyalty.insufficient_points";
        }

        if (step.To(now) is { } end && end <= now)
        {
            return "loyalty.invalid_validity";
        }

        account.Holds.Add(new()
        {
            Name = step.Name, Order = step.PaysFor, Worth = step.Worth, Said = step.Points, Points = account.Move(free, step.Points, Is.Held), To = step.To(now) ?? Never,
        });
        return null;
    }

    private static string? AdjustHold(AccountModel account, LedgerStep step, Instant now)
    {
        if (account.Open(step.Name, out var hold) is { } refusal)
        {
            return refusal;
        }

        var (free, more) = (account.Free(now), step.Points - hold!.Points.Count);
        if (free.Count < more)
        {
            return "loyalty.insufficient_points";
        }

        if (step.To(now) is { } end && end <= now)
        {
            return "loyalty.invalid_validity";
        }

        var ordered = hold.Points.Order().ToList();
        account.Release(ordered[Math.Min(step.Points, ordered.Count)..], now);
        hold.Points = [.. ordered.Take(step.Points), .. account.Move(free, Math.Max(0, more), Is.Held)];
        hold.To = step.To(now) ?? hold.To;
        (hold.Worth, hold.Said) = (step.Worth ?? (more > 0 ? null : hold.WorthOf(step.Points)), step.Points);
        account.PayDebt(now);
        return null;
    }

    private static string? Capture(AccountModel account, LedgerStep step, Instant now)
    {
        if (account.Open(step.Name, out var hold) is { } refusal)
        {
            return refusal;
        }

        if (step.Points > hold!.Points.Count)
        {
            return "loyalty.exceeds_hold";
        }

        var ordered = hold.Points.Order().ToList();
        account.Release(ordered[step.Points..], now);
        account.Spendings.Add(new(step.Name, hold.Order, hold.WorthOf(step.Points), account.Move(ordered, step.Points, Is.Gone)));
        account.Redeemed += step.Points;
        hold.State = "captured";
        account.PayDebt(now);
        return null;
    }

    private static string? Void(AccountModel account, LedgerStep step, Instant now)
    {
        if (account.Open(step.Name, out var hold) is { } refusal)
        {
            return refusal;
        }

        account.Release(hold!.Points, now);
        hold.State = "voided";
        account.PayDebt(now);
        return null;
    }

    private string? Credit(AccountModel account, LedgerStep step, Instant now)
    {
        if (step.To(now) is { } end && end <= now)
        {
            return "loyalty.invalid_validity";
        }

        account.Adjusted += step.Points;
        account.Post(new(step.Points, ++sequence, now, now, step.To(now) ?? Never, null), now);
        return null;
    }

    private static string? Debit(AccountModel account, LedgerStep step, Instant now)
    {
        var free = account.Free(now);
        if (free.Count < step.Points && !step.Flag)
        {
            return "loyalty.insufficient_points";
        }

        account.Debt += step.Points - account.Move(free, Math.Min(step.Points, free.Count), Is.Gone).Count;
        account.Adjusted -= step.Points;
        return null;
    }

    private string? Transfer(AccountModel account, LedgerStep step, Instant now)
    {
        var other = Of(1 - step.Account, now);
        if (account.Free(now) is var free && free.Count < step.Points)
        {
            return "loyalty.insufficient_points";
        }

        account.Out += step.Points;
        other.In += step.Points;
        foreach (var lot in account.Move(free, step.Points, Is.Gone).GroupBy(point => (point.Lot, point.To)))
        {
            var (earnedAt, to) = Policies.TransfersKeepAge ? (lot.Key.Lot.EarnedAt, lot.Key.To) : (now, Never);
            other.Post(new(lot.Count(), ++sequence, earnedAt, now, to, null), now);
        }

        return null;
    }
}
