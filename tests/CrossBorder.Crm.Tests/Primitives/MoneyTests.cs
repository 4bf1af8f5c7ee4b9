using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Tests.Primitives;

public sealed class MoneyTests
{
    private static readonly CurrencyCode Eur = new("EUR");
    private static readonly CurrencyCode Jpy = new("JPY");
    private static readonly CurrencyCode Kwd = new("KWD");

    [Fact]
    public void Minor_units_follow_the_currency()
    {
        Assert.Equal(new Money(12.34m, Eur), Money.FromMinorUnits(1234, Eur));
        Assert.Equal(new Money(1234m, Jpy), Money.FromMinorUnits(1234, Jpy));
        Assert.Equal(new Money(1.234m, Kwd), Money.FromMinorUnits(1234, Kwd));
        Assert.Equal(1234, new Money(1.234m, Kwd).ToMinorUnits());
    }

    [Fact]
    public void Two_currencies_never_mix()
    {
        var euro = new Money(1m, Eur);
        var yen = new Money(1m, Jpy);

        Assert.Throws<CurrencyMismatchException>(() => euro + yen);
        Assert.Throws<CurrencyMismatchException>(() => euro - yen);
        Assert.Throws<CurrencyMismatchException>(() => euro < yen);
        Assert.NotEqual(euro, yen);
    }

    [Fact]
    public void Equal_amounts_are_equal_whatever_their_scale() => Assert.Equal(new Money(1.0m, Eur), new Money(1.00m, Eur));

    [Fact]
    public void Rounding_is_named()
    {
        var price = new Money(2.345m, Eur);

        Assert.Equal(new Money(2.34m, Eur), price.RoundToMinorUnits(MidpointRounding.ToEven));
        Assert.Equal(new Money(2.35m, Eur), price.RoundToMinorUnits(MidpointRounding.AwayFromZero));
        var error = Assert.Throws<InvalidOperationException>(() => price.ToMinorUnits());
        Assert.Contains("2.345 EUR", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Money_without_a_currency_is_refused() =>
        Assert.Equal("currency", Assert.Throws<ArgumentException>(() => new Money(1m, default)).ParamName);

    [Theory]
    [InlineData("eur")]
    [InlineData("EURO")]
    [InlineData("XXX")]
    [InlineData("")]
    public void An_unknown_currency_is_refused_by_name(string code)
    {
        var error = Assert.Throws<ArgumentException>(() => new CurrencyCode(code));
        Assert.Contains($"'{code}'", error.Message, StringComparison.Ordinal);
        Assert.False(CurrencyCode.TryParse(code, out _));
    }

    [Theory]
    [InlineData("JPY", 0)]
    [InlineData("KRW", 0)]
    [InlineData("EUR", 2)]
    [InlineData("CNY", 2)]
    [InlineData("BHD", 3)]
    [InlineData("TND", 3)]
    [InlineData("CLF", 4)]
    public void Minor_units_are_those_of_Iso_4217(string code, int digits) => Assert.Equal(digits, new CurrencyCode(code).MinorUnits);
}
