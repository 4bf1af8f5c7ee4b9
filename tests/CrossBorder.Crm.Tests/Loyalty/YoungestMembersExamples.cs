using CrossBorder.Crm.Loyalty;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>What earlier stored names got later: members of households.</summary>
internal static class YoungestMembersExamples
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

    private static readonly TierStanding Standing = new() { Tier = ProgramSamples.Silver, ValidThrough = new(2027, 12, 31), EndsAt = Later, Since = new(2026, 3, 1), Reason = TierReason.Reached };

    private static readonly AccountSums Sums = new()
    {
        Years = [new() { Year = 2026, Sum = new(600), Peak = new(700), AtEnd = new(600) }],
        Windows = [new(new(2026, 3, 1), 8000)],
        EarnedIn = [new(EarnPeriod.Month, new(2026, 3, 1), new(100))],
        Triggered = [new("review", EarnPeriod.Month, new(2026, 3, 1), 2)],
    };

    private static readonly HouseholdTarget Target = new() { Household = Shared, At = At, Join = "j1", Role = HouseholdRole.Spender, Limit = Limit, Policy = JoiningPoints.Stay, IsPending = true };

    public static IEnumerable<object> Stored =>
    [
        new PointsRedeemed { PostedAt = At, Member = Ada, SpentOn = new(2026, 3, 1), Redemption = "r1", Points = new(49), From = [new(3, new(49))], Lots = [Lot] },
        new LoyaltyProgram
        {
            Version = 5, Zone = "Europe/Berlin", Currency = new("EUR"), Rates = [new() { Unit = new(1m, new("EUR")), Points = new(1) }],
            Households = new() { Joining = JoiningPoints.Stay, Leaving = LeavingPoints.StayInHousehold, MaxMembers = 4 },
        },
        new LoyaltyAccountState { Account = Ada, Revision = 2, AsOf = At, Links = new() { Household = Target, Filed = [Link], NextLots = 2L << 40 } },
        new LoyaltyAccountState
        {
            Account = Shared, Revision = 2, AsOf = At, Lots = [Lot], Holds = [Hold], Links = new(),
            Household = new()
            {
                Zone = "Europe/Berlin",
                Shared = new() { Adjusted = new(7) },
                Members =
                [
                    new()
                    {
                        Account = Ada, Answering = [Old], Role = HouseholdRole.Spender, Limit = Limit, JoinedAt = At, Joined = 2, LeftAt = Later, Left = LeavingPoints.StayInHousehold,
                        Offset = 1L << 40, Totals = new() { Earned = new(199), Redeemed = new(101) }, Sums = Sums, Tier = Standing, Spent = [new(EarnPeriod.Month, new(2026, 3, 1), new(101))],
                    },
                ],
            },
        },
    ];
}
