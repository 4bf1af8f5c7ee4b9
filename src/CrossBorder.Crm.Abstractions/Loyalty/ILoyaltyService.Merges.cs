using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

public partial interface ILoyaltyService
{
    /// <summary>Merges an account into another: lots with age and expiry, holds, debt, what counts towards tiers, and the links to orders and redemptions.</summary>
    /// <remarks>
    /// From then on every command and every reading that names the merged account is answered by the surviving one, and a request that either had
    /// answered before gets its first answer again. The better tier is kept; sums that reach a higher one together reach it now. A storage that writes
    /// several accounts at once does so; in any other the merged account takes no more commands, then its points arrive, then they leave: one that died
    /// half-way is completed by a repetition or by the sweep.
    /// </remarks>
    /// <param name="request">The merge.</param>
    /// <param name="cancellationToken">Cancels the command; repeat it to complete it.</param>
    /// <returns>
    /// The receipt, or a refusal: <c>loyalty.same_account</c>, <c>loyalty.already_merged</c>, <c>loyalty.hold_exists</c> where both have an open hold
    /// of a name or an order, <c>loyalty.sum_too_large</c>.
    /// </returns>
    ValueTask<CrmResult<MergeReceipt>> MergeAsync(MergeAccounts request, CancellationToken cancellationToken = default);

    /// <summary>Undoes a merge, as far as it can be undone.</summary>
    /// <remarks>
    /// What is left of the lots and open holds that the account brought comes back, with their numbers, age and expiry; of its debt what is still owed. What
    /// was spent, captured, expired or taken back meanwhile stays so, and later returns of it go to the survivor; what was earned meanwhile stays with
    /// the survivor. Refunds of the account's own earlier orders that were made meanwhile are known to it.
    /// </remarks>
    /// <param name="request">The account.</param>
    /// <param name="cancellationToken">Cancels the command; repeat it to complete it.</param>
    /// <returns>
    /// The receipt, or a refusal: <c>loyalty.not_merged</c>, <c>loyalty.survivor_merged</c> where the survivor was merged itself, which is to be undone
    /// first.
    /// </returns>
    ValueTask<CrmResult<UnmergeReceipt>> UnmergeAsync(UnmergeAccount request, CancellationToken cancellationToken = default);
}
