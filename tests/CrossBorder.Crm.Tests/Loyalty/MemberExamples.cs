using CrossBorder.Crm.Loyalty;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>One fully populated example of each thing that is stored about sweeps and members.</summary>
internal static class MemberExamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 1, 8, 30);
    private static readonly LoyaltyAccountId Account = LoyaltyAccountId.FromExternal(new("shop", "m1"));

    private static readonly ExpiryMark Mark = new()
    {
        LastDay = new(2026, 3, 31), After = Instant.FromUtc(2026, 3, 30, 22, 0), Until = Instant.FromUtc(2026, 3, 31, 22, 0), DaysBefore = 30, NextAt = Instant.FromUtc(2026, 3, 24, 22, 0),
    };

    public static IEnumerable<object> Stored =>
    [
        new ExpiryNoticed { PostedAt = At, Marks = [Mark] },
        new PointsExpiring { Account = Account, LastDay = Mark.LastDay, ExpiresAt = Mark.Until, Points = new(125), DaysBefore = 30 },
        LoyaltyShop.Program with { Version = 9, Notices = new() { DaysBefore = [30, 7] } },
        new LoyaltyAccountState { Account = Account, Revision = 2, AsOf = At, Told = [Mark] },
    ];
}
