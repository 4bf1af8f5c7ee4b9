using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

internal sealed partial class LoyaltyService
{
    public async ValueTask<CrmResult<HoldReceipt>> AuthorizeAsync(AuthorizePoints request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Points.Value, 1, "request.Points");
        request.Order?.ThrowIfDefault("request.Order");
        RequireValue(request.Value);
        var name = NameOf(request.Hold, request.Key, "request.Hold");
        request = request with { ExpiresAt = request.ExpiresAt?.ToMicroseconds() };
        var program = await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false);
        return await RunAsync<HoldDecisions.Authorization, HoldReceipt>(
            request.Account, request.Key, LoyaltyRequestHash.Of(request, name), [],
            new(request, name, program?.Policies, clock.GetCurrentInstant()), HoldDecisions.Authorize, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<CrmResult<HoldReceipt>> AdjustHoldAsync(AdjustHold request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Points.Value, 1, "request.Points");
        RequireValue(request.Value);
        var target = TargetOf(request.Account, request.Hold, request.Order);
        return RunAsync<HoldDecisions.Adjustment, HoldReceipt>(
            request.Account, request.Key, LoyaltyRequestHash.Of(request), [target.Reference],
            new(target, request.Points, request.ExpiresAt?.ToMicroseconds(), request.Value), HoldDecisions.Adjust, cancellationToken);
    }

    public ValueTask<CrmResult<CaptureReceipt>> CaptureAsync(CaptureHold request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Points?.Value ?? 1, 1, "request.Points");
        var target = TargetOf(request.Account, request.Hold, request.Order);
        return RunAsync<HoldDecisions.Capture, CaptureReceipt>(
            request.Account, request.Key, LoyaltyRequestHash.Of(request), [target.Reference], new(target, request.Points), HoldDecisions.CaptureHold, cancellationToken);
    }

    public ValueTask<CrmResult<VoidReceipt>> VoidAsync(VoidHold request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var target = TargetOf(request.Account, request.Hold, request.Order);
        return RunAsync<HoldDecisions.Target, VoidReceipt>(
            request.Account, request.Key, LoyaltyRequestHash.Of(request), [target.Reference], target, HoldDecisions.Void, cancellationToken);
    }

    private HoldDecisions.Target TargetOf(LoyaltyAccountId account, string? hold, ExternalRef? order)
    {
        RequireOne(hold, order, "Hold");
        return new(account, hold, order, clock.GetCurrentInstant());
    }
}
