using CrossBorder.Crm.Loyalty;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>One fully populated example of each thing that is stored about what is earned besides orders.</summary>
internal static class TriggerExamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 1, 8, 30);
    private static readonly LoyaltyAccountId Account = LoyaltyAccountId.FromExternal(new("shop", "m1"));

    public static IEnumerable<object> Stored =>
    [
        LoyaltyShop.Program with
        {
            Version = 10,
            Triggers = new()
            {
                Triggers =
                [
                    new()
                    {
                        Code = "review", Points = new(50), Caps = [new(EarnPeriod.Day, 1), new(EarnPeriod.Month, 3)], Validity = new() { Days = 90 }, Activation = new() { Hours = 24 },
                    },
                    new() { Code = "birthday", Points = new(200), Kind = TriggerKind.Birthday, LeapDay = LeapDayRule.March1, DaysLate = 3 },
                ],
            },
        },
        new LoyaltyAccountState { Account = Account, Revision = 2, AsOf = At, Triggered = [new("review", EarnPeriod.Month, new(2026, 3, 1), 2)] },
        new PointsEarned
        {
            PostedAt = At,
            Points = new(50),
            EarnedAt = At,
            AvailableFrom = At,
            Clawback = ClawbackPolicy.AllowNegative,
            Trigger = new() { Trigger = "review", Occurrence = new("reviews", "r1"), Year = 2026, ProgramVersion = 10, CountsIn = [new(EarnPeriod.Month, new(2026, 3, 1))] },
        },
    ];
}
