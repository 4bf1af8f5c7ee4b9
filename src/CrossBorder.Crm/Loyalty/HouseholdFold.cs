using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What entries do in a shared account, and to an account that answers by one. Pure.</summary>
/// <remarks>
/// An entry counts for its member: what it changes in the totals is hers, and so are her sums and her tier, which stand in her row. What expires is the
/// member's whose lot it was.
/// </remarks>
internal static class HouseholdFold
{
    private static readonly ImmutableArray<EarnPeriod> Periods = [EarnPeriod.Day, EarnPeriod.Week, EarnPeriod.Month, EarnPeriod.Year];

    public static LoyaltyAccountState Apply(LoyaltyAccountState state, LedgerEntry entry, long version, out Passed passed)
    {
        var before = entry is MemberJoined joined ? state with { Household = WithRow(state.Household!, joined, version) } : state;
        var after = LedgerFold.ApplyAlone(As(before, entry.Member), entry, version, out passed);
        var household = WithDebt(after.Household!, after.Debt);
        after = ReferenceEquals(household, after.Household) ? after : after with { Household = household };
        var change = Change(before.Totals, after.Totals);
        if (entry.Member is not { } member)
        {
            return change == NoTotals ? after : after with { Household = household with { Shared = Add(household.Shared, change) } };
        }

        var row = Find(household, member) ?? throw new InvalidOperationException($"{member} is no member of {state.Account}.");
        var next = entry switch
        {
            MemberChanged e => row with { Role = e.Role, Limit = e.Limit },
            MemberLeft e => row with { LeftAt = e.PostedAt, Left = e.Policy, Gone = e.Policy == LeavingPoints.GoWithMember ? version : row.Gone, DebtBrought = Points.Zero },
            _ => row,
        };
        next = next with
        {
            Totals = Add(row.Totals, change), Sums = MergeSums.Of(after), Tier = after.Tier, Spent = Spend(row.Spent, entry),
        };
        return MergeSums.Into(after, MergeSums.Of(state)) with { Tier = state.Tier, Household = household with { Members = household.Members.Replace(row, next) } };
    }

    /// <summary>A shared account as it counts for a member: with her sums and her tier.</summary>
    public static LoyaltyAccountState As(LoyaltyAccountState state, LoyaltyAccountId? member) => member is not { } account ? state
        : Find(state.Household!, account) is { } row ? MergeSums.Into(state, row.Sums) with { Tier = row.Tier }
        : MergeSums.Into(state, new()) with { Tier = null };

    /// <summary>The row of a member, also of one who has left; null where she never was one.</summary>
    public static HouseholdMember? Find(HouseholdState household, LoyaltyAccountId account)
    {
        foreach (var member in household.Members)
        {
            if (member.Account == account || member.Answering.Contains(account))
            {
                return member;
            }
        }

        return null;
    }

    public static HouseholdState Expire(HouseholdState household, PointLot part)
    {
        var expired = new LedgerTotals { Expired = part.Remaining };
        return part.Member is { } member && Find(household, member) is { } row
            ? household with { Members = household.Members.Replace(row, row with { Totals = Add(row.Totals, expired) }) }
            : household with { Shared = Add(household.Shared, expired) };
    }

    public static void Open(ref LedgerSheet sheet, HouseholdOpened entry)
    {
        sheet.Household = new() { Zone = entry.Zone, Shared = sheet.Totals };
        sheet.Links = MergeFold.LinksOf(sheet);
    }

    public static void Join(ref LedgerSheet sheet, MemberJoined entry)
    {
        MergeFold.Transfer(ref sheet, received: LotConsumption.Sum(entry.Lots), sent: entry.Debt);
        MergeFold.Take(ref sheet, entry.Lots, [], entry.PostedAt);
        sheet.Debt += entry.Debt;
        sheet.Told = NoticeRules.Mark(sheet.Told, entry.Told, entry.PostedAt);
        MergeFold.Set(ref sheet, entry.Sums);
        sheet.Tier = entry.Standing;
        var links = MergeFold.LinksOf(sheet);
        sheet.Links = links with { Filed = Without(links, entry.Member).AddRange(entry.Links), NextLots = entry.NextLots };
    }

    public static void Leave(ref LedgerSheet sheet, MemberLeft entry)
    {
        sheet.Take(entry.Lots);
        sheet.Debt -= entry.Debt;
        MergeFold.Transfer(ref sheet, received: entry.Debt, sent: entry.Transit is null ? entry.Points : Points.Zero);
        if (entry.Transit is { } transit)
        {
            sheet.Open(transit);
        }

        MergeFold.Set(ref sheet, new());
        sheet.Tier = null;
        var links = MergeFold.LinksOf(sheet);
        sheet.Links = links with { Filed = Without(links, entry.Member) };
    }

    public static void Begin(ref LedgerSheet sheet, MembershipBegun entry)
    {
        if (!entry.IsPending)
        {
            MergeFold.Transfer(ref sheet, received: entry.Debt, sent: entry.Points);
            if (entry.Policy == JoiningPoints.Move)
            {
                (sheet.Lots, sheet.Debt, sheet.Told) = ([], Points.Zero, []);
            }

            MergeFold.Set(ref sheet, new());
            sheet.Tier = null;
        }

        sheet.Links = MergeFold.LinksOf(sheet) with
        {
            Household = new()
            {
                Household = entry.Household, At = entry.PostedAt, Join = entry.Join, Role = entry.Role, Limit = entry.Limit, Policy = entry.Policy, IsPending = entry.IsPending,
            },
        };
    }

    public static void End(ref LedgerSheet sheet, MembershipEnded entry)
    {
        var links = MergeFold.LinksOf(sheet) with { Household = null };
        if (entry.Link is { } link)
        {
            MergeFold.Transfer(ref sheet, received: LotConsumption.Sum(entry.Lots), sent: entry.Debt);
            MergeFold.Take(ref sheet, entry.Lots, [], entry.PostedAt);
            sheet.Debt += entry.Debt;
            sheet.Told = NoticeRules.Mark(sheet.Told, entry.Told, entry.PostedAt);
            MergeFold.Set(ref sheet, MergeSums.Add(MergeFold.Of(sheet), entry.Sums));
            sheet.Tier = entry.Standing;
            links = links with { Filed = links.Filed.Add(link), NextLots = entry.NextLots };
        }

        sheet.Links = links;
    }

    /// <summary>What a member spent in the latest period of each kind, after one more entry.</summary>
    private static ImmutableArray<PeriodSum> Spend(ImmutableArray<PeriodSum> sums, LedgerEntry entry)
    {
        if (entry.SpentOn is not { } day)
        {
            return sums;
        }

        var points = entry switch { PointsRedeemed e => e.Points, HoldCaptured e => e.Points, RedemptionReturned e => -e.Points, _ => Points.Zero };
        return
        [
            .. Periods.Select(period =>
            {
                var start = EarnPeriods.StartOf(period, day);
                foreach (var last in sums)
                {
                    if (last.Period == period && last.Start >= start)
                    {
                        return last.Start > start ? last : last with { Points = Points.Max(Points.Zero, last.Points + points) };
                    }
                }

                return new PeriodSum(period, start, Points.Max(Points.Zero, points));
            }),
        ];
    }

    private static HouseholdState WithRow(HouseholdState household, MemberJoined entry, long version)
    {
        var member = entry.Member!.Value;
        var row = Find(household, member);
        var next = (row ?? new HouseholdMember { Account = member, Role = entry.Role, JoinedAt = entry.PostedAt, Joined = version, Offset = entry.Offset }) with
        {
            Answering = entry.Answering, Role = entry.Role, Limit = entry.Limit, JoinedAt = entry.PostedAt, Joined = version, LeftAt = null, Left = null, DebtBrought = entry.Debt,

            // Where her points came along, they are all here again.
            Gone = entry.Links.IsEmpty ? row?.Gone ?? 0 : 0,
        };
        return household with { Members = row is null ? household.Members.Add(next) : household.Members.Replace(row, next) };
    }

    // What was repaid is nobody's any more.
    private static HouseholdState WithDebt(HouseholdState household, Points debt)
    {
        foreach (var row in household.Members)
        {
            if (row.DebtBrought > debt)
            {
                household = household with { Members = household.Members.Replace(row, row with { DebtBrought = debt }) };
            }
        }

        return household;
    }

    private static ImmutableArray<AccountLink> Without(AccountLinks links, LoyaltyAccountId? member) => links.Filed.RemoveAll(link => link.Via == member && link.Membership is not null);

    // Expiry is counted lot by lot, where it happens.
    private static LedgerTotals Change(LedgerTotals before, LedgerTotals after) => new()
    {
        Earned = after.Earned - before.Earned,
        Redeemed = after.Redeemed - before.Redeemed,
        ClawedBack = after.ClawedBack - before.ClawedBack,
        Waived = after.Waived - before.Waived,
        Returned = after.Returned - before.Returned,
        Adjusted = after.Adjusted - before.Adjusted,
        TransferredIn = after.TransferredIn - before.TransferredIn,
        TransferredOut = after.TransferredOut - before.TransferredOut,
        Imported = after.Imported - before.Imported,
    };

    private static LedgerTotals NoTotals { get; } = new();

    private static LedgerTotals Add(LedgerTotals x, LedgerTotals y) => new()
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
}
