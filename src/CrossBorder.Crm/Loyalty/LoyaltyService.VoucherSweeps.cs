using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <content>The sweep's part in vouchers: one call for the room.</content>
internal sealed partial class LoyaltyService
{
    private VoucherService Vouchers => new(tenant, vouchers, ledger, this, programs, clock, maxConflicts);

    private async ValueTask<(IEnumerable<Func<CancellationToken, ValueTask<bool>>> Due, string? Next)> DueVouchersAsync(
        string list, SweepTerms terms, PageRequest page, CancellationToken cancellationToken)
    {
        VoucherQuery query = list == DueVouchers ? new() { DueBy = terms.Now } : new() { UntoldBy = terms.Now + (terms.LongestOfVouchers ?? Duration.Zero) };
        var due = await vouchers.ListAsync(tenant, query, page, cancellationToken).ConfigureAwait(false);
        var service = Vouchers;
        return (
            due.Items.Select(head => (Func<CancellationToken, ValueTask<bool>>)(token => service.WriteDownAsync(
                new VoucherDecisions.Moment(head.State!.Code, terms.Now) { Notices = terms.VoucherNotices, Zone = terms.Zone }, token))),
            due.Next);
    }

    private async ValueTask<(Instant? Next, bool IsLeft)> NextVoucherAsync(SweepTerms terms, CancellationToken cancellationToken)
    {
        var next = await FirstAsync(new() { DueAfter = terms.Now }, VoucherTime.NextChange).ConfigureAwait(false);
        var isLeft = await FirstAsync(new() { DueBy = terms.Now }, VoucherTime.NextChange).ConfigureAwait(false) is not null;
        if (terms.LongestOfVouchers is { } lead)
        {
            var untold = await FirstAsync(new() { UntoldAfter = terms.Now + lead }, VoucherNoticeRules.FirstUntold).ConfigureAwait(false);
            next = SweepRules.Earlier(next, untold - lead);
            isLeft |= await FirstAsync(new() { UntoldBy = terms.Now + lead }, VoucherNoticeRules.FirstUntold).ConfigureAwait(false) is not null;
        }

        return (next, isLeft);

        async ValueTask<Instant?> FirstAsync(VoucherQuery query, Func<VoucherState, Instant?> when) =>
            (await vouchers.ListAsync(tenant, query, new() { Size = 1 }, cancellationToken).ConfigureAwait(false)).Items is [{ State: { } state }, ..] ? when(state) : null;
    }
}
