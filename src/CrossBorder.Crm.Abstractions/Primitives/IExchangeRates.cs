using NodaTime;

namespace CrossBorder.Crm.Primitives;

/// <summary>The host's exchange rates. Asked by services and flows, never by rules: a rule gets the rate as data.</summary>
public interface IExchangeRates
{
    /// <summary>How many units of <paramref name="to"/> one unit of <paramref name="from"/> is worth.</summary>
    /// <param name="from">The currency to convert from.</param>
    /// <param name="to">The currency to convert to.</param>
    /// <param name="day">The day of the transaction. Where the source has no rate for it, the last earlier one is meant.</param>
    /// <param name="cancellationToken">Cancels the look-up.</param>
    /// <returns>A rate above zero, or null where there is none for that day or any earlier one.</returns>
    ValueTask<decimal?> FindRateAsync(CurrencyCode from, CurrencyCode to, LocalDate day, CancellationToken cancellationToken);
}
