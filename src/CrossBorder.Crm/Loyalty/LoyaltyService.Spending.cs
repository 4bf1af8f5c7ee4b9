using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

internal sealed partial class LoyaltyService
{
    public ValueTask<CrmResult<RedeemReceipt>> RedeemAsync(RedeemPoints request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Points.Value, 1, "request.Points");
        request.Order?.ThrowIfDefault("request.Order");
        RequireValue(request.Value);
        var name = NameOf(request.Redemption, request.Key, "request.Redemption");
        return RunAsync<LedgerDecisions.Redemption, RedeemReceipt>(
            request.Account, request.Key, LoyaltyRequestHash.Of(request, name), [],
            new(request.Account, name, request.Points, request.Order, request.Value, clock.GetCurrentInstant()), LedgerDecisions.Redeem, cancellationToken);
    }

    public async ValueTask<CrmResult<ReturnReceipt>> ReturnAsync(ReturnPoints request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Points.Value, 1, "request.Points");
        RequireOne(request.Redemption, request.Order, nameof(request.Redemption));
        var program = await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false);
        return await RunAsync<RefundDecisions.Return, ReturnReceipt>(
            request.Account, request.Key, LoyaltyRequestHash.Of(request),
            [request.Redemption is { } name ? LoyaltyCollections.Redemption(name) : LoyaltyCollections.Filed(request.Order!.Value)],
            new(request, program?.Policies?.GraceDays ?? 0, clock.GetCurrentInstant()), RefundDecisions.ReturnPoints, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<CrmResult<RefundReceipt>> RefundEarningAsync(RefundEarning request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.RefundedMinor, 1, "request.RefundedMinor");
        ArgumentOutOfRangeException.ThrowIfLessThan(request.OrderTotalMinor, 1, "request.OrderTotalMinor");
        ArgumentOutOfRangeException.ThrowIfNegative(request.Earned?.Value ?? 0, "request.Earned");
        request.Order.ThrowIfDefault("request.Order");
        var program = await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false);
        return await RunAsync<RefundDecisions.Refund, RefundReceipt>(
            request.Account, request.Key, LoyaltyRequestHash.Of(request), ImportedOrders.References(request.Order, request.PlacedAt),
            new(request, ZoneOf(program), TierTerms.Of(program, ZoneOf(program)), clock.GetCurrentInstant()), RefundDecisions.RefundEarning, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<CrmResult<OrderRefundReceipt>> RefundOrderAsync(RefundOrder request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequireAmount(request.Refunded, "request.Refunded");
        RequireAmount(request.Total, "request.Total");
        ArgumentOutOfRangeException.ThrowIfNegative(request.Earned?.Value ?? 0, "request.Earned");
        if (request.Refunded.Currency != request.Total.Currency)
        {
            throw new CurrencyMismatchException(request.Refunded.Currency, request.Total.Currency);
        }

        request.Order.ThrowIfDefault("request.Order");
        var program = await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false);
        return await RunAsync<RefundDecisions.OrderRefund, OrderRefundReceipt>(
            request.Account, request.Key, LoyaltyRequestHash.Of(request), ImportedOrders.References(request.Order, request.PlacedAt),
            new(request, ZoneOf(program), TierTerms.Of(program, ZoneOf(program)), program?.Policies?.GraceDays ?? 0, clock.GetCurrentInstant()), RefundDecisions.RefundOrder, cancellationToken).ConfigureAwait(false);
    }

    private static string NameOf(string? name, IdempotencyKey key, string parameter) =>
        name is null ? key.ThrowIfDefault("request.Key").Value : StoredText.Require(name, MaxNameLength, parameter);

    private static void RequireOne(string? name, ExternalRef? order, string member)
    {
        order?.ThrowIfDefault("request.Order");
        if (name is null == order is null)
        {
            throw new ArgumentException($"Exactly one of {member} and Order names it; {(name is null ? "neither was" : "both were")} given.", nameof(name));
        }

        if (name is not null)
        {
            StoredText.Require(name, MaxNameLength, $"request.{member}");
        }
    }

    private static void RequireValue(Money? value)
    {
        if (value is { } worth)
        {
            RequireAmount(worth, "request.Value");
        }
    }

    private static void RequireAmount(Money amount, string parameter)
    {
        if (amount.Currency == default || amount.Amount <= 0m || !amount.IsWholeMinorUnits)
        {
            throw new ArgumentOutOfRangeException(parameter, amount, "The amount must be above zero and whole in minor units.");
        }
    }

    private async ValueTask<DateTimeZone?> ZoneAsync(CancellationToken cancellationToken) =>
        ZoneOf(await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false));
}
