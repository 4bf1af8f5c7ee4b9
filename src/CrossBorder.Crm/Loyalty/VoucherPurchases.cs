using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>
/// Points buy a voucher. An account and a voucher are two owners, so it runs in steps, each under a key of its own: hold the points, order the voucher, take the
/// points, make the voucher usable. What is stored after any of them says what is next, so that a repetition goes on where the last call died.
/// </summary>
internal sealed class VoucherPurchases(
    TenantId tenant,
    ILoyaltyLedgerRepository ledger,
    ILoyaltyService loyalty,
    StreamCommands<VoucherId, VoucherEntry, VoucherState, VoucherQuery> vouchers,
    IClock clock,
    int maxConflicts)
{
    private const int MaxNameLength = 200;

    /// <summary>How long the points wait for the rest of the purchase.</summary>
    private static readonly Duration TimeOut = Duration.FromMinutes(15);

    private readonly StreamCommands<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery> accounts = new(ledger, LoyaltyCollections.Ledger, maxConflicts);

    public async ValueTask<CrmResult<VoucherBought>> BuyAsync(BuyVoucher request, CancellationToken cancellationToken)
    {
        var voucher = VoucherId.OfCode(request.Code);
        var hash = VoucherRequestHash.Of(request);
        var head = await vouchers.LoadAsync(tenant, new() { Stream = voucher, Key = request.Key }, cancellationToken).ConfigureAwait(false);
        if (head.Answer is { } first)
        {
            return RecordedAnswers.Read<VoucherBought>(first, request.Key, hash);
        }

        if (head.State?.Purchase is not { } begun || begun.Key != request.Key)
        {
            // What the voucher's side refuses is refused before points are held.
            var now = clock.GetCurrentInstant();
            var purchase = PurchaseOf(request, now);
            var issuing = new VoucherDecisions.Issuing(request.Code, request.Terms, purchase, now);
            if (!VoucherDecisions.Issue(issuing, head).TryGet(out _, out var refusal))
            {
                return refusal;
            }

            var held = await HoldAsync(request, purchase, hash, now, cancellationToken).ConfigureAwait(false);
            if (!held.TryGet(out var receipt, out refusal))
            {
                return refusal;
            }

            // A repetition finds the hold of the first call, and the voucher waits no longer than that.
            issuing = issuing with { Purchase = purchase with { HeldUntil = receipt.ExpiresAt!.Value } };
            var ordered = await vouchers.RunAsync(
                tenant, voucher, Derived("order:", request.Key), hash, [], issuing, VoucherDecisions.Issue, cancellationToken).ConfigureAwait(false);
            if (!ordered.TryGet(out _, out refusal))
            {
                await ReleaseAsync(purchase, hash, cancellationToken).ConfigureAwait(false);
                return refusal;
            }
        }

        return await CompleteAsync(request, hash, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Completes the purchase of a voucher that was ordered, or calls it off where its points are free again.</summary>
    /// <returns>Whether there was one.</returns>
    public async ValueTask<bool> CompleteAsync(string code, CancellationToken cancellationToken)
    {
        var head = await vouchers.LoadAsync(tenant, new() { Stream = VoucherId.OfCode(code) }, cancellationToken).ConfigureAwait(false);
        if (head.State is not { Status: VoucherStatus.Ordered, Purchase: { } purchase } state)
        {
            return false;
        }

        var request = new BuyVoucher { Account = purchase.Account, Points = purchase.Points, Code = code, Key = purchase.Key, Terms = state.Terms };
        await CompleteAsync(request, VoucherRequestHash.Of(request), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<CrmResult<VoucherBought>> CompleteAsync(BuyVoucher request, Digest hash, CancellationToken cancellationToken)
    {
        var voucher = VoucherId.OfCode(request.Code);
        var taken = await TakeAsync(request, hash, cancellationToken).ConfigureAwait(false);
        if (!taken.IsSuccess)
        {
            // Another host's clock may be behind. Once the time-out is written down, nobody can take the points any more: only then is the answer final.
            await loyalty.WriteDownAsync(request.Account, cancellationToken).ConfigureAwait(false);
            taken = await TakeAsync(request, hash, cancellationToken).ConfigureAwait(false);
        }

        if (taken.IsSuccess)
        {
            return await vouchers.RunAsync(
                tenant, voucher, request.Key, hash, [], new VoucherDecisions.Moment(request.Code, clock.GetCurrentInstant()), VoucherDecisions.Pay, cancellationToken).ConfigureAwait(false);
        }

        await vouchers.RunAsync(
            tenant, voucher, Derived("off:", request.Key), hash, [],
            new VoucherDecisions.Cancelling(request.Code, null, IsCallOff: true, clock.GetCurrentInstant()), VoucherDecisions.Cancel, cancellationToken).ConfigureAwait(false);
        return taken.Error;
    }

    private ValueTask<CrmResult<HoldReceipt>> HoldAsync(BuyVoucher request, VoucherPurchase purchase, Digest hash, Instant now, CancellationToken cancellationToken)
    {
        var authorize = new AuthorizePoints
        {
            Account = purchase.Account, Key = purchase.Key, Points = purchase.Points, Hold = purchase.Redemption, ExpiresAt = purchase.HeldUntil, Value = request.Terms.Value,
        };
        return accounts.RunAsync<HoldDecisions.Authorization, HoldReceipt>(
            tenant, purchase.Account, Derived("hold:" + purchase.Redemption, purchase.Key), hash, [],
            new(authorize, purchase.Redemption, Policies: null, now), HoldDecisions.Authorize, cancellationToken);
    }

    private async ValueTask<CrmResult<CaptureReceipt>> TakeAsync(BuyVoucher request, Digest hash, CancellationToken cancellationToken)
    {
        var target = TargetOf(request.Account, RedemptionOf(request));
        return await accounts.RunAsync<HoldDecisions.Capture, CaptureReceipt>(
            tenant, request.Account, Derived("take:" + target.Name, request.Key), hash, [target.Reference], new(target, null), HoldDecisions.CaptureHold, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ReleaseAsync(VoucherPurchase purchase, Digest hash, CancellationToken cancellationToken)
    {
        var target = TargetOf(purchase.Account, purchase.Redemption);
        await accounts.RunAsync<HoldDecisions.Target, VoidReceipt>(
            tenant, purchase.Account, Derived("void:" + target.Name, purchase.Key), hash, [target.Reference], target, HoldDecisions.Void, cancellationToken).ConfigureAwait(false);
    }

    private HoldDecisions.Target TargetOf(LoyaltyAccountId account, string name) => new(account, name, null, clock.GetCurrentInstant());

    private static VoucherPurchase PurchaseOf(BuyVoucher request, Instant now) => new()
    {
        Account = request.Account, Points = request.Points, Key = request.Key, Redemption = RedemptionOf(request), HeldUntil = now + TimeOut,
    };

    // Two purchases of one code, the first of them called off, are two redemptions.
    private static string RedemptionOf(BuyVoucher request) => Fitting($"voucher:{request.Code}:", request.Key.Value, MaxNameLength);

    private static IdempotencyKey Derived(string prefix, IdempotencyKey key) => new(Fitting(prefix + ":", key.Value, IdempotencyKey.MaxLength));

    // What is too long is named by its digest: what is derived must be as long as a key may be.
    private static string Fitting(string prefix, string text, int max) =>
        prefix.Length + text.Length <= max ? prefix + text : Digest.Of(System.Text.Encoding.UTF8.GetBytes(prefix + text)).ToString();
}
