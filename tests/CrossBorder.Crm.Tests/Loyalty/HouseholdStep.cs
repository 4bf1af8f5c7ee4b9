using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

internal enum HouseholdMove
{
    Join,
    Leave,
    Earn,
    Redeem,
    Authorize,
    Capture,
    Void,
    Refund,
    Return,
    Credit,
    Debit,
    WriteDown,
}

/// <summary>One command of a random story of three members and one household.</summary>
internal sealed record HouseholdStep
{
    public const int OrderTotal = 20;

    public required HouseholdMove Move { get; init; }

    /// <summary>Which member, 0 to 2.</summary>
    public required int Member { get; init; }

    public required int Points { get; init; }

    public HouseholdRole Role { get; init; }

    /// <summary>How many hours pass before it.</summary>
    public int Wait { get; init; }

    /// <summary>Which of her earlier orders, redemptions or holds.</summary>
    public int Target { get; init; }

    /// <summary>Hours until it expires or times out; null for never.</summary>
    public int? ToIn { get; init; }

    public static Arbitrary<(HouseholdPlan Plan, HouseholdStep[] Steps)> Stories { get; } = Arb.From(
        from joining in Gen.Elements(JoiningPoints.Move, JoiningPoints.Move, JoiningPoints.Stay)
        from leaving in Gen.Elements(LeavingPoints.GoWithMember, LeavingPoints.GoWithMember, LeavingPoints.StayInHousehold)
        from steps in Steps().ArrayOf().Resize(28)
        select (Plan: new HouseholdPlan { Joining = joining, Leaving = leaving }, Steps: (HouseholdStep[])[new() { Move = HouseholdMove.Join, Member = 0, Points = 1, Role = HouseholdRole.Owner }, .. steps]),
        story => Shrink(story.Steps).Select(steps => (story.Plan, steps)));

    private static IEnumerable<HouseholdStep[]> Shrink(HouseholdStep[] steps)
    {
        for (var size = steps.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= steps.Length; at += size)
            {
                yield return [.. steps[..at], .. steps[(at + size)..]];
            }
        }
    }

    private static Gen<HouseholdStep> Steps() =>
        from move in Gen.Frequency(Enum.GetValues<HouseholdMove>().Select(move => (move is HouseholdMove.Earn ? 6 : move is HouseholdMove.Redeem or HouseholdMove.Refund ? 3 : 2, Gen.Constant(move))))
        from member in Gen.Frequency((2, Gen.Constant(0)), (2, Gen.Constant(1)), (1, Gen.Constant(2)))
        from points in Gen.Choose(1, 20)
        from role in Gen.Elements(HouseholdRole.Owner, HouseholdRole.Spender, HouseholdRole.Earner)
        from wait in Gen.Frequency((2, Gen.Constant(0)), (3, Gen.Choose(1, 3)))
        from target in Gen.Choose(0, 3)
        from to in Gen.Frequency((2, Gen.Constant((int?)null)), (3, Gen.Choose(1, 8).Select(hours => (int?)hours)))
        select new HouseholdStep { Move = move, Member = member, Points = points, Role = role, Wait = wait, Target = target, ToIn = to };
}
