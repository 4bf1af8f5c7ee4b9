using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Reads an account's whole ledger and says whether it is sound, and which row is not.</summary>
internal static class LedgerVerifier
{
    public static async ValueTask<LedgerVerification> VerifyAsync(
        TenantId tenant, ILoyaltyLedgerRepository ledger, LoyaltyAccountId account, CancellationToken cancellationToken)
    {
        var isChained = ledger.Chained is not null;
        if (ledger.Chained is { } chained && await chained.FindBrokenLinkAsync(tenant, account, cancellationToken).ConfigureAwait(false) is { } broken)
        {
            return new()
            {
                Entries = broken - 1, IsChained = true, ChangedEntry = broken, Problem = $"Entry {broken} is not what was written, or is missing: the hash chain breaks there.",
            };
        }

        var head = await ledger.LoadAsync(tenant, new() { Stream = account }, cancellationToken).ConfigureAwait(false);
        var state = LedgerFold.Start(account);
        var version = 0L;
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var read = await ledger.ReadAsync(tenant, account, page, cancellationToken).ConfigureAwait(false);
            foreach (var (entry, number) in read.Items.TakeWhile(item => item.Version <= head.Version))
            {
                version++;
                if (number != version || !Follows(ref state, entry, version))
                {
                    return new()
                    {
                        Entries = version - 1,
                        IsChained = isChained,
                        ChangedEntry = version,
                        Problem = number != version ? $"Entry {version} is missing." : $"Entry {version} does not follow from those before it.",
                    };
                }
            }

            page = page with { After = read.Next };
        }
        while (page.After is not null);

        var problem = version != head.Version ? $"The head says {head.Version} entries; there are {version}."
            : head.State is { Revision: LedgerFold.Revision } stored && stored != state ? "The stored account is not what its entries come to."
            : null;
        return new() { Entries = version, IsChained = isChained, ChangedEntry = version < head.Version ? version + 1 : null, Problem = problem };
    }

    // An entry that takes what is not there cannot be folded; one that tells other points to have expired was not written by this ledger.
    private static bool Follows(ref LoyaltyAccountState state, LedgerEntry entry, long version)
    {
        try
        {
            var before = state.AsOf;
            state = LedgerFold.Apply(state, entry, version, out var passed);
            return entry.PostedAt >= before && entry.Expired.SequenceEqual(passed.Expired) && entry.TimedOut.SequenceEqual(passed.TimedOut);
        }
        catch (Exception exception) when (exception is InvalidOperationException or OverflowException)
        {
            return false;
        }
    }
}
