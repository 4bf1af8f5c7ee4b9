using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

public partial interface ILoyaltyService
{
    /// <summary>Sets points aside for a purchase, all or nothing. Nobody else can spend them until the hold is captured, voided or times out.</summary>
    /// <param name="request">The hold.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>
    /// The receipt, or a refusal: <c>loyalty.insufficient_points</c>, <c>loyalty.invalid_validity</c>, <c>loyalty.hold_exists</c>.
    /// </returns>
    ValueTask<CrmResult<HoldReceipt>> AuthorizeAsync(AuthorizePoints request, CancellationToken cancellationToken = default);

    /// <summary>Lets a hold follow its cart, in one append: more points, fewer, or another time-out.</summary>
    /// <param name="request">The change.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>
    /// The receipt, or a refusal: <c>loyalty.unknown_hold</c>, <c>loyalty.hold_expired</c>, <c>loyalty.hold_already_captured</c>,
    /// <c>loyalty.hold_already_voided</c>, <c>loyalty.insufficient_points</c>, <c>loyalty.invalid_validity</c>.
    /// </returns>
    ValueTask<CrmResult<HoldReceipt>> AdjustHoldAsync(AdjustHold request, CancellationToken cancellationToken = default);

    /// <summary>Spends the points of a hold, or a part of them; the rest is released at once. A hold is captured once.</summary>
    /// <param name="request">The capture.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>
    /// The receipt, or a refusal: <c>loyalty.unknown_hold</c>, <c>loyalty.hold_expired</c>, <c>loyalty.hold_already_captured</c>,
    /// <c>loyalty.hold_already_voided</c>, <c>loyalty.exceeds_hold</c>.
    /// </returns>
    ValueTask<CrmResult<CaptureReceipt>> CaptureAsync(CaptureHold request, CancellationToken cancellationToken = default);

    /// <summary>Calls a hold off and releases its points.</summary>
    /// <param name="request">The hold.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>
    /// The receipt, or a refusal: <c>loyalty.unknown_hold</c>, <c>loyalty.hold_expired</c>, <c>loyalty.hold_already_captured</c>,
    /// <c>loyalty.hold_already_voided</c>.
    /// </returns>
    ValueTask<CrmResult<VoidReceipt>> VoidAsync(VoidHold request, CancellationToken cancellationToken = default);
}
