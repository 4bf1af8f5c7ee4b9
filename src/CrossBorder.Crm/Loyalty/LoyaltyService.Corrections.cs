using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

internal sealed partial class LoyaltyService
{
    private LedgerTransfers Transfers => new(tenant, ledger, commands, maxConflicts);

    public async ValueTask<CrmResult<AdjustReceipt>> AdjustAsync(AdjustPoints request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfZero(request.Points.Value, "request.Points");
        ArgumentOutOfRangeException.ThrowIfEqual(request.Points.Value, long.MinValue, "request.Points");
        if (request.Reason is { } reason)
        {
            StoredText.Require(reason, MaxReasonLength, "request.Reason");
        }

        var now = clock.GetCurrentInstant();
        var expiresAt = request.ExpiresAt?.ToMicroseconds();
        if (expiresAt is null && request.Validity is { } validity)
        {
            expiresAt = ExpiryRules.ExpiresAt(validity, now, await ZoneAsync(cancellationToken).ConfigureAwait(false) ?? throw NeedsZone(), now);
        }

        return await RunAsync<LedgerDecisions.Adjustment, AdjustReceipt>(
            request.Account, request.Key, LoyaltyRequestHash.Of(request), [], new(request, expiresAt, now), LedgerDecisions.Adjust, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<CrmResult<TransferReceipt>> TransferAsync(TransferPoints request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Points.Value, 1, "request.Points");
        request.From.ThrowIfDefault("request.From");
        request.To.ThrowIfDefault("request.To");
        request.Key.ThrowIfDefault("request.Key");
        var result = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return result.IsSuccess ? result : await RefusedAsync(request.From, request.Key, LoyaltyRequestHash.Of(request), result, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<CrmResult<TransferReceipt>> SendAsync(TransferPoints request, CancellationToken cancellationToken)
    {
        if (request.From == request.To)
        {
            return LoyaltyErrors.SameAccount.With(("account", request.From));
        }

        var now = clock.GetCurrentInstant();
        var fresh = await FreshTermsAsync(now, cancellationToken).ConfigureAwait(false);
        try
        {
            return await Transfers.RunAsync(request, fresh, now, cancellationToken).ConfigureAwait(false);
        }
        catch (OverflowException)
        {
            return LoyaltyErrors.SumTooLarge.With();
        }
    }

    private async ValueTask<TransferDecisions.FreshTerms?> FreshTermsAsync(Instant now, CancellationToken cancellationToken)
    {
        var program = await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false);
        return program?.Policies is { TransfersKeepAge: false }
            ? new(program.Validity is { } validity ? ExpiryRules.ExpiresAt(validity, now, programs.ZoneOf(program), now) : null)
            : null;
    }
}
