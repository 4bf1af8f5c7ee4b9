using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

internal sealed partial class VoucherService
{
    public async ValueTask<CrmResult<VoucherQuote>> QuoteAsync(string code, VoucherUse use, CancellationToken cancellationToken)
    {
        VoucherValidation.Use(use);
        var load = new StreamLoad<VoucherId> { Stream = VoucherId.OfCode(code), References = [VoucherCollections.Filed(use.Order)] };
        var head = await commands.LoadAsync(tenant, load, cancellationToken).ConfigureAwait(false);
        return VoucherDecisions.Quote(VoucherOpening.Of(load.Stream, head, clock.GetCurrentInstant()), use, head.Entries, code);
    }

    public async ValueTask<VoucherState?> FindAsync(string code, Instant? asOf, CancellationToken cancellationToken)
    {
        var voucher = VoucherId.OfCode(code);
        var head = await commands.LoadAsync(tenant, new() { Stream = voucher }, cancellationToken).ConfigureAwait(false);
        var at = asOf?.ToMicroseconds() ?? Instant.Max(clock.GetCurrentInstant(), head.State?.AsOf ?? Instant.MinValue);
        return head.State is null ? null
            : head.State.AsOf <= at ? VoucherTime.Advance(head.State, at, out _) with { AsOf = at }
            : VoucherFold.Fold(voucher, await EntriesAsync(voucher, at, cancellationToken).ConfigureAwait(false), at);
    }

    public async ValueTask<Page<VoucherState>> ListAsync(VoucherQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(page);
        var heads = await vouchers.ListAsync(tenant, query, page, cancellationToken).ConfigureAwait(false);
        return new() { Items = [.. heads.Items.Select(head => head.State!)], Next = heads.Next };
    }

    public ValueTask<Page<Versioned<VoucherEntry>>> ReadAsync(string code, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        return vouchers.ReadAsync(tenant, VoucherId.OfCode(code), page, cancellationToken);
    }

    public ValueTask<LedgerVerification> VerifyAsync(string code, CancellationToken cancellationToken) =>
        VoucherVerifier.VerifyAsync(tenant, vouchers, VoucherId.OfCode(code), cancellationToken);

    private async ValueTask<List<VoucherEntry>> EntriesAsync(VoucherId voucher, Instant until, CancellationToken cancellationToken)
    {
        var entries = new List<VoucherEntry>();
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var read = await vouchers.ReadAsync(tenant, voucher, page, cancellationToken).ConfigureAwait(false);
            entries.AddRange(read.Items.Select(item => item.Value));
            page = page with { After = entries.Count > 0 && entries[^1].PostedAt > until ? null : read.Next };
        }
        while (page.After is not null);

        return entries;
    }
}
