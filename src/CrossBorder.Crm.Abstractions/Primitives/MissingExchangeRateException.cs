using NodaTime;

namespace CrossBorder.Crm.Primitives;

/// <summary>An amount had to be converted and the host's rates have none for that pair on or before that day.</summary>
public sealed class MissingExchangeRateException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    public MissingExchangeRateException() : this("An exchange rate is missing.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is missing.</param>
    public MissingExchangeRateException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is missing.</param>
    /// <param name="innerException">The cause.</param>
    public MissingExchangeRateException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>Creates the exception for a pair and a day.</summary>
    /// <param name="from">The currency to convert from.</param>
    /// <param name="to">The currency to convert to.</param>
    /// <param name="day">The day that was asked for.</param>
    public MissingExchangeRateException(CurrencyCode from, CurrencyCode to, LocalDate day)
        : this($"There is no exchange rate from {from} to {to} on {day:uuuu-MM-dd} or any earlier day.")
    {
    }
}
