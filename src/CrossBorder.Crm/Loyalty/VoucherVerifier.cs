using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Reads a voucher's whole history and says whether it is sound, and which row is not.</summary>
internal static class VoucherVerifier
{
    public static async ValueTask<LedgerVerification> VerifyAsync(
        TenantId tenant, IVoucherRepository vouchers, VoucherId voucher, CancellationToken cancellationToken)
    {
        var isChained = vouchers.Chained is not null;
        if (vouchers.Chained is { } chained && await chained.FindBrokenLinkAsync(tenant, voucher, cancellationToken).ConfigureAwait(false) is { } broken)
        {
            return Found(broken - 1, isChained, broken, $"Entry {broken} is not what was written, or is missing: the hash chain breaks there.");
        }

        var head = await vouchers.LoadAsync(tenant, new() { Stream = voucher }, cancellationToken).ConfigureAwait(false);
        VoucherState? state = null;
        var version = 0L;
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var read = await vouchers.ReadAsync(tenant, voucher, page, cancellationToken).ConfigureAwait(false);
            foreach (var (entry, number) in read.Items.TakeWhile(item => item.Version <= head.Version))
            {
                version++;
                if (number != version || !Follows(voucher, ref state, entry))
                {
                    return Found(version - 1, isChained, version, number != version ? $"Entry {version} is missing." : $"Entry {version} does not follow from those before it.");
                }
            }

            page = page with { After = read.Next };
        }
        while (page.After is not null);

        return version != head.Version ? Found(version, isChained, version + 1, $"The head says {head.Version} entries; there are {version}.")
            : head.State is { Revision: VoucherFold.Revision } stored && stored != state ? Found(version, isChained, null, "The stored voucher is not what its entries come to.")
            : Found(version, isChained, null, null);
    }

    private static LedgerVerification Found(long entries, bool isChained, long? changed, string? problem) =>
        new() { Entries = entries, IsChained = isChained, ChangedEntry = changed, Problem = problem };

    private static bool Follows(VoucherId voucher, ref VoucherState? state, VoucherEntry entry)
    {
        try
        {
            var before = state?.AsOf;
            state = VoucherFold.Apply(voucher, state, entry, out var passed);
            return (before is null || entry.PostedAt >= before) && entry.Expired == passed.Expired && entry.TimedOut.SequenceEqual(passed.TimedOut);
        }
        catch (Exception exception) when (exception is InvalidOperationException or OverflowException)
        {
            return false;
        }
    }
}
