using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

public partial interface ILoyaltyService
{
    /// <summary>Grants what the programme in force pays for something besides an order, once an occurrence.</summary>
    /// <remarks>
    /// The number of points is the trigger's, whatever the member said or scored. What was paid once is the answer from then on, also where a later programme
    /// does not pay it. A refusal leaves no trace unless <see cref="LedgerPolicies.RefusalsAreKept"/>: the same occurrence may be asked for again, and counts
    /// in the period of <see cref="EarnForTrigger.OccurredAt"/>.
    /// </remarks>
    /// <param name="request">The occurrence.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>
    /// The receipt, or a refusal: <c>loyalty.unknown_trigger</c>, <c>loyalty.trigger_capped</c>, <c>loyalty.trigger_too_late</c>,
    /// <c>loyalty.not_birthday</c>, <c>loyalty.invalid_validity</c>, <c>loyalty.sum_too_large</c>.
    /// </returns>
    /// <exception cref="ArgumentException">The request names what its kind of trigger does not have, or not what it needs.</exception>
    /// <exception cref="InvalidOperationException">No programme was set.</exception>
    ValueTask<CrmResult<EarnReceipt>> EarnForTriggerAsync(EarnForTrigger request, CancellationToken cancellationToken = default);
}
