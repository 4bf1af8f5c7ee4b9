using CrossBorder.Crm.Loyalty;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>A naive ledger in which every point is an object that is free, held, gone or expired. Slow, and plainly what the rules say.</summary>
internal sealed class PointModel(LoyaltyProgram program)
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

    /// <summary>What a step comes to: null where it is accepted, else the refusal's code.</summary>
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
        account.Spendings.Add((step.Name, account.Move(free, step.Points, Is.Gone)));
        return null;
    }

    private static string? Authorize(AccountModel account, LedgerStep step, Instant now)
    {
        if (account.Holds.Any(hold => hold.Name == step.Name && hold.State == "open"))
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

        account.Holds.Add(new() { Name = step.Name, Points = account.Move(free, step.Points, Is.Held), To = step.To(now) ?? Never });
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
        account.Spendings.Add((step.Name, account.Move(ordered, step.Points, Is.Gone)));
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

    private string? Refund(AccountModel account, LedgerStep step, Instant now)
    {
        var lots = account.Lots.Where(lot => lot.Order == step.OrderName).ToList();
        if (lots.Count == 0)
        {
            return "loyalty.unknown_order";
        }

        var (refunded, taken) = account.Refunds.GetValueOrDefault(step.OrderName);
        if (refunded + step.Points > LedgerStep.OrderTotal)
        {
            return "loyalty.refund_exceeds_order";
        }

        refunded += step.Points;
        var points = lots.Sum(lot => lot.Points.Length);
        var target = points - points * (LedgerStep.OrderTotal - refunded) / LedgerStep.OrderTotal;
        var expired = Policies.ExpiredCountAgainstRefund ? lots.Sum(lot => lot.Count(Is.Expired)) : 0;
        var due = Math.Max(0, Math.Max(0, target - expired) - taken);
        var own = lots.SelectMany(lot => lot.Points).Where(p => p.State == Is.Free).Order();
        var others = account.Free(now).Where(p => p.Lot.Order != step.OrderName);
        var got = account.Move([.. own.Concat(others)], Math.Min(due, own.Count() + others.Count()), Is.Gone).Count;
        var isOwed = program.Clawback == ClawbackPolicy.AllowNegative;
        account.Debt += isOwed ? due - got : 0;
        account.Waived += isOwed ? 0 : due - got;
        account.ClawedBack += isOwed ? due : got;
        account.Refunds[step.OrderName] = (refunded, taken + (isOwed || Policies.WaivedForGood ? due : got));
        return null;
    }

    private static string? Return(AccountModel account, LedgerStep step, Instant now)
    {
        var spendings = account.Spendings.Where(s => s.Name == step.Name).Select(s => s.Points).ToList();
        if (spendings.Count == 0)
        {
            return "loyalty.unknown_redemption";
        }

        if (step.Points > spendings.Sum(spent => spent.Count))
        {
            return "loyalty.return_exceeds_redemption";
        }

        // A point that came back is spent no longer; spent again, it stands in the later redemption.
        for (var left = step.Points; left > 0; left--)
        {
            var last = spendings.FindLast(spent => spent.Count > 0)!;
            account.Release([last[^1]], now);
            last.RemoveAt(last.Count - 1);
        }

        account.Returned += step.Points;
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

    private sealed class Point(Lot lot) : IComparable<Point>
    {
        public Lot Lot => lot;

        public Is State { get; set; }

        /// <summary>Its end: the lot's, or that of the days of grace that it came back with.</summary>
        public Instant To { get; set; } = lot.To;

        public int CompareTo(Point? other) => (To, Lot.EarnedAt, Lot.Sequence).CompareTo((other!.To, other.Lot.EarnedAt, other.Lot.Sequence));
    }

    private sealed class Lot
    {
        public Lot(int points, int sequence, Instant earnedAt, Instant from, Instant to, string? order)
        {
            (Sequence, EarnedAt, From, To, Order) = (sequence, earnedAt, from, to, order);
            Points = [.. Enumerable.Range(0, points).Select(_ => new Point(this))];
        }

        public Point[] Points { get; }

        public int Sequence { get; }

        public Instant EarnedAt { get; }

        public Instant From { get; }

        public Instant To { get; }

        public string? Order { get; }

        public Instant End => Points.Where(point => point.State == Is.Free).Select(point => point.To).DefaultIfEmpty(To).Max();

        public int Count(Is state) => Points.Count(point => point.State == state);
    }

    private sealed class HoldModel
    {
        public required string Name { get; init; }

        public required List<Point> Points { get; set; }

        public required Instant To { get; set; }

        public string State { get; set; } = "open";
    }

    private sealed class AccountModel(LedgerPolicies policies)
    {
        private Instant now = Instant.MinValue;

        public List<Lot> Lots { get; } = [];

        public List<HoldModel> Holds { get; } = [];

        public List<(string Name, List<Point> Points)> Spendings { get; } = [];

        public Dictionary<string, (int Refunded, int Taken)> Refunds { get; } = [];

        public int Debt { get; set; }

        public int Earned { get; set; }

        public int Redeemed { get; set; }

        public int Returned { get; set; }

        public int ClawedBack { get; set; }

        public int Waived { get; set; }

        public int Adjusted { get; set; }

        public int In { get; set; }

        public int Out { get; set; }

        public int Count(Is state) => Lots.Sum(lot => lot.Count(state));

        public List<Point> Free(Instant at) =>
            [.. Lots.Where(lot => lot.From <= at).SelectMany(lot => lot.Points).Where(point => point.State == Is.Free && at < point.To).Order()];

        public void Post(Lot lot, Instant at)
        {
            Lots.Add(lot);
            Happen(at);
        }

        public List<Point> Move(List<Point> points, int count, Is state)
        {
            var moved = points[..count];
            moved.ForEach(point => point.State = state);
            return moved;
        }

        public void Release(List<Point> points, Instant at) => points.ForEach(point =>
        {
            point.To = point.To <= at ? at + Duration.FromDays(policies.GraceDays) : point.To;
            point.State = point.To <= at ? Is.Expired : Is.Free;
        });

        public void PayDebt(Instant at)
        {
            foreach (var point in Free(at).Take(Debt))
            {
                point.State = Is.Gone;
                Debt--;
            }
        }

        public string? Open(string name, out HoldModel? hold)
        {
            hold = Holds.LastOrDefault(h => h.Name == name);
            return hold?.State switch
            {
                null => "loyalty.unknown_hold",
                "captured" => "loyalty.hold_already_captured",
                "voided" => "loyalty.hold_already_voided",
                "timed out" => "loyalty.hold_expired",
                _ => null,
            };
        }

        public void PassTo(Instant to)
        {
            for (var next = Next(); next <= to && next < Never; next = Next())
            {
                Happen(next);
                now = next;
            }

            now = to > now ? to : now;
        }

        private Instant Next() => Lots.Select(lot => lot.From)
            .Concat(Lots.SelectMany(lot => lot.Points).Where(point => point.State is Is.Free or Is.Held).Select(point => point.To))
            .Concat(Holds.Select(hold => hold.To))
            .Where(at => now < at).DefaultIfEmpty(Never).Min();

        // Lots expire, holds time out, lots become spendable, debt is paid.
        private void Happen(Instant at)
        {
            foreach (var point in Lots.SelectMany(lot => lot.Points).Where(point => point.State == Is.Free && point.To <= at))
            {
                point.State = Is.Expired;
            }

            foreach (var hold in Holds.Where(hold => hold.State == "open"))
            {
                if (!policies.CaptureHonoursExpired)
                {
                    // Not released: they expire where they are, without days of grace.
                    hold.Points.Where(point => point.To <= at).ToList().ForEach(point => point.State = Is.Expired);
                    hold.Points.RemoveAll(point => point.State == Is.Expired);
                }

                if (hold.To <= at || hold.Points.Count == 0)
                {
                    Release(hold.Points, at);
                    hold.State = "timed out";
                }
            }

            PayDebt(at);
        }
    }
}
