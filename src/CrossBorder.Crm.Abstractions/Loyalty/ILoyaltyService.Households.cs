using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

public partial interface ILoyaltyService
{
    /// <summary>Takes a member into a household: a shared account, whose every entry says whose it is. The first one opens it and is its owner.</summary>
    /// <remarks>
    /// From then on commands and balances that name the member's own account are answered by the household: her orders earn for it, and she spends from it
    /// as far as her role and limit allow. Her tier and what counts towards it stay hers. Whether her points move is <see cref="HouseholdPlan.Joining"/>.
    /// An account that was opened as a household is one for good. Half-way, in a storage that writes one account at a time, her account takes no commands; a repetition or the sweep completes it.
    /// </remarks>
    /// <param name="request">Who joins, and with which rights.</param>
    /// <param name="cancellationToken">Cancels the command; repeat it to complete it.</param>
    /// <returns>
    /// The receipt, or a refusal: <c>loyalty.same_account</c>, <c>loyalty.in_household</c> where she is in one already or the shared account is a member of one,
    /// <c>loyalty.account_of_customer</c> where it would be opened in an account that has earned, redeemed or been a member for a customer, <c>loyalty.already_merged</c>, <c>loyalty.open_hold</c> where her points are to move and some are held, <c>loyalty.household_full</c>,
    /// <c>loyalty.last_owner</c> where a first member is no owner, <c>loyalty.sum_too_large</c>.
    /// </returns>
    /// <exception cref="InvalidOperationException">No programme was set: limits are counted in its zone.</exception>
    ValueTask<CrmResult<HouseholdReceipt>> JoinHouseholdAsync(JoinHousehold request, CancellationToken cancellationToken = default);

    /// <summary>Changes what a member may do.</summary>
    /// <param name="request">The member and her rights.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>The receipt, or a refusal: <c>loyalty.not_a_household</c>, <c>loyalty.not_a_member</c>, <c>loyalty.last_owner</c>.</returns>
    ValueTask<CrmResult<HouseholdReceipt>> ChangeHouseholdMemberAsync(ChangeHouseholdMember request, CancellationToken cancellationToken = default);

    /// <summary>Takes a member out of her household, with what was hers under <see cref="HouseholdPlan.Leaving"/>.</summary>
    /// <remarks>
    /// Under <see cref="LeavingPoints.GoWithMember"/> the orders whose points left are refunded at her own account from then on; what she redeemed from the
    /// household is returned to the household, whichever account is named. What another member's hold has set aside stays.
    /// </remarks>
    /// <param name="request">The member.</param>
    /// <param name="cancellationToken">Cancels the command; repeat it to complete it.</param>
    /// <returns>
    /// The receipt, or a refusal: <c>loyalty.not_a_member</c>, <c>loyalty.open_hold</c> where she has one open, <c>loyalty.last_owner</c> where others are left
    /// without an owner.
    /// </returns>
    ValueTask<CrmResult<HouseholdReceipt>> LeaveHouseholdAsync(LeaveHousehold request, CancellationToken cancellationToken = default);

    /// <summary>The household of an account as of any instant: its members, and what each contributed and spent. Never writes.</summary>
    /// <remarks>Now costs the same whatever the history; an earlier instant reads the entries up to it.</remarks>
    /// <param name="account">The household, or a member's own account.</param>
    /// <param name="asOf">The instant; null for now.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The household; null where the account was in none then.</returns>
    ValueTask<Household?> FindHouseholdAsync(LoyaltyAccountId account, Instant? asOf = null, CancellationToken cancellationToken = default);

    /// <summary>Who joined a household, with which rights, and who left, oldest first.</summary>
    /// <param name="household">The household.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<MembershipChange>> ReadMembershipAsync(LoyaltyAccountId household, CancellationToken cancellationToken = default);

    /// <summary>A page of one member's entries of a household's statement, by version.</summary>
    /// <remarks>
    /// A page is full unless her entries end. The statement is read as far as that needs, by 1,000 entries and from where the last page ended, not past 100,000 entries
    /// a call: where she has too few among so many, the page is short, perhaps empty, and has a next one. Never writes.
    /// </remarks>
    /// <param name="household">The household.</param>
    /// <param name="member">The member's own account, by the name that she joined under.</param>
    /// <param name="page">Which page of her entries. Only a page without a next one is the last.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<Versioned<LedgerEntry>>> ReadMemberAsync(
        LoyaltyAccountId household, LoyaltyAccountId member, PageRequest page, CancellationToken cancellationToken = default);
}
