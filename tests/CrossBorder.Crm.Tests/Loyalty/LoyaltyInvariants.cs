using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>What holds for every account at every instant, whatever was asked of it.</summary>
internal static class LoyaltyInvariants
{
    public static async Task CheckAsync(ILoyaltyService loyalty, IEnumerable<LoyaltyAccountId> accounts, Instant at)
    {
        var ct = TestContext.Current.CancellationToken;
        foreach (var account in accounts)
        {
            var balance = await loyalty.GetBalanceAsync(account, at, ct);
            Check(balance);
            var verification = await loyalty.VerifyAsync(account, ct);
            Assert.True(verification.IsSound, verification.Problem);
            var lots = (await loyalty.ListLotsAsync(account, at, new() { Size = PageRequest.MaxSize }, ct)).Items;
            Assert.All(lots, Check);
            Assert.Equal(balance.Available.Value + balance.Pending.Value, lots.Sum(lot => lot.Lot.Remaining.Value));
            Assert.Equal(balance.Reserved.Value, lots.Sum(lot => lot.Reserved.Value));
            Assert.Equal(balance.Totals.Expired.Value, lots.Sum(lot => lot.Expired.Value));
        }
    }

    public static void Check(LoyaltyBalance balance)
    {
        var t = balance.Totals;
        Assert.Equal(
            t.Earned.Value + t.Imported.Value + t.Adjusted.Value + t.TransferredIn.Value - t.TransferredOut.Value - t.Redeemed.Value + t.Returned.Value - t.Expired.Value - t.ClawedBack.Value,
            balance.Available.Value + balance.Pending.Value + balance.Reserved.Value - balance.Debt.Value);
        Assert.True(balance.Available.Value == 0 || balance.Debt.Value == 0, $"{balance.Available} available and {balance.Debt} owed");
        long[] sums =
        [
            balance.Available.Value, balance.Pending.Value, balance.Reserved.Value, balance.Debt.Value, t.Earned.Value, t.Redeemed.Value, t.Returned.Value, t.Expired.Value,
            t.ClawedBack.Value, t.Waived.Value, t.TransferredIn.Value, t.TransferredOut.Value,
        ];
        Assert.All(sums, sum => Assert.True(sum >= 0));
        Assert.Equal(balance.Lots.Order(Comparer<PointLot>.Create(LotConsumption.Compare)), balance.Lots);
        Assert.All(balance.Lots, lot => Assert.InRange(lot.Remaining.Value, 1, lot.Points.Value));
        Assert.All(balance.Holds, hold => Assert.Equal(hold.Points.Value, hold.From.Sum(part => part.Remaining.Value)));
    }

    public static void Check(LotBalance lot)
    {
        Assert.True(lot.Lot.Remaining.Value >= 0 && lot.Reserved.Value >= 0 && lot.Expired.Value >= 0, $"{lot}");
        Assert.True(lot.Lot.Remaining.Value + lot.Reserved.Value + lot.Expired.Value <= lot.Lot.Points.Value, $"{lot}");
    }
}
