using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

public partial interface ILoyaltyService
{
    /// <summary>Adds points by hand, or takes them.</summary>
    /// <param name="request">The adjustment.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>The receipt, or a refusal: <c>loyalty.insufficient_points</c>, <c>loyalty.invalid_validity</c>.</returns>
    ValueTask<CrmResult<AdjustReceipt>> AdjustAsync(AdjustPoints request, CancellationToken cancellationToken = default);

    /// <summary>Moves points to another account, all or nothing: as many lots as they come from, with their age and expiry.</summary>
    /// <remarks>
    /// A storage that writes several accounts at once does so. Any other holds the points, credits them and then captures the hold: a transfer that
    /// died half-way shows as reserved, spendable by nobody, and is completed by a repetition or by <see cref="WriteDownAsync"/>.
    /// </remarks>
    /// <param name="request">The transfer.</param>
    /// <param name="cancellationToken">Cancels the command; repeat it to complete it.</param>
    /// <returns>The receipt, or a refusal: <c>loyalty.same_account</c>, <c>loyalty.insufficient_points</c>.</returns>
    ValueTask<CrmResult<TransferReceipt>> TransferAsync(TransferPoints request, CancellationToken cancellationToken = default);
}
