using CrossBorder.Crm.Loyalty;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>One fully populated example of each thing that is stored about households.</summary>
internal static class HouseholdExamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 1, 8, 30);
    private static readonly Instant Later = Instant.FromUtc(2026, 12, 31, 23, 0);
    private static readonly LoyaltyAccountId Shared = LoyaltyAccountId.FromExternal(new("shop", "h1"));
    private static readonly LoyaltyAccountId Ada = LoyaltyAccountId.FromExternal(new("shop", "m1"));
    private static readonly LoyaltyAccountId Old = LoyaltyAccountId.FromExternal(new("shop", "m0"));
    private static readonly SpendingLimit Limit = new(new(500), EarnPeriod.Month);
    private static readonly Membership Back = new() { Member = Ada, From = 1L << 40, Count = 1L << 40, Shift = -(1L << 40), Stays = true };
    private static readonly AccountLink Link = new(Ada, Ada, 0, 7, 1L << 40, IsReturned: false, Back);

    private static readonly PointLot Lot = new()
    {
        Number = 3, Points = new(199), Remaining = new(49), EarnedAt = At, AvailableFrom = At, ExpiresAt = Later, Order = new("shop", "4711"), Member = Ada,
    };

    private static readonly PointHold Hold = new() { Name = "leave:l1", Points = new(49), From = [Lot], HeldAt = At, TransferTo = Ada, Member = Ada };

    private static readonly ExpiryMark Mark = new() { LastDay = new(2026, 3, 31), After = At, Until = Later, DaysBefore = 30 };

    private static readonly TierStanding Standing = new() { Tier = ProgramSamples.Silver, ValidThrough = new(2027, 12, 31), EndsAt = Later, Since = new(2026, 3, 1), Reason = TierReason.Reached };

    private static readonly AccountSums Sums = new()
    {
        Years = [new() { Year = 2026, Sum = new(600), Peak = new(700), AtEnd = new(600) }],
        Windows = [new(new(2026, 3, 1), 8000)],
        EarnedIn = [new(EarnPeriod.Month, new(2026, 3, 1), new(100))],
        Triggered = [new("review", EarnPeriod.Month, new(2026, 3, 1), 2)],
    };

    private static readonly MembershipEnded Ended = new()
    {
        PostedAt = At, Leave = "l1", Household = Shared, Lots = [Lot with { Member = null }], Debt = new(5), Sums = Sums, Standing = Standing, Told = [Mark],
        Link = new(Shared, Shared, 1, 9, 1L << 40, IsReturned: true, Back with { Stays = false }), NextLots = 2L << 40,
    };

    public static IEnumerable<object> Stored =>
    [
        new HouseholdOpened { PostedAt = At, Zone = "Europe/Berlin" },
        new MemberJoined
        {
            PostedAt = At, Member = Ada, Join = "j1", Role = HouseholdRole.Spender, Limit = Limit, Answering = [Old], Lots = [Lot], Debt = new(5), Sums = Sums, Standing = Standing,
            Told = [Mark], Offset = 1L << 40, NextLots = 1L << 50, Links = [Link],
        },
        new MemberChanged { PostedAt = At, Member = Ada, Role = HouseholdRole.Owner, Limit = Limit },
        new MemberLeft
        {
            PostedAt = At, Member = Ada, Leave = "l1", Policy = LeavingPoints.GoWithMember, Lots = [new(3, new(49))], Points = new(49), Debt = new(5), Transit = Hold, Arriving = Ended,
        },
        new MembershipBegun { PostedAt = At, Join = "j1", Household = Shared, Role = HouseholdRole.Spender, Limit = Limit, Policy = JoiningPoints.Move, Points = new(49), Debt = new(5), IsPending = true },
        Ended,
        new HouseholdReceipt { Household = Shared, Member = Ada, Points = new(49), Debt = new(5), Available = new(120) },
        new HouseholdJoined { Household = Shared, Member = Ada, Role = HouseholdRole.Spender },
        new HouseholdLeft { Household = Shared, Member = Ada },
    ];
}
