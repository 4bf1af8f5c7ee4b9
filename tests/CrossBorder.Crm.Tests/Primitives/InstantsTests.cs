using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Primitives;

public sealed class InstantsTests
{
    [Theory]
    [InlineData(10, 10)]
    [InlineData(19, 10)]
    [InlineData(0, 0)]
    [InlineData(-1, -10)]
    [InlineData(-10, -10)]
    [InlineData(-11, -20)]
    public void Truncation_goes_towards_the_past_on_both_sides_of_1970(long ticks, long truncated) =>
        Assert.Equal(Instant.FromUnixTimeTicks(truncated), Instant.FromUnixTimeTicks(ticks).ToMicroseconds());
}
