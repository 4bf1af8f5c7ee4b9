using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>The vouchers of one tenant: value lots by code, under the rules that points have. Every command may be repeated: the same request gives the first answer.</summary>
/// <remarks>
/// Another request under a used key is an <see cref="IdempotencyMismatchException"/>. A refused request leaves no trace; its key may be used again. Concurrent
/// commands behave as some serial order, so nothing is ever paid twice. Bad input is an <see cref="ArgumentException"/>; nothing is written then. Each command
/// is one read and one append, whatever the history, but <see cref="BuyAsync"/>.
/// </remarks>
public interface IVoucherService
{
    /// <summary>Issues a voucher.</summary>
    /// <param name="request">The voucher.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>The receipt, or a refusal: <c>loyalty.voucher_exists</c>, <c>loyalty.voucher_invalid_validity</c>.</returns>
    ValueTask<CrmResult<VoucherReceipt>> IssueAsync(IssueVoucher request, CancellationToken cancellationToken = default);

    /// <summary>Takes points and issues a voucher for them.</summary>
    /// <remarks>
    /// Three steps that a repetition goes on with: the points are held, the voucher is ordered, the points are taken and the voucher is usable. Where a call dies on
    /// the way, the same call, the first use of the voucher, or <see cref="WriteDownAsync"/> completes it; where nobody does within 15 minutes, or by the end of the
    /// voucher if that is sooner, the points are free again and the purchase is called off: its key stays with that, a new purchase needs a new one. A code whose
    /// purchase is overdue is free for the next. The points are never gone without the voucher: where they were taken but the voucher ended before it was usable,
    /// they are returned. A purchase that lost its code to another after its points were held has released them: should the code become free, its key still gets
    /// <c>loyalty.hold_already_voided</c>; take a new one.
    /// </remarks>
    /// <param name="request">The purchase.</param>
    /// <param name="cancellationToken">Cancels the command, which may have come half-way.</param>
    /// <returns>
    /// The receipt, or a refusal: <c>loyalty.insufficient_points</c>, those of <see cref="IssueAsync"/>, <c>loyalty.hold_expired</c>,
    /// <c>loyalty.hold_already_voided</c>.
    /// </returns>
    ValueTask<CrmResult<VoucherBought>> BuyAsync(BuyVoucher request, CancellationToken cancellationToken = default);

    /// <summary>What a voucher would pay for an order now; changes nothing.</summary>
    /// <remarks>
    /// As a reading it completes no purchase: of a voucher whose purchase died half-way it says <c>loyalty.voucher_not_paid</c>, although a use, which completes the
    /// purchase first, may succeed.
    /// </remarks>
    /// <param name="code">The code.</param>
    /// <param name="use">The order.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The quote, or the refusal that using it would get, but for a purchase that died half-way.</returns>
    ValueTask<CrmResult<VoucherQuote>> QuoteAsync(string code, VoucherUse use, CancellationToken cancellationToken = default);

    /// <summary>Uses a voucher for an order, all that is asked for or nothing.</summary>
    /// <param name="request">The use.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>The receipt, or the first refusal that applies.</returns>
    ValueTask<CrmResult<VoucherReceipt>> RedeemAsync(RedeemVoucher request, CancellationToken cancellationToken = default);

    /// <summary>Sets a voucher aside for an order: nobody else can use what is held.</summary>
    /// <param name="request">The hold.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>The receipt, or a refusal as of <see cref="RedeemAsync"/>.</returns>
    ValueTask<CrmResult<VoucherReceipt>> HoldAsync(HoldVoucher request, CancellationToken cancellationToken = default);

    /// <summary>Uses what is held for the order; what it does not need is released, or lapses with a single use.</summary>
    /// <param name="request">The capture.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>The receipt, or a refusal: no open hold, more than it was to pay, a total below the minimum or in another currency.</returns>
    ValueTask<CrmResult<VoucherReceipt>> CaptureAsync(CaptureVoucher request, CancellationToken cancellationToken = default);

    /// <summary>Calls a hold off.</summary>
    /// <param name="request">The hold.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    ValueTask<CrmResult<VoucherReceipt>> VoidAsync(VoidVoucher request, CancellationToken cancellationToken = default);

    /// <summary>Gives back what an order had used, in proportion to what is refunded of it and cumulatively: never more than it used.</summary>
    /// <remarks>Returned to date = ⌊used × refunded to date ÷ total⌋; all at the full refund. What lapsed with a single use does not come back.</remarks>
    /// <param name="request">The refund.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>The receipt, or a refusal: <c>loyalty.unknown_redemption</c>, <c>loyalty.refund_exceeds_order</c>, <c>loyalty.voucher_wrong_currency</c>.</returns>
    ValueTask<CrmResult<VoucherReceipt>> ReturnAsync(ReturnVoucher request, CancellationToken cancellationToken = default);

    /// <summary>Cancels a voucher: what is left is gone. Open holds may still be captured; what they or a refund release is gone too.</summary>
    /// <remarks>
    /// One that was ordered for points but not paid is called off instead: the points are free and nobody pays for it. Where a call died after they were taken, the
    /// voucher is paid and then cancelled; whether its points go back is for the shop to say (<see cref="ILoyaltyService.ReturnAsync"/>).
    /// </remarks>
    /// <param name="request">The voucher.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    ValueTask<CrmResult<VoucherReceipt>> CancelAsync(CancelVoucher request, CancellationToken cancellationToken = default);

    /// <summary>A voucher as of any instant: now, before, or to come; null where it was not issued by then. Never writes.</summary>
    /// <remarks>Now and later cost the same whatever the history; an earlier instant reads the entries up to it.</remarks>
    /// <param name="code">The code.</param>
    /// <param name="asOf">The instant; null for now.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<VoucherState?> FindAsync(string code, Instant? asOf = null, CancellationToken cancellationToken = default);

    /// <summary>Vouchers as of their last entries, page by page.</summary>
    /// <param name="query">Which vouchers.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<VoucherState>> ListAsync(VoucherQuery query, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>The entries of a voucher, page by page.</summary>
    /// <param name="code">The code.</param>
    /// <param name="page">Which page; descending for the newest first.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<Versioned<VoucherEntry>>> ReadAsync(string code, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes down what happened by time alone, tells what is about to expire, and completes or calls off a purchase that died half-way; any number of times.
    /// For all vouchers that are due: <see cref="ILoyaltyService.RunOnceAsync"/>.
    /// </summary>
    /// <param name="code">The code.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>Whether there was anything.</returns>
    ValueTask<bool> WriteDownAsync(string code, CancellationToken cancellationToken = default);

    /// <summary>Folds all entries anew and compares: the stored voucher, what each entry says expired, and the hash chain where the storage has one.</summary>
    /// <param name="code">The code.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<LedgerVerification> VerifyAsync(string code, CancellationToken cancellationToken = default);
}

/// <summary>The storage of vouchers: one stream a code.</summary>
public interface IVoucherRepository : IStreamRepository<VoucherId, VoucherEntry, VoucherState, VoucherQuery>;

/// <summary>Which vouchers to list; all by id. Conditions add up; those about what is due do not go with those about what is untold.</summary>
public sealed record VoucherQuery
{
    /// <summary>Only those of a member.</summary>
    public LoyaltyAccountId? Holder { get; init; }

    /// <summary>Only those where something happens by time alone by this instant, ordered by when.</summary>
    public Instant? DueBy { get; init; }

    /// <summary>Only those where the next such thing comes after this instant, ordered by when.</summary>
    public Instant? DueAfter { get; init; }

    /// <summary>Only those that end by this instant and of whose end nobody was told, ordered by it.</summary>
    public Instant? UntoldBy { get; init; }

    /// <summary>Only those that end after this instant and of whose end nobody was told, ordered by it.</summary>
    public Instant? UntoldAfter { get; init; }
}
