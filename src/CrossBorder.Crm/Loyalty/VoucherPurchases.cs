using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>
/// Points buy a voucher. An account and a voucher are two owners, so it runs in steps, each under a key of its own: hold the points, order the voucher, take the
/// points, make the voucher usable. What is stored after any of them says what is next, so that a repetition goes on where the last call died.
/// </summary>
internal sealed partial class VoucherPurchases(
    TenantId tenant,
    ILoyaltyLedgerRepository ledger,
    ILoyaltyService loyalty,
    LoyaltyPrograms programs,
    StreamCommands<VoucherId, VoucherEntry, VoucherState, VoucherQuery> vouchers,
    IClock clock,
    int maxConflicts)
{
    private readonly StreamCommands<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery> accounts =
        new(ledger, LoyaltyCollections.Ledger, maxConflicts, programs.Links);

    public async ValueTask<CrmResult<VoucherBought>> BuyAsync(BuyVoucher request, CancellationToken cancellationToken)
    {
        var hash = VoucherRequestHash.Of(request);
        var load = new StreamLoad<VoucherId> { Stream = VoucherId.OfCode(request.Code), Key = request.Key };
        var head = await vouchers.LoadAsync(tenant, load, cancellationToken).ConfigureAwait(false);
        if (head.Answer is { } first)
        {
            return RecordedAnswers.Read<VoucherBought>(first, request.Key, hash);
        }

        if (head.State is { Purchase: { } begun } state && begun.Key == request.Key)
        {
            return VoucherRequestHash.Of(RequestOf(state, begun)) == hash
                ? await CompleteAsync(request, hash, cancellationToken).ConfigureAwait(false)
                : throw new IdempotencyMismatchException($"The key '{request.Key}' was used for another purchase of this voucher; nothing was written. A new request needs a new key.");
        }

        var ordered = await OrderAsync(request, hash, head, cancellationToken).ConfigureAwait(false);
        if (!ordered.TryGet(out _, out var refusal) && refusal.Code == VoucherErrors.VoucherExists.Code
            && await CompleteOverdueAsync(request.Code, cancellationToken).ConfigureAwait(false))
        {
            head = await vouchers.LoadAsync(tenant, load, cancellationToken).ConfigureAwait(false);
            ordered = await OrderAsync(request, hash, head, cancellationToken).ConfigureAwait(false);
        }

        return ordered.TryGet(out _, out refusal) ? await CompleteAsync(request, hash, cancellationToken).ConfigureAwait(false) : refusal;
    }

    /// <summary>Completes the purchase of a voucher that was ordered, or calls it off where its points are free again.</summary>
    /// <returns>Whether there was one.</returns>
    public async ValueTask<bool> CompleteAsync(string code, CancellationToken cancellationToken)
    {
        var head = await vouchers.LoadAsync(tenant, new() { Stream = VoucherId.OfCode(code) }, cancellationToken).ConfigureAwait(false);
        return head.State is { Status: VoucherStatus.Ordered, Purchase: { } purchase } state
            && await CompleteAsync(state, purchase, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As <see cref="CompleteAsync(string, CancellationToken)"/>, but only where its time is up: a purchase that died does not keep its code.</summary>
    /// <returns>Whether there was one.</returns>
    public async ValueTask<bool> CompleteOverdueAsync(string code, CancellationToken cancellationToken)
    {
        var head = await vouchers.LoadAsync(tenant, new() { Stream = VoucherId.OfCode(code) }, cancellationToken).ConfigureAwait(false);
        return head.State is { Status: VoucherStatus.Ordered, Purchase: { } purchase } state && purchase.HeldUntil <= clock.GetCurrentInstant()
            && await CompleteAsync(state, purchase, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Frees the points of a voucher that was ordered, so that its purchase can be called off; where they were taken already, or time was faster, completes it.</summary>
    /// <returns>The key of the purchase whose points are free; null where there is none.</returns>
    public async ValueTask<IdempotencyKey?> FreeAsync(string code, CancellationToken cancellationToken)
    {
        var head = await vouchers.LoadAsync(tenant, new() { Stream = VoucherId.OfCode(code) }, cancellationToken).ConfigureAwait(false);
        if (head.State is not { Status: VoucherStatus.Ordered, Purchase: { } purchase } state)
        {
            return null;
        }

        if ((await ReleaseAsync(purchase, VoucherRequestHash.Of(RequestOf(state, purchase)), cancellationToken).ConfigureAwait(false)).IsSuccess)
        {
            return purchase.Key;
        }

        await CompleteAsync(state, purchase, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private async ValueTask<bool> CompleteAsync(VoucherState state, VoucherPurchase purchase, CancellationToken cancellationToken)
    {
        var request = RequestOf(state, purchase);
        await CompleteAsync(request, VoucherRequestHash.Of(request), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<CrmResult<VoucherReceipt>> OrderAsync(
        BuyVoucher request, Digest hash, StreamHead<VoucherEntry, VoucherState> head, CancellationToken cancellationToken)
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
        try
        {
            var ordered = await vouchers.RunAsync(
                tenant, issuing.Voucher, Derived("order:", request.Key), hash, [], issuing, VoucherDecisions.Issue, cancellationToken).ConfigureAwait(false);
            if (!ordered.IsSuccess)
            {
                await ReleaseAsync(purchase, hash, cancellationToken).ConfigureAwait(false);
            }

            return ordered;
        }
        catch (IdempotencyMismatchException)
        {
            // Another account was faster under this key. The hold is this account's own.
            await ReleaseAsync(purchase, hash, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<CrmResult<VoucherBought>> CompleteAsync(BuyVoucher request, Digest hash, CancellationToken cancellationToken)
    {
        var taken = await TakeAsync(request, hash, cancellationToken).ConfigureAwait(false);
        if (!taken.IsSuccess)
        {
            // Another host's clock may be behind. Once the time-out is written down, nobody can take the points any more: only then is the answer final.
            await loyalty.WriteDownAsync(request.Account, cancellationToken).ConfigureAwait(false);
            taken = await TakeAsync(request, hash, cancellationToken).ConfigureAwait(false);
        }

        if (!taken.IsSuccess)
        {
            await CallOffAsync(request, hash, cancellationToken).ConfigureAwait(false);
            return taken.Error;
        }

        var voucher = VoucherId.OfCode(request.Code);
        var moment = new VoucherDecisions.Moment(request.Code, clock.GetCurrentInstant());
        var paid = await vouchers.RunAsync(tenant, voucher, request.Key, hash, [], moment, VoucherDecisions.Pay, cancellationToken).ConfigureAwait(false);
        if (!paid.IsSuccess)
        {
            // Taken in time, but the voucher has ended before it was usable: the points go back. Once its end is written down, no clock that is behind can make it usable.
            await vouchers.RunAsync(
                tenant, voucher, Derived("late:", request.Key), hash, [], moment, VoucherDecisions.WriteDown, cancellationToken).ConfigureAwait(false);
            var name = RedemptionOf(request);
            await loyalty.ReturnAsync(
                new() { Account = request.Account, Key = Derived("back:" + name, request.Key), Redemption = name, Points = request.Points }, cancellationToken).ConfigureAwait(false);
            await CallOffAsync(request, hash, cancellationToken).ConfigureAwait(false);
        }

        return paid;
    }

    private async ValueTask CallOffAsync(BuyVoucher request, Digest hash, CancellationToken cancellationToken) =>
        await vouchers.RunAsync(
            tenant, VoucherId.OfCode(request.Code), Derived("off:", request.Key), hash, [],
            new VoucherDecisions.Cancelling(request.Code, null, request.Key, clock.GetCurrentInstant()), VoucherDecisions.Cancel, cancellationToken).ConfigureAwait(false);
}
