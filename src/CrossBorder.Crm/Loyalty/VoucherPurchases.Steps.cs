using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>The steps of a purchase in the account, and the names that they have there.</summary>
internal sealed partial class VoucherPurchases
{
    private const int MaxNameLength = 200;

    /// <summary>How long the points wait for the rest of the purchase.</summary>
    private static readonly Duration TimeOut = Duration.FromMinutes(15);

    private async ValueTask<CrmResult<HoldReceipt>> HoldAsync(BuyVoucher request, VoucherPurchase purchase, Digest hash, Instant now, CancellationToken cancellationToken)
    {
        var authorize = new AuthorizePoints
        {
            Account = purchase.Account, Key = purchase.Key, Points = purchase.Points, Hold = purchase.Redemption, ExpiresAt = purchase.HeldUntil, Value = request.Terms.Value,
        };

        // The programme's days of grace; but all of the points or none: what is held does not lapse in part.
        var program = await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false);
        var policies = program?.Policies is { } set ? set with { CaptureHonoursExpired = true } : null;
        return await accounts.RunAsync<HoldDecisions.Authorization, HoldReceipt>(
            tenant, purchase.Account, Derived("hold:" + purchase.Redemption, purchase.Key), hash, [],
            new(authorize, purchase.Redemption, policies, now), HoldDecisions.Authorize, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<CrmResult<CaptureReceipt>> TakeAsync(BuyVoucher request, Digest hash, CancellationToken cancellationToken)
    {
        var target = TargetOf(request.Account, RedemptionOf(request));
        return await RunAsync<HoldDecisions.Capture, CaptureReceipt>(
            request.Account, Derived("take:" + target.Name, request.Key), hash, target.Reference, new(target, null), HoldDecisions.CaptureHold, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<CrmResult<VoidReceipt>> ReleaseAsync(VoucherPurchase purchase, Digest hash, CancellationToken cancellationToken)
    {
        var target = TargetOf(purchase.Account, purchase.Redemption);
        return await RunAsync<HoldDecisions.Target, VoidReceipt>(
            purchase.Account, Derived("void:" + target.Name, purchase.Key), hash, target.Reference, target, HoldDecisions.Void, cancellationToken).ConfigureAwait(false);
    }

    // The points may be held in the member's own account, and she has joined a household since.
    private async ValueTask<CrmResult<TAnswer>> RunAsync<TRequest, TAnswer>(
        LoyaltyAccountId account,
        IdempotencyKey key,
        Digest hash,
        Reference reference,
        TRequest request,
        Func<TRequest, StreamHead<LedgerEntry, LoyaltyAccountState>, CrmResult<Decision<LedgerEntry, LoyaltyAccountState, TAnswer>>> decide,
        CancellationToken cancellationToken)
        where TAnswer : class
    {
        var result = await accounts.RunAsync(tenant, account, key, hash, [reference], request, decide, cancellationToken).ConfigureAwait(false);
        return result.IsSuccess
            ? result
            : await new LedgerElsewhere(tenant, accounts).AskAsync(account, key, hash, [reference], request, decide, result, cancellationToken).ConfigureAwait(false);
    }

    private HoldDecisions.Target TargetOf(LoyaltyAccountId account, string name) => new(account, name, null, clock.GetCurrentInstant());

    private static VoucherPurchase PurchaseOf(BuyVoucher request, Instant now) => new()
    {
        Account = request.Account,
        Points = request.Points,
        Key = request.Key,
        Redemption = RedemptionOf(request),

        // Not after the voucher's own end: nobody pays for one that is over.
        HeldUntil = Instant.Min(now + TimeOut, request.Terms.ValidUntil ?? Instant.MaxValue),
    };

    private static BuyVoucher RequestOf(VoucherState state, VoucherPurchase purchase) =>
        new() { Account = purchase.Account, Points = purchase.Points, Code = state.Code, Key = purchase.Key, Terms = state.Terms };

    // Two purchases of one code, the first of them called off, are two redemptions. The length says where the code ends: a key may have colons too.
    private static string RedemptionOf(BuyVoucher request) => Fitting($"voucher:{request.Code.Length}:{request.Code}:", request.Key.Value, MaxNameLength);

    internal static IdempotencyKey Derived(string prefix, IdempotencyKey key) => new(Fitting(prefix + ":", key.Value, IdempotencyKey.MaxLength));

    // What is too long is named by its digest: what is derived must be as long as a key may be.
    private static string Fitting(string prefix, string text, int max) =>
        prefix.Length + text.Length <= max ? prefix + text : Digest.Of(System.Text.Encoding.UTF8.GetBytes(prefix + text)).ToString();
}
