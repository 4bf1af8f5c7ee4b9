using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

public partial interface ILoyaltyService
{
    /// <summary>Posts opening balances from another system, each account whole or not at all.</summary>
    /// <remarks>
    /// May be repeated, and goes on where an earlier call died: an account is imported once a source and key. The same account with other figures under that key
    /// is refused by name. One write for the batch where the storage groups them, one more read and write for an account that has entries already.
    /// </remarks>
    /// <param name="batch">The accounts.</param>
    /// <param name="cancellationToken">Cancels the rest; what was written stays, and a repetition finds it.</param>
    /// <returns>What became of each, added up; accounts that are not valid are named by position and rule.</returns>
    /// <exception cref="ArgumentException">The batch itself is not valid: no source, no accounts or too many, an account without an id.</exception>
    /// <exception cref="InvalidOperationException">A lot has a date, and there is no programme to say in which zone.</exception>
    ValueTask<ImportReport> ImportAsync(ImportAccounts batch, CancellationToken cancellationToken = default);

    /// <summary>Compares every account with the figures of another system, for a dual run before the cut-over. Reads only, and keeps nothing.</summary>
    /// <remarks>Both sides are walked once, side by side, in the order of the account's id: memory does not depend on how many there are.</remarks>
    /// <param name="others">The other system's accounts, ascending by the account's id (<c>OrderBy(other => other.Account.Value)</c>), each once.</param>
    /// <param name="asOf">The instant of the other system's figures; null for now.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>One comparison an account of either side, ascending by id. <see cref="ComparisonTotals"/> adds them up.</returns>
    /// <exception cref="ArgumentException">The other system's accounts are not in ascending order.</exception>
    IAsyncEnumerable<AccountComparison> CompareAsync(IAsyncEnumerable<OtherBalance> others, Instant? asOf = null, CancellationToken cancellationToken = default);
}
