using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Adds accounts up to what is outstanding, one by one: a million need no more memory than their bands.</summary>
internal sealed class LiabilityTally(Instant asOf, DateTimeZone zone)
{
    private static readonly int[] AgesFrom = [0, 3, 6, 12, 24];

    private readonly LocalDate today = asOf.InZone(zone).Date;
    private readonly long[] byAge = new long[AgesFrom.Length];
    private readonly SortedDictionary<YearMonth, long> byExpiry = [];
    private LedgerTotals totals = new();
    private long accounts;
    private long neverExpiring;
    private long outstanding;
    private long debt;

    public void Add(LoyaltyBalance balance)
    {
        if (balance.AsOf != asOf)
        {
            throw new ArgumentException($"The balance of {balance.Account} is as of {balance.AsOf}, not {asOf}.", nameof(balance));
        }

        accounts++;
        debt += balance.Debt.Value;
        totals = Sum(totals, balance.Totals);
        foreach (var lot in balance.Lots)
        {
            Add(lot);
        }

        foreach (var hold in balance.Holds)
        {
            foreach (var part in hold.From)
            {
                Add(part);
            }
        }
    }

    public LiabilityReport ToReport() => new()
    {
        AsOf = asOf,
        Accounts = accounts,
        Totals = totals,
        Outstanding = new(outstanding),
        Debt = new(debt),
        ByAge = [.. AgesFrom.Select((from, i) => new AgeBand { FromMonths = from, ToMonths = i + 1 < AgesFrom.Length ? AgesFrom[i + 1] : null, Points = new(byAge[i]) })],
        ByExpiry =
        [
            .. byExpiry.Select(band => new ExpiryBand { Month = band.Key, Points = new(band.Value) }),
            .. neverExpiring > 0 ? (ExpiryBand[])[new() { Points = new(neverExpiring) }] : [],
        ],
    };

    private static LedgerTotals Sum(LedgerTotals x, LedgerTotals y) => new()
    {
        Earned = x.Earned + y.Earned,
        Redeemed = x.Redeemed + y.Redeemed,
        Expired = x.Expired + y.Expired,
        ClawedBack = x.ClawedBack + y.ClawedBack,
        Waived = x.Waived + y.Waived,
        Returned = x.Returned + y.Returned,
        Adjusted = x.Adjusted + y.Adjusted,
        TransferredIn = x.TransferredIn + y.TransferredIn,
        TransferredOut = x.TransferredOut + y.TransferredOut,
        Imported = x.Imported + y.Imported,
    };

    private void Add(PointLot lot)
    {
        var points = lot.Remaining.Value;
        outstanding += points;
        var months = Math.Max(0, Period.Between(lot.EarnedAt.InZone(zone).Date, today, PeriodUnits.Months).Months);
        byAge[Array.FindLastIndex(AgesFrom, from => from <= months)] += points;
        if (lot.ExpiresAt is not { } end)
        {
            neverExpiring += points;
            return;
        }

        // The end is the first instant that is no longer valid.
        var month = (end - Duration.Epsilon).InZone(zone).Date.ToYearMonth();
        byExpiry[month] = byExpiry.GetValueOrDefault(month) + points;
    }
}
