using FsCheck;
using FsCheck.Fluent;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>
/// Sequences in which commands meet. Steps drawn each for itself are refused most of the time: there is nothing to spend, no such hold, no such order. So short
/// stories about one order of one account stand between them, in which only the order of the kinds is given.
/// </summary>
internal static class LedgerStories
{
    private const int MaxSteps = 24;

    private static readonly StepKind[][] Stories =
    [
        [StepKind.Earn, StepKind.Redeem, StepKind.Earn, StepKind.RefundOrder, StepKind.RefundOrder],
        [StepKind.Earn, StepKind.Earn, StepKind.Redeem, StepKind.Redeem, StepKind.RefundOrder, StepKind.Return],
        [StepKind.Earn, StepKind.Redeem, StepKind.Return, StepKind.Redeem, StepKind.RefundOrder, StepKind.Debit],
        [StepKind.Earn, StepKind.Authorize, StepKind.Capture, StepKind.Earn, StepKind.RefundOrder, StepKind.Return],
        [StepKind.Earn, StepKind.Earn, StepKind.Authorize, StepKind.AdjustHold, StepKind.Capture, StepKind.RefundOrder],
        [StepKind.Earn, StepKind.Authorize, StepKind.AdjustHold, StepKind.Void, StepKind.Redeem],
        [StepKind.Earn, StepKind.Redeem, StepKind.Refund, StepKind.RefundOrder, StepKind.Credit],
    ];

    public static Gen<LedgerStep[]> Sequences(Gen<LedgerStep> step) =>
        from parts in Gen.Frequency((3, step.Select(one => new[] { one })), (2, Story(step))).ArrayOf().Resize(10)
        select parts.SelectMany(part => part).Take(MaxSteps).ToArray();

    private static Gen<LedgerStep[]> Story(Gen<LedgerStep> step) =>
        from kinds in Gen.Elements(Stories)
        from account in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Constant(1)))
        from target in Gen.Choose(0, 2)
        from whole in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Constant(LedgerStep.OrderTotal)))
        from steps in step.ArrayOf(kinds.Length)
        select steps.Zip(kinds, (drawn, kind) => drawn with { Kind = kind, Account = account, Target = target, Points = PointsOf(kind, drawn, whole) }).ToArray();

    // Less is spent than earned, so that most of it is there; and some orders are refunded whole.
    private static int PointsOf(StepKind kind, LedgerStep drawn, int whole) => kind switch
    {
        StepKind.Earn => drawn.Points,
        StepKind.RefundOrder => Math.Max(drawn.Points, whole),
        _ => (drawn.Points + 2) / 3,
    };
}
