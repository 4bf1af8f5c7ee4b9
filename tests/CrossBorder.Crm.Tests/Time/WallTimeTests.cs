using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Time;

public sealed class WallTimeTests
{
    [Theory]
    [InlineData("00:00", 0)]
    [InlineData("09:05", 32_700)]
    [InlineData("23:59:59", 86_399)]
    [InlineData("24:00", 86_400)]
    public void Text_round_trips(string text, int second)
    {
        Assert.Equal(second, WallTime.Parse(text).SecondOfDay);
        Assert.Equal(text, WallTime.Parse(text).ToString());
    }

    [Theory]
    [InlineData("24:01")]
    [InlineData("24:00:01")]
    [InlineData("9:00")]
    [InlineData("09:60")]
    [InlineData("0900")]
    [InlineData("09:00:00:00")]
    [InlineData("٠٩:٠٠")]
    [InlineData("")]
    public void Other_text_is_refused(string text) => Assert.Throws<FormatException>(() => WallTime.Parse(text));

    [Fact]
    public void Twenty_four_o_clock_is_midnight_of_the_next_date()
    {
        var date = new LocalDate(2024, 2, 29);

        Assert.Equal(new LocalDateTime(2024, 3, 1, 0, 0), WallTime.EndOfDay.On(date));
        Assert.False(WallInterval.WholeDay.EndsOnNextDate);
        Assert.Equal(WallInterval.WholeDay.EndOn(date), WallInterval.Parse("20:00-00:00").EndOn(date));
        Assert.Equal(new LocalDateTime(2024, 3, 1, 6, 0), WallInterval.Parse("22:00-06:00").EndOn(date));
    }

    [Fact]
    public void Parts_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new WallTime(24, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WallTime(25, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WallTime(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WallTime(0, 60));
    }
}
