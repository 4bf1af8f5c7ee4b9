using CrossBorder.Crm.Loyalty;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <content>What goes back.</content>
internal sealed partial class PointModel
{
    private string? Refund(AccountModel account, LedgerStep step, Instant now) =>
        TakeBack(account, step.OrderName, step.Points, LedgerStep.OrderTotal, now, out _);

    // Of an order that points paid for: their share comes back, cash is the rest, and what the order earned is judged by the cash.
    private string? RefundOrder(AccountModel account, LedgerStep step, Instant now)
    {
        var order = step.OrderName;
        var paid = account.Spendings.Where(spending => spending.Order == order).ToList();
        if (paid.Count == 0)
        {
            return TakeBack(account, order, step.Points, LedgerStep.OrderTotal, now, out var all) ?? $"0 points, {step.Points} cash, {all}";
        }

        var (before, cashBefore) = account.MixedRefunds.GetValueOrDefault(order);
        var refunded = before + step.Points;
        if (refunded > LedgerStep.OrderTotal)
        {
            return "loyalty.refund_exceeds_order";
        }

        if (paid.Any(spending => spending.Worth is null))
        {
            return "loyalty.unknown_value";
        }

        if (paid.Sum(spending => spending.Worth!.Value) is var worth && worth > LedgerStep.OrderTotal)
        {
            return LedgerStep.WrongArgument;
        }

        var spent = paid.Sum(spending => spending.Count);
        var returned = spent - paid.Sum(spending => spending.Points.Count);
        var target = Math.Max(returned, spent * refunded / LedgerStep.OrderTotal);
        var cash = Math.Max(0, Math.Min(refunded - (worth * target / spent), LedgerStep.OrderTotal - worth) - cashBefore);

        // Both halves or none: whether there is too much cash to take back for is known before a point moves.
        var earns = cash > 0 && account.Lots.Any(lot => lot.Order == order);
        if (earns && account.Refunds.GetValueOrDefault(order).Refunded + cash > LedgerStep.OrderTotal - worth)
        {
            return "loyalty.refund_exceeds_order";
        }

        GiveBack(account, paid, target - returned, now);
        account.MixedRefunds[order] = (refunded, cashBefore + cash);
        var taken = "0 due, 0 owed, 0 waived";
        return (earns ? TakeBack(account, order, cash, LedgerStep.OrderTotal - worth, now, out taken) : null) ?? $"{target - returned} points, {cash} cash, {taken}";
    }

    private string? TakeBack(AccountModel account, string order, int refund, int total, Instant now, out string taken)
    {
        taken = "";
        var lots = account.Lots.Where(lot => lot.Order == order).ToList();
        if (lots.Count == 0)
        {
            return "loyalty.unknown_order";
        }

        var (refunded, before) = account.Refunds.GetValueOrDefault(order);
        if (refunded + refund > total)
        {
            return "loyalty.refund_exceeds_order";
        }

        refunded += refund;
        var points = lots.Sum(lot => lot.Points.Length);
        var target = points - (points * (total - refunded) / total);
        var expired = Policies.ExpiredCountAgainstRefund ? lots.Sum(lot => lot.Count(Is.Expired)) : 0;
        var due = Math.Max(0, Math.Max(0, target - expired) - before);
        var own = lots.SelectMany(lot => lot.Points).Where(p => p.State == Is.Free).Order();
        var others = account.Free(now).Where(p => p.Lot.Order != order);
        var got = account.Move([.. own.Concat(others)], Math.Min(due, own.Count() + others.Count()), Is.Gone).Count;
        var isOwed = program.Clawback == ClawbackPolicy.AllowNegative;
        account.Debt += isOwed ? due - got : 0;
        account.Waived += isOwed ? 0 : due - got;
        account.ClawedBack += isOwed ? due : got;
        account.Refunds[order] = (refunded, before + (isOwed || Policies.WaivedForGood ? due : got));
        taken = $"{due} due, {(isOwed ? due - got : 0)} owed, {(isOwed ? 0 : due - got)} waived";
        return null;
    }

    private static string? Return(AccountModel account, LedgerStep step, Instant now)
    {
        var spendings = account.Spendings.Where(spending => spending.Name == step.Name).ToList();
        if (spendings.Count == 0)
        {
            return "loyalty.unknown_redemption";
        }

        if (step.Points > spendings.Sum(spending => spending.Points.Count))
        {
            return "loyalty.return_exceeds_redemption";
        }

        GiveBack(account, spendings, step.Points, now);
        return null;
    }

    // A point that came back is spent no longer; spent again, it stands in the later redemption. Each redemption's points are posted by themselves, and pay debt.
    private static void GiveBack(AccountModel account, List<Spending> spendings, int count, Instant now)
    {
        account.Returned += count;
        foreach (var points in Enumerable.Reverse(spendings).Select(spending => spending.Points))
        {
            var part = Math.Min(count, points.Count);
            account.Release([.. Enumerable.Reverse(points).Take(part)], now);
            points.RemoveRange(points.Count - part, part);
            count -= part;
            if (part > 0)
            {
                account.PayDebt(now);
            }
        }
    }
}
