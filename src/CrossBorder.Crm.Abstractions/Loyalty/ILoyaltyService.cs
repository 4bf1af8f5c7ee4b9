using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Loyalty;

/// <summary>The point ledger of one tenant. Every command may be repeated: the same request gives the first answer and changes nothing.</summary>
/// <remarks>Another request under a used key is an <see cref="IdempotencyMismatchException"/>. A refused request leaves no trace and its key may be used again, unless <see cref="LedgerPolicies.RefusalsAreKept"/>.</remarks>
public partial interface ILoyaltyService
{
    /// <summary>Puts a new version of the programme into force. Earlier versions stay for the orders that name them.</summary>
    /// <param name="program">The programme; its version is set by the service.</param>
    /// <param name="cancellationToken">Cancels the write, which then has happened wholly or not at all.</param>
    /// <returns>The programme with its version. The same programme again gives the version in force.</returns>
    /// <exception cref="ArgumentException">The programme is not valid; the message names the member, the value and the rule.</exception>
    ValueTask<LoyaltyProgram> SetProgramAsync(LoyaltyProgram program, CancellationToken cancellationToken = default);

    /// <summary>The programme in force, or a version of it; null where there is none.</summary>
    /// <param name="version">The version, or null for the one in force.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<LoyaltyProgram?> FindProgramAsync(long? version = null, CancellationToken cancellationToken = default);

    /// <summary>Grants what an order earns under the programme, once an order reference.</summary>
    /// <remarks>
    /// Under <see cref="EarnTerms.PeriodCaps"/> an order may come late, but not before all of the latest 31 days, 10 weeks, 13 months or 3 years in which the
    /// account earned: what it had earned before those is kept no longer, and a cap that cannot be judged is not taken for an open one.
    /// </remarks>
    /// <param name="request">The order.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>The receipt, or a refusal: <c>loyalty.invalid_validity</c>, <c>loyalty.order_too_late</c>, <c>loyalty.sum_too_large</c>.</returns>
    /// <exception cref="InvalidOperationException">No programme was set, or it has no such version.</exception>
    /// <exception cref="MissingExchangeRateException">The order's currency has no rate and none was given.</exception>
    ValueTask<CrmResult<EarnReceipt>> EarnForOrderAsync(EarnForOrder request, CancellationToken cancellationToken = default);

    /// <summary>Grants a number of points that the caller decided.</summary>
    /// <param name="request">The grant.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>The receipt, or a refusal: <c>loyalty.invalid_validity</c>, <c>loyalty.sum_too_large</c>.</returns>
    ValueTask<CrmResult<EarnReceipt>> EarnAsync(EarnPoints request, CancellationToken cancellationToken = default);

    /// <summary>Spends points, all or nothing.</summary>
    /// <param name="request">The redemption.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>The receipt, or a refusal: <c>loyalty.insufficient_points</c>.</returns>
    ValueTask<CrmResult<RedeemReceipt>> RedeemAsync(RedeemPoints request, CancellationToken cancellationToken = default);

    /// <summary>Takes back the points of a refunded order, in proportion and cumulatively over its refunds.</summary>
    /// <param name="request">The refund.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>The receipt, or a refusal: <c>loyalty.unknown_order</c>, <c>loyalty.refund_exceeds_order</c>.</returns>
    ValueTask<CrmResult<RefundReceipt>> RefundEarningAsync(RefundEarning request, CancellationToken cancellationToken = default);

    /// <summary>Gives spent points back to the lots that they came from, last taken first, with their old expiry.</summary>
    /// <param name="request">The return.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>The receipt, or a refusal: <c>loyalty.unknown_redemption</c>, <c>loyalty.return_exceeds_redemption</c>.</returns>
    ValueTask<CrmResult<ReturnReceipt>> ReturnAsync(ReturnPoints request, CancellationToken cancellationToken = default);

    /// <summary>Refunds an order that points may have paid for and may have earned: both halves in one append, or neither.</summary>
    /// <remarks>
    /// Points back = ⌊redeemed × refunded so far ÷ total⌋ − returned before; cash back = refunded − what those points are worth by what was
    /// recorded when they were spent; earned points are taken back in proportion to the cash. Where a point is worth more than a minor unit, a
    /// small refund's cash waits for the next one rather than become negative.
    /// </remarks>
    /// <param name="request">The refund.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>
    /// The receipt, or a refusal: <c>loyalty.unknown_order</c>, <c>loyalty.refund_exceeds_order</c>, <c>loyalty.unknown_value</c>.
    /// </returns>
    ValueTask<CrmResult<OrderRefundReceipt>> RefundOrderAsync(RefundOrder request, CancellationToken cancellationToken = default);
}
