using CrossBorder.Crm.Primitives;
using FsCheck;
using FsCheck.Fluent;

namespace CrossBorder.Crm.Tests.Primitives;

public sealed class PointsLaws
{
    [Fact]
    public void Points_add_and_order_as_whole_numbers_do() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll<int, int>((a, b) =>
            (new Points(a) + new Points(b)).Value == (long)a + b
            && (new Points(a) - new Points(b)).Value == (long)a - b
            && new Points(a) < new Points(b) == a < b
            && Points.Min(new(a), new(b)).Value == Math.Min(a, b)
            && Points.Max(new(a), new(b)).Value == Math.Max(a, b)));

    [Fact]
    public void Points_never_wrap()
    {
        Assert.Throws<OverflowException>(() => new Points(long.MaxValue) + new Points(1));
        Assert.Throws<OverflowException>(() => new Points(long.MinValue) - new Points(1));
        Assert.Throws<OverflowException>(() => -new Points(long.MinValue));
    }
}
