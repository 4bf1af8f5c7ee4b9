using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

using Deciding = Func<StreamHead<VoucherEntry, VoucherState>, CrmResult<Decision<VoucherEntry, VoucherState, VoucherReceipt>>>;

/// <inheritdoc cref="IVoucherService"/>
internal sealed partial class VoucherService(
    TenantId tenant, IVoucherRepository vouchers, ILoyaltyLedgerRepository ledger, ILoyaltyService loyalty, LoyaltyPrograms programs, IClock clock, int maxConflicts) : IVoucherService
{
    private readonly StreamCommands<VoucherId, VoucherEntry, VoucherState, VoucherQuery> commands = new(vouchers, VoucherCollections.Vouchers, maxConflicts);

    private VoucherPurchases Purchases => new(tenant, ledger, loyalty, programs, commands, clock, maxConflicts);

    public ValueTask<CrmResult<VoucherReceipt>> IssueAsync(IssueVoucher request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request = request with { Terms = VoucherValidation.Terms(request.Terms) };
        return RunAsync(
            request.Code, request.Key, VoucherRequestHash.Of(request), [],
            head => VoucherDecisions.Issue(new(request.Code, request.Terms, null, clock.GetCurrentInstant()), head), cancellationToken);
    }

    public async ValueTask<CrmResult<VoucherBought>> BuyAsync(BuyVoucher request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Account.ThrowIfDefault("request.Account");
        request.Key.ThrowIfDefault("request.Key");
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Points.Value, 1, "request.Points");
        _ = VoucherId.OfCode(request.Code);
        request = request with { Terms = VoucherValidation.Terms(request.Terms) };
        try
        {
            return await Purchases.BuyAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (OverflowException)
        {
            return LoyaltyErrors.SumTooLarge.With();
        }
    }

    public ValueTask<CrmResult<VoucherReceipt>> RedeemAsync(RedeemVoucher request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var use = VoucherValidation.Use(request.Use);
        return RunAsync(
            request.Code, request.Key, VoucherRequestHash.Of(request), [VoucherCollections.Filed(use.Order)],
            head => VoucherDecisions.Redeem(new(request, clock.GetCurrentInstant()), head), cancellationToken);
    }

    public async ValueTask<CrmResult<VoucherReceipt>> HoldAsync(HoldVoucher request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var use = VoucherValidation.Use(request.Use);
        request = request with { ExpiresAt = request.ExpiresAt?.ToMicroseconds() };

        // The policy that points have: whether what is held outlives the expiry of what it is of.
        var program = await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false);
        var lapses = program?.Policies is { CaptureHonoursExpired: false };
        return await RunAsync(
            request.Code, request.Key, VoucherRequestHash.Of(request), [VoucherCollections.Filed(use.Order)],
            head => VoucherDecisions.Hold(new(request, lapses, clock.GetCurrentInstant()), head), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<CrmResult<VoucherReceipt>> CaptureAsync(CaptureVoucher request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Order.ThrowIfDefault("request.Order");
        VoucherValidation.Amount(request.Total, "request.Total");
        VoucherValidation.Amount(request.Amount, "request.Amount");
        return RunAsync(
            request.Code, request.Key, VoucherRequestHash.Of(request), [VoucherCollections.Filed(request.Order)],
            head => VoucherDecisions.Capture(new(request, clock.GetCurrentInstant()), head), cancellationToken);
    }

    public ValueTask<CrmResult<VoucherReceipt>> VoidAsync(VoidVoucher request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Order.ThrowIfDefault("request.Order");
        return RunAsync(
            request.Code, request.Key, VoucherRequestHash.Of(request), [VoucherCollections.Filed(request.Order)],
            head => VoucherDecisions.Void(new(request, clock.GetCurrentInstant()), head), cancellationToken);
    }

    public ValueTask<CrmResult<VoucherReceipt>> ReturnAsync(ReturnVoucher request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Order.ThrowIfDefault("request.Order");
        VoucherValidation.Amount(request.Refunded, "request.Refunded");
        return RunAsync(
            request.Code, request.Key, VoucherRequestHash.Of(request), [VoucherCollections.Filed(request.Order)],
            head => VoucherReturns.Return(new(request, clock.GetCurrentInstant()), head), cancellationToken);
    }

    public async ValueTask<CrmResult<VoucherReceipt>> CancelAsync(CancelVoucher request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        VoucherValidation.Reason(request.Reason);
        var result = await CancelAsync(request, null, cancellationToken).ConfigureAwait(false);
        if (result.IsSuccess || result.Error.Code != VoucherErrors.NotPaid.Code)
        {
            return result;
        }

        // Ordered, not paid: nobody pays for what is cancelled. Only where the points were taken already it is made whole first.
        var off = await Purchases.FreeAsync(request.Code, cancellationToken).ConfigureAwait(false);
        return await CancelAsync(request, off, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> WriteDownAsync(string code, CancellationToken cancellationToken)
    {
        var program = await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false);
        return await WriteDownAsync(
            new VoucherDecisions.Moment(code, clock.GetCurrentInstant()) { Notices = program?.VoucherNotices, Zone = program is null ? null : programs.ZoneOf(program) }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same at the instant and under the plan of a sweep.</summary>
    internal async ValueTask<bool> WriteDownAsync(VoucherDecisions.Moment moment, CancellationToken cancellationToken)
    {
        var voucher = VoucherId.OfCode(moment.Code);
        var completed = await Purchases.CompleteAsync(moment.Code, cancellationToken).ConfigureAwait(false);
        var head = await commands.LoadAsync(tenant, new() { Stream = voucher }, cancellationToken).ConfigureAwait(false);
        if (head.State is null)
        {
            return completed;
        }

        // The key names what is written down: everything after this version. Two sweeps at once write it once.
        var written = await commands.RunAsync<VoucherDecisions.Moment, VoucherEntry>(
            tenant, voucher, new($"time:{head.Version}:{moment.Now}"), Digest.Of("voucher_time_passed.v1"u8), [], moment, VoucherDecisions.WriteDown, cancellationToken).ConfigureAwait(false);
        return completed || !ReferenceEquals(written.OrThrow(), VoucherDecisions.Nothing);
    }

    /// <summary>Commands but the cancellation go this way. A voucher that was ordered for points is paid first, or its purchase called off.</summary>
    private async ValueTask<CrmResult<VoucherReceipt>> RunAsync(
        string code, IdempotencyKey key, Digest hash, ImmutableArray<Reference> references, Deciding decide, CancellationToken cancellationToken)
    {
        var result = await OnceAsync(code, key, hash, references, decide, cancellationToken).ConfigureAwait(false);
        var completed = !result.IsSuccess
            && ((result.Error.Code == VoucherErrors.NotPaid.Code && await Purchases.CompleteAsync(code, cancellationToken).ConfigureAwait(false))
                || (result.Error.Code == VoucherErrors.VoucherExists.Code && await Purchases.CompleteOverdueAsync(code, cancellationToken).ConfigureAwait(false)));
        return completed ? await OnceAsync(code, key, hash, references, decide, cancellationToken).ConfigureAwait(false) : result;
    }

    private ValueTask<CrmResult<VoucherReceipt>> CancelAsync(CancelVoucher request, IdempotencyKey? off, CancellationToken cancellationToken) => OnceAsync(
        request.Code, request.Key, VoucherRequestHash.Of(request), [],
        head => VoucherDecisions.Cancel(new(request.Code, request.Reason, off, clock.GetCurrentInstant()), head), cancellationToken);

    private ValueTask<CrmResult<VoucherReceipt>> OnceAsync(
        string code, IdempotencyKey key, Digest hash, ImmutableArray<Reference> references, Deciding decide, CancellationToken cancellationToken) =>
        commands.RunAsync(tenant, VoucherId.OfCode(code), key, hash, references, decide, static (decide, head) => decide(head), cancellationToken);
}
