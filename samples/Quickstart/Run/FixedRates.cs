using CrossBorder.Crm.Primitives;
using NodaTime;
using Quickstart.Input;

namespace Quickstart.Run;

/// <summary>The shop's exchange rates: one for the whole period.</summary>
internal sealed class FixedRates(ShopData shop) : IExchangeRates
{
    public ValueTask<decimal?> FindRateAsync(CurrencyCode from, CurrencyCode to, LocalDate day, CancellationToken cancellationToken) =>
        new(to == shop.Currency && shop.Rates.TryGetValue(from, out var rate) ? rate : null);
}
