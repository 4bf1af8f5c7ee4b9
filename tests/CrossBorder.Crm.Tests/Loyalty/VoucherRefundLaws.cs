using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using FsCheck;
using FsCheck.Fluent;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>An order paid with points, a voucher and money: however its refund is split, each of them gets back what it paid, and no cent twice.</summary>
public sealed class VoucherRefundLaws
{
    private const string Code = "SPRING";
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(1_000);
    private static readonly CurrencyCode Eur = new("EUR");
    private static readonly ExternalRef Order = new("shop", "4711");

    private static readonly Gen<Purchase> Purchases =
        from worth in Gen.Choose(1, 1_000)
        from voucher in Gen.Choose(1, 1_000)
        from money in Gen.Frequency((1, Gen.Constant(0)), (4, Gen.Choose(1, 1_000)))
        from points in Gen.Frequency((1, Gen.Constant(1)), (3, Gen.Choose(1, 400)))
        from cuts in Gen.Choose(1, worth + voucher + money).ArrayOf().Resize(6)
        select new Purchase(worth, voucher, money, points, [.. cuts.Append(worth + voucher + money).Distinct().Order()]);

    [Fact]
    public void Points_voucher_and_money_come_back_as_they_were_paid() => Check.One(Runs, Prop.ForAll(Arb.From(Purchases), purchase =>
    {
        var problem = ProblemAsync(purchase).GetAwaiter().GetResult();
        return (problem is null).Label($"{purchase} in {string.Join(", ", purchase.RefundedTo)}: {problem}");
    }));

    private static async Task<string?> ProblemAsync(Purchase purchase)
    {
        using var crm = await LoyaltyShop.OpenAsync(TestStorage.InMemory);
        var (account, total) = (LoyaltyAccountId.FromExternal(new("laws", "m")), Cents(purchase.RefundedTo[^1]));
        (await crm.Loyalty.AdjustAsync(new() { Account = account, Key = new("own"), Points = new(purchase.Points) })).OrThrow();
        (await crm.Loyalty.RedeemAsync(new() { Account = account, Key = new("spend"), Points = new(purchase.Points), Order = Order, Value = Cents(purchase.Worth) })).OrThrow();
        (await crm.Vouchers.IssueAsync(new() { Code = Code, Key = new("issue"), Terms = new() { Value = Cents(purchase.Voucher) } })).OrThrow();
        (await crm.Vouchers.RedeemAsync(new() { Code = Code, Key = new("redeem"), Use = new() { Order = Order, Total = total } })).OrThrow();

        var (before, due, paidOut, points, voucher) = (0, 0L, 0L, 0L, 0L);
        foreach (var to in purchase.RefundedTo)
        {
            var (key, refunded) = (new IdempotencyKey($"to {to}"), Cents(to - before));
            var refund = (await crm.Loyalty.RefundOrderAsync(new() { Account = account, Key = key, Order = Order, Refunded = refunded, Total = total })).OrThrow();
            var back = (await crm.Vouchers.ReturnAsync(new() { Code = Code, Key = key, Order = Order, Refunded = refunded })).OrThrow();
            due += (refund.Cash - back.Value!.Value).ToMinorUnits();
            paidOut += Math.Max(0, Math.Min(due, purchase.Money) - paidOut);
            (before, points, voucher) = (to, points + refund.Returned.Value, voucher + back.Units);
            if (due < 0 || paidOut > purchase.Money || voucher > purchase.Voucher || points > purchase.Points)
            {
                return $"at {to}: {due} due, {paidOut} paid out, {voucher} to the voucher, {points} points";
            }
        }

        return due == purchase.Money && paidOut == purchase.Money && voucher == purchase.Voucher && points == purchase.Points
            ? null : $"{due} due, {paidOut} paid out, {voucher} to the voucher, {points} points";
    }

    private static Money Cents(long minor) => Money.FromMinorUnits(minor, Eur);

    /// <summary>An order in cents: what its points were worth, what the voucher paid and what money; and up to how much of it is refunded step by step.</summary>
    private sealed record Purchase(int Worth, int Voucher, int Money, int Points, int[] RefundedTo);
}
