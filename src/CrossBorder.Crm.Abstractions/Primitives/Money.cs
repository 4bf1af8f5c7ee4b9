using System.Collections.Immutable;
using System.Globalization;

namespace CrossBorder.Crm.Primitives;

/// <summary>An exact amount in one currency. May be negative, and finer than the minor unit until it is rounded by name.</summary>
/// <remarks>
/// Arithmetic between two currencies throws <see cref="CurrencyMismatchException"/>; nothing converts and nothing rounds by itself.
/// Two amounts are equal if their values are (1.0 EUR equals 1.00 EUR). The default value has no currency and is refused.
/// </remarks>
public readonly record struct Money : IComparable<Money>
{
    /// <summary>Creates an amount.</summary>
    /// <param name="amount">The amount in major units.</param>
    /// <param name="currency">The currency.</param>
    /// <exception cref="ArgumentException"><paramref name="currency"/> is the default value.</exception>
    public Money(decimal amount, CurrencyCode currency)
    {
        if (currency == default)
        {
            throw new ArgumentException("Money needs a currency.", nameof(currency));
        }

        Amount = amount;
        Currency = currency;
    }

    /// <summary>The amount in major units.</summary>
    public decimal Amount { get; }

    /// <summary>The currency.</summary>
    public CurrencyCode Currency { get; }

    /// <summary>Whether the amount is a whole number of minor units.</summary>
    public bool IsWholeMinorUnits => decimal.Round(Amount, Currency.MinorUnits) == Amount;

    /// <summary>Nothing, in a currency.</summary>
    /// <param name="currency">The currency.</param>
    public static Money Zero(CurrencyCode currency) => new(0m, currency);

    /// <summary>An amount given in minor units, such as cents.</summary>
    /// <param name="minorUnits">The number of minor units.</param>
    /// <param name="currency">The currency, whose ISO 4217 minor unit applies.</param>
    public static Money FromMinorUnits(long minorUnits, CurrencyCode currency) =>
        new(new decimal(1, 0, 0, false, (byte)currency.MinorUnits) * minorUnits, currency);

    /// <summary>The sum of two amounts of one currency.</summary>
    /// <exception cref="CurrencyMismatchException">The currencies differ.</exception>
    public static Money operator +(Money left, Money right) => new(left.Amount + Same(left, right).Amount, left.Currency);

    /// <summary>The difference of two amounts of one currency.</summary>
    /// <exception cref="CurrencyMismatchException">The currencies differ.</exception>
    public static Money operator -(Money left, Money right) => new(left.Amount - Same(left, right).Amount, left.Currency);

    /// <summary>The negation.</summary>
    public static Money operator -(Money value) => new(-value.Amount, value.Currency);

    /// <summary>The exact product; not rounded.</summary>
    public static Money operator *(Money value, decimal factor) => new(value.Amount * factor, value.Currency);

    /// <summary>Whether the left is less.</summary>
    /// <exception cref="CurrencyMismatchException">The currencies differ.</exception>
    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left is more.</summary>
    /// <exception cref="CurrencyMismatchException">The currencies differ.</exception>
    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left is less or equal.</summary>
    /// <exception cref="CurrencyMismatchException">The currencies differ.</exception>
    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left is more or equal.</summary>
    /// <exception cref="CurrencyMismatchException">The currencies differ.</exception>
    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <summary>Rounds to the minor unit in the named way.</summary>
    /// <param name="rounding">How; there is no default on purpose.</param>
    public Money RoundToMinorUnits(MidpointRounding rounding) => new(decimal.Round(Amount, Currency.MinorUnits, rounding), Currency);

    /// <summary>The amount as a number of minor units.</summary>
    /// <exception cref="InvalidOperationException">The amount is finer than the minor unit; round it first.</exception>
    /// <exception cref="OverflowException">The number is beyond <see cref="long"/>.</exception>
    public long ToMinorUnits()
    {
        var minor = Amount;
        for (var i = Currency.MinorUnits; i > 0; i--)
        {
            minor *= 10m;
        }

        return decimal.Truncate(minor) == minor
            ? decimal.ToInt64(minor)
            : throw new InvalidOperationException($"{this} is finer than the minor unit of {Currency}; round it by name first.");
    }

    /// <summary>Splits the amount by weights so that the parts add up to it exactly.</summary>
    /// <remarks>
    /// Each part first gets its share rounded towards zero; the minor units left over go one by one to the parts with the largest remainder
    /// (the largest-remainder method of Hamilton), ties to the earlier part.
    /// </remarks>
    /// <param name="weights">One weight a part: at least one part, no weight negative, not all zero.</param>
    /// <returns>The parts, in the order of the weights.</returns>
    /// <exception cref="ArgumentException">The weights break the rule.</exception>
    /// <exception cref="InvalidOperationException">The amount is finer than the minor unit.</exception>
    public ImmutableArray<Money> Allocate(params ReadOnlySpan<long> weights)
    {
        Int128 sum = 0;
        foreach (var weight in weights)
        {
            sum += weight >= 0 ? weight : throw new ArgumentException($"A weight must not be negative; it is {weight}.", nameof(weights));
        }

        if (sum == 0)
        {
            throw new ArgumentException("There must be a weight above zero to allocate by.", nameof(weights));
        }

        var total = (Int128)ToMinorUnits();
        var size = Int128.Abs(total);
        var parts = new Int128[weights.Length];
        var remainders = new Int128[weights.Length];
        var left = size;
        for (var i = 0; i < parts.Length; i++)
        {
            (parts[i], remainders[i]) = Int128.DivRem(size * weights[i], sum);
            left -= parts[i];
        }

        // Fewer units are left than parts have a remainder, so one pass in order of the remainder gives all of them away.
        foreach (var i in Enumerable.Range(0, parts.Length).OrderByDescending(i => remainders[i]).Take((int)left))
        {
            parts[i]++;
        }

        var currency = Currency;
        return [.. parts.Select(part => FromMinorUnits((long)(Int128.Sign(total) * part), currency))];
    }

    /// <summary>Orders by amount.</summary>
    /// <param name="other">An amount of the same currency.</param>
    /// <exception cref="CurrencyMismatchException">The currencies differ.</exception>
    public int CompareTo(Money other) => Amount.CompareTo(Same(this, other).Amount);

    /// <summary>The amount in invariant digits and the code, such as <c>12.30 EUR</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount} {Currency}");

    private static Money Same(Money left, Money right) =>
        left.Currency == right.Currency ? right : throw new CurrencyMismatchException(left.Currency, right.Currency);
}
