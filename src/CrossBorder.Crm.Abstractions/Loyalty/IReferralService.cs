using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Members bring friends along: codes, the friend's first order, rewards for both, and their reversal. Every command may be repeated.</summary>
/// <remarks>
/// The same request gives the first answer and changes nothing; another request under a used key is an <see cref="IdempotencyMismatchException"/>. A refused
/// request leaves no trace. Bad input is an <see cref="ArgumentException"/>; nothing is written then. A friend and a member are two accounts: where a call dies
/// between them, its repetition, a refund of the order, another order of the friend, or the room's sweep, <see cref="ILoyaltyService.RunOnceAsync"/>, goes on
/// from there, and nobody is paid twice. An account that was merged is known under either name, also where a request is repeated under the other.
/// </remarks>
public interface IReferralService
{
    /// <summary>A member's code: the one that the host wants, or one that follows from the account. The same call gives the same code.</summary>
    /// <remarks>
    /// A derived code has 8 characters that are not mistaken for each other (2 to 9, A to Z without I, L, O, U). Where another member has it, by chance or by
    /// the host's choice, the next one that follows from the account is taken.
    /// </remarks>
    /// <param name="request">The member.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>The code, or a refusal: <c>loyalty.referral_code_taken</c>.</returns>
    ValueTask<CrmResult<ReferralCode>> IssueCodeAsync(IssueReferralCode request, CancellationToken cancellationToken = default);

    /// <summary>Whose code it is, as a customer typed it; null where it is nobody's.</summary>
    /// <param name="code">The code; upper or lower case, with or without spaces and dashes.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<ReferralCode?> FindCodeAsync(string code, CancellationToken cancellationToken = default);

    /// <summary>Notes that a friend came with a member's code. No points move.</summary>
    /// <param name="request">The friend and the code.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>
    /// The referral, or the first refusal that applies: <c>loyalty.referral_unknown_code</c>, <c>loyalty.referral_not_offered</c>,
    /// <c>loyalty.referral_self</c>, <c>loyalty.referral_same_household</c>, <c>loyalty.referral_existing_customer</c>, <c>loyalty.referral_exists</c>.
    /// </returns>
    /// <exception cref="InvalidOperationException">No programme was set.</exception>
    ValueTask<CrmResult<ReferralState>> RegisterAsync(RegisterReferral request, CancellationToken cancellationToken = default);

    /// <summary>Judges a paid order of a friend: the first that meets the condition grants both rewards, pending until it can no longer be returned.</summary>
    /// <remarks>An order that is refused leaves the referral as it is: a later one may meet the condition. Beyond her limit the member gets nothing, and <see cref="ReferralState.ReferrerReward"/> says why.</remarks>
    /// <param name="request">The order.</param>
    /// <param name="cancellationToken">Cancels the command; one that has begun is completed by its repetition or the sweep.</param>
    /// <returns>
    /// The referral, or the first refusal that applies: <c>loyalty.not_referred</c>, <c>loyalty.referral_already_qualified</c>,
    /// <c>loyalty.referral_existing_customer</c> (paid before she came), <c>loyalty.referral_lapsed</c>, <c>loyalty.referral_self</c>,
    /// <c>loyalty.referral_same_household</c>, <c>loyalty.referral_wrong_currency</c>, <c>loyalty.referral_below_minimum</c>, <c>loyalty.invalid_validity</c>,
    /// <c>loyalty.referral_unsettled</c>.
    /// </returns>
    ValueTask<CrmResult<ReferralState>> QualifyAsync(QualifyReferral request, CancellationToken cancellationToken = default);

    /// <summary>Takes both rewards back where what is left of the order no longer meets the condition; otherwise only notes the refund.</summary>
    /// <remarks>
    /// Refunds of an order add up. What is taken back comes from the reward first, pending or not, then from what is spendable, then it is owed or waived as the
    /// programme said when it was granted: as with any refund of an order.
    /// </remarks>
    /// <param name="request">The refund.</param>
    /// <param name="cancellationToken">Cancels the command; one that has begun is completed by its repetition or the sweep.</param>
    /// <returns>
    /// The referral, or a refusal: <c>loyalty.not_referred</c>, <c>loyalty.referral_other_order</c>, <c>loyalty.referral_wrong_currency</c>,
    /// <c>loyalty.refund_exceeds_order</c>, <c>loyalty.referral_unsettled</c>.
    /// </returns>
    ValueTask<CrmResult<ReferralState>> RefundAsync(RefundReferral request, CancellationToken cancellationToken = default);

    /// <summary>The referral of a friend as of now; null where she was never brought along. Never writes.</summary>
    /// <param name="account">The friend's account.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<ReferralState?> FindAsync(LoyaltyAccountId account, CancellationToken cancellationToken = default);

    /// <summary>Referrals as of now, page by page.</summary>
    /// <remarks>
    /// Of a referrer, whichever of her merged accounts is named, those of all of them; of one whose merge was undone, those of her own codes again. It costs one or more readings
    /// of accounts besides the list; a merge between two pages can bring referrals that the list is past.
    /// </remarks>
    /// <param name="query">Which referrals.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<ReferralState>> ListAsync(ReferralQuery query, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>The entries of a friend's referral, page by page; of an account that was merged, under the name that it was registered by.</summary>
    /// <param name="account">The friend's account.</param>
    /// <param name="page">Which page; descending for the newest first.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<Versioned<ReferralEntry>>> ReadAsync(LoyaltyAccountId account, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>Folds all entries anew and compares: the stored referral, and the hash chain where the storage has one.</summary>
    /// <param name="account">The friend's account.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<LedgerVerification> VerifyAsync(LoyaltyAccountId account, CancellationToken cancellationToken = default);
}

/// <summary>The storage of referrals: one stream a friend.</summary>
public interface IReferralRepository : IStreamRepository<ReferralId, ReferralEntry, ReferralState, ReferralQuery>;

/// <summary>The storage of referral codes.</summary>
public interface IReferralCodeRepository : IRecordRepository<ReferralCodeId, ReferralCode, ReferralCodeQuery>;

/// <summary>Which referrals to list; all by id. Conditions add up.</summary>
public sealed record ReferralQuery
{
    /// <summary>Only those of a member who brought friends along; <see cref="IReferralService.ListAsync"/> takes it for all accounts that are hers by merges.</summary>
    public LoyaltyAccountId? Referrer { get; init; }

    /// <summary>Only those of any of these accounts, by the names that their codes were issued to; empty for no condition. Names each account once.</summary>
    public ImmutableArray<LoyaltyAccountId> Referrers { get; init; } = [];

    /// <summary>Only those whose points are on their way since this instant or before, ordered by since when.</summary>
    public Instant? UnsettledBy { get; init; }
}

/// <summary>Which codes to list; all by id. Conditions add up.</summary>
public sealed record ReferralCodeQuery
{
    /// <summary>Only those of a member.</summary>
    public LoyaltyAccountId? Account { get; init; }
}
