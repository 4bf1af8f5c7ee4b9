using CrossBorder.Crm.Customers;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Segmentation;
using NodaTime;

namespace CrossBorder.Crm.Flows;

/// <inheritdoc cref="IOrderFlow"/>
internal sealed class OrderFlow(
    ICustomerActivityService activity, ISegmentService segments, ILoyaltyService loyalty, IExchangeRates? rates, IDateTimeZoneProvider zones, IClock clock)
    : IOrderFlow
{
    public async ValueTask<CrmResult<OrderOutcome>> RecordAsync(PlacedOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var goods = order.Goods ?? order.Total;
        if (goods.Currency != order.Total.Currency || goods.Amount < 0m || goods > order.Total)
        {
            throw new ArgumentOutOfRangeException(
                nameof(order), goods, $"The goods are a part of the total {order.Total}: in its currency, from zero to all of it.");
        }

        var recorded = await activity.RecordOrderAsync(
            new()
            {
                Customer = order.Customer,
                Order = order.Order,
                OccurredAt = order.OccurredAt,
                Total = order.Total,
                Market = order.Market,
                Terms = await TermsOfNowAsync(order, cancellationToken).ConfigureAwait(false),
                Owner = order.Owner,
            },
            cancellationToken).ConfigureAwait(false);
        if (!recorded.TryGet(out var receipt, out var refusal))
        {
            return refusal;
        }

        // From here on the frozen terms count, not those of now: a repetition may run under a newer programme.
        var terms = receipt.Terms!;
        var membership = await segments.EvaluateAsync(order.Customer, clock.GetCurrentInstant(), cancellationToken).ConfigureAwait(false);
        if (terms.ProgramVersion is not { } version)
        {
            return new OrderOutcome { Terms = terms, Membership = membership };
        }

        var earned = await loyalty.EarnForOrderAsync(
            new()
            {
                Account = LoyaltyAccountId.Of(order.Customer),
                Order = order.Order,
                OccurredAt = order.OccurredAt,
                Basis = goods,
                ProgramVersion = version,
                Rate = terms.ProgramRate,
                Lines = order.Lines,
                Market = order.Market,
                // A programme may multiply by value tier as by any segment.
                Segments = [.. new[] { terms.Segment, terms.Tier?.Code }.OfType<string>()],
                Owner = order.Owner,
            },
            cancellationToken).ConfigureAwait(false);
        return earned.Map(grant => new OrderOutcome { Terms = terms, Membership = membership, Earned = grant });
    }

    public async ValueTask<CrmResult<OrderOutcome>> RefundAsync(RecordRefund refund, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(refund);
        var recorded = await activity.RecordRefundAsync(refund, cancellationToken).ConfigureAwait(false);
        return await GiveBackAsync(refund.Customer, refund.Order, IdempotencyKey.For("refund", refund.Refund), recorded, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<CrmResult<OrderOutcome>> CancelAsync(RecordCancellation cancellation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cancellation);
        var recorded = await activity.RecordCancellationAsync(cancellation, cancellationToken).ConfigureAwait(false);
        return await GiveBackAsync(
            cancellation.Customer, cancellation.Order, IdempotencyKey.For("cancel", cancellation.Order), recorded, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<CrmResult<OrderOutcome>> GiveBackAsync(
        CustomerId customer, ExternalRef order, IdempotencyKey key, CrmResult<ActivityRecorded> recorded, CancellationToken cancellationToken)
    {
        if (!recorded.TryGet(out var receipt, out var refusal))
        {
            return refusal;
        }

        var terms = receipt.Terms!;
        var membership = await segments.EvaluateAsync(customer, clock.GetCurrentInstant(), cancellationToken).ConfigureAwait(false);
        var refunded = receipt.TakenBack!.Value.RoundToMinorUnits(MidpointRounding.ToZero);
        if (terms.ProgramVersion is null || refunded.Amount == 0m)
        {
            return new OrderOutcome { Terms = terms, Membership = membership };
        }

        var given = await loyalty.RefundOrderAsync(
            new()
            {
                Account = LoyaltyAccountId.Of(customer),
                Key = key,
                Order = order,
                Refunded = refunded,
                Total = receipt.OrderTotal!.Value.RoundToMinorUnits(MidpointRounding.ToZero),
            },
            cancellationToken).ConfigureAwait(false);
        return given.Map(back => new OrderOutcome { Terms = terms, Membership = membership, Refunded = back });
    }

    private async ValueTask<OrderTerms> TermsOfNowAsync(PlacedOrder order, CancellationToken cancellationToken)
    {
        var scheme = await segments.FindSchemeAsync(cancellationToken).ConfigureAwait(false);
        var program = await loyalty.FindProgramAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        var membership = await segments.FindAsync(order.Customer, cancellationToken).ConfigureAwait(false);
        var zone = scheme is null ? null : MarketSamples.Find(scheme, order.Market)?.DefaultZone;
        var day = order.OccurredAt.InZone(zones[zone ?? "Etc/UTC"]).Date;
        var currency = order.Total.Currency;
        var reporting = scheme?.ReportingCurrency ?? currency;
        return new()
        {
            ReportingCurrency = reporting,
            ReportingRate = await RateAsync(currency, reporting, day, cancellationToken).ConfigureAwait(false),
            ProgramVersion = program?.Version,
            ProgramRate = program is null || program.Rates.Any(rate => rate.Unit.Currency == currency)
                ? null
                : await RateAsync(currency, program.Currency, day, cancellationToken).ConfigureAwait(false),
            Tier = membership?.Tier,
            Segment = membership?.Segment,
        };
    }

    private async ValueTask<decimal> RateAsync(CurrencyCode from, CurrencyCode to, LocalDate day, CancellationToken cancellationToken)
    {
        if (from == to)
        {
            return 1m;
        }

        var source = rates ?? throw new InvalidOperationException(
            $"An order in {from} needs a rate to {to}, and no exchange rates were supplied. Call UseExchangeRates<…>().");
        return await source.FindRateAsync(from, to, day, cancellationToken).ConfigureAwait(false) is { } rate and > 0m
            ? rate
            : throw new MissingExchangeRateException(from, to, day);
    }
}
