using System.Globalization;
using CrossBorder.Crm.Loyalty;
using FsCheck;
using FsCheck.Fluent;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>The ledger against a naive model in which every point is an object.</summary>
public sealed class LedgerLaws
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(int.Parse(Environment.GetEnvironmentVariable("CROSSBORDER_LEDGER_RUNS") ?? "12000", CultureInfo.InvariantCulture));

    private static readonly Gen<LoyaltyProgram> Programs =
        from clawback in Gen.Elements(ClawbackPolicy.AllowNegative, ClawbackPolicy.AllowNegative, ClawbackPolicy.ClampToZero)
        from policies in Gen.Frequency((2, Gen.Constant((LedgerPolicies?)null)), (1, Policies()))
        select LoyaltyShop.Program with { Clawback = clawback, Policies = policies };

    [Fact]
    public void The_ledger_is_what_a_model_says_in_which_every_point_is_an_object() =>
        Check.One(Runs, Prop.ForAll(
            Arb.From(
                from program in Programs
                from steps in LedgerStep.Sequences
                from asked in Gen.Choose(-10, 30).ArrayOf(2)
                select (Program: program, Steps: steps, Asked: asked),
                given => LedgerStep.Shrink(given.Steps).Select(steps => (given.Program, steps, given.Asked))),
            given =>
            {
                var difference = LedgerComparison.Difference(given.Program, given.Steps, given.Asked);
                return (difference is null).Label(difference ?? "equal");
            }));

    /// <summary>Found by the law: the hold stayed open without its points, and they counted as expired and as reserved.</summary>
    [Fact]
    public void A_hold_whose_points_all_expire_with_their_lot_is_over() => Assert.Null(LedgerComparison.Difference(
        LoyaltyShop.Program with { Policies = new() { CaptureHonoursExpired = false } },
        [
            new() { Kind = StepKind.Earn, Account = 0, Points = 1, ToIn = 1 },
            new() { Kind = StepKind.Authorize, Account = 0, Points = 1 },
        ],
        [8]));

    /// <summary>Found by the law: points that came back and were spent again under the same name came back to another lot than the model said.</summary>
    [Fact]
    public void Points_that_came_back_and_were_spent_again_come_back_from_the_later_redemption() => Assert.Null(LedgerComparison.Difference(
        LoyaltyShop.Program,
        [
            new() { Kind = StepKind.Earn, Account = 0, Points = 13 },
            new() { Kind = StepKind.Earn, Account = 0, Points = 14 },
            new() { Kind = StepKind.Redeem, Account = 0, Points = 18, Target = 2 },
            new() { Kind = StepKind.Return, Account = 0, Points = 14, Target = 2 },
            new() { Kind = StepKind.Redeem, Account = 0, Points = 20, Target = 2 },
            new() { Kind = StepKind.Return, Account = 0, Points = 1, Target = 2 },
        ],
        [27, 29]));

    /// <summary>The refund of an order took its points from it, whatever else was spent under the same name: else these points came back twice.</summary>
    [Fact]
    public void Points_that_came_back_for_an_order_do_not_count_as_those_of_a_later_redemption_of_the_same_name() => Assert.Null(LedgerComparison.Difference(
        LoyaltyShop.Program,
        [
            new() { Kind = StepKind.Earn, Account = 0, Points = 5, Target = 2, ToIn = 6 },
            new() { Kind = StepKind.Earn, Account = 0, Points = 5, Target = 2 },
            new() { Kind = StepKind.Redeem, Account = 0, Points = 5, Pays = true, Worth = 5 },
            new() { Kind = StepKind.Redeem, Account = 0, Points = 5 },
            new() { Kind = StepKind.RefundOrder, Account = 0, Points = LedgerStep.OrderTotal },
            new() { Kind = StepKind.Return, Account = 0, Points = 5 },
        ],
        []));

    /// <summary>What is left of a hold when some of its points expired is worth its share, not all that was said of it: else the order's refund gives too little cash.</summary>
    [Fact]
    public void Held_points_that_expired_with_their_lot_are_not_paid_with() => Assert.Null(LedgerComparison.Difference(
        LoyaltyShop.Program with { Policies = new() { CaptureHonoursExpired = false } },
        [
            new() { Kind = StepKind.Earn, Account = 0, Points = 10, Target = 2, ToIn = 2 },
            new() { Kind = StepKind.Earn, Account = 0, Points = 10, Target = 2 },
            new() { Kind = StepKind.Authorize, Account = 0, Points = 20, Pays = true, Worth = 20 },
            new() { Kind = StepKind.AdjustHold, Account = 0, Points = 8, Wait = 3 },
            new() { Kind = StepKind.Capture, Account = 0, Points = 4 },
            new() { Kind = StepKind.RefundOrder, Account = 0, Points = LedgerStep.OrderTotal },
        ],
        []));

    internal static Gen<LedgerPolicies?> Policies() =>
        from choices in Gen.Elements(true, false).ArrayOf(5)
        from grace in Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Constant(1)))
        select (LedgerPolicies?)new LedgerPolicies
        {
            ExpiredCountAgainstRefund = choices[0], WaivedForGood = choices[1], CaptureHonoursExpired = choices[2], PostExpired = choices[3], TransfersKeepAge = choices[4],
            GraceDays = grace,
        };
}
