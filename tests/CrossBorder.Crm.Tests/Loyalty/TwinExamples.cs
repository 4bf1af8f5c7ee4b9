using CrossBorder.Crm.Loyalty;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>One fully populated example of each thing that is stored about merged accounts.</summary>
internal static class TwinExamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 1, 8, 30);
    private static readonly Instant Later = Instant.FromUtc(2026, 12, 31, 23, 0);
    private static readonly LoyaltyAccountId Old = LoyaltyAccountId.FromExternal(new("shop", "m1"));
    private static readonly LoyaltyAccountId Main = LoyaltyAccountId.FromExternal(new("shop", "m2"));
    private static readonly AccountLink Link = new(Old, Old, 0, 7, 1L << 40, IsReturned: false);

    private static readonly PointLot Lot = new()
    {
        Number = 3, Points = new(199), Remaining = new(49), EarnedAt = At, AvailableFrom = At, ExpiresAt = Later, Order = new("shop", "4711"),
    };

    private static readonly PointHold Hold = new() { Name = "h1", Points = new(49), From = [Lot], HeldAt = At, ExpiresAt = Later };

    private static readonly ExpiryMark Mark = new() { LastDay = new(2026, 3, 31), After = At, Until = Later, DaysBefore = 30 };

    private static readonly TierStanding Standing = new() { Tier = ProgramSamples.Silver, ValidThrough = new(2027, 12, 31), EndsAt = Later, Since = new(2026, 3, 1), Reason = TierReason.Reached };

    private static readonly AccountSums Sums = new()
    {
        Years = [new() { Year = 2026, Sum = new(600), Peak = new(700), AtEnd = new(600) }],
        Windows = [new(new(2026, 3, 1), 8000)],
        EarnedIn = [new(EarnPeriod.Month, new(2026, 3, 1), new(100))],
        Triggered = [new("review", EarnPeriod.Month, new(2026, 3, 1), 2)],
    };

    private static readonly AccountRestored Restored = new()
    {
        PostedAt = At, Unmerge = "u1", Survivor = Main, Lots = [Lot], Holds = [Hold], Debt = new(5), Sums = Sums, Told = [Mark], Link = Link with { IsReturned = true }, NextLots = 2L << 40, Tier = Standing,
    };

    public static IEnumerable<object> Stored =>
    [
        new MergeBegun { PostedAt = At, Merge = "k1", Into = Main },
        new AccountMerged { PostedAt = At, Merge = "k1", Into = Main, Points = new(98), Debt = new(5) },
        new AccountAbsorbed
        {
            PostedAt = At, Merge = "k1", From = Old, Offset = 1L << 40, NextLots = 2L << 40, Lots = [Lot], Holds = [Hold], Debt = new(5), Sums = Sums, Told = [Mark], Links = [Link],
            TierThere = Standing, TierHere = Standing, Tier = Standing,
        },
        new AccountReleased
        {
            PostedAt = At, Unmerge = "u1", To = Old, Lots = [new(3, new(49))], Holds = ["h1"], Points = new(98), Debt = new(5), Sums = Sums, Transit = Hold with { TransferTo = Old },
            Arriving = Restored, Tier = Standing,
        },
        Restored,
        new MergeReceipt { From = Old, Into = Main, Points = new(98), Debt = new(5), Available = new(120) },
        new UnmergeReceipt { Account = Old, Survivor = Main, Points = new(98), Debt = new(5), Available = new(49) },
        new AccountsMerged { From = Old, Into = Main },
        new AccountUnmerged { Account = Old, Survivor = Main },
        new LoyaltyAccountState
        {
            Account = Main, Revision = 2, AsOf = At, Links = new() { MergedInto = new() { Into = Old, At = At, Merge = "k1", IsPending = true }, Filed = [Link], NextLots = 2L << 40 },
        },
    ];
}
