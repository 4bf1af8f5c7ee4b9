using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Reads a referral's whole history and says whether it is sound, and which row is not.</summary>
internal static class ReferralVerifier
{
    public static async ValueTask<LedgerVerification> VerifyAsync(
        TenantId tenant, IReferralRepository referrals, ReferralId referral, CancellationToken cancellationToken)
    {
        var isChained = referrals.Chained is not null;
        if (referrals.Chained is { } chained && await chained.FindBrokenLinkAsync(tenant, referral, cancellationToken).ConfigureAwait(false) is { } broken)
        {
            return Found(broken - 1, isChained, broken, $"Entry {broken} is not what was written, or is missing: the hash chain breaks there.");
        }

        var head = await referrals.LoadAsync(tenant, new() { Stream = referral }, cancellationToken).ConfigureAwait(false);
        ReferralState? state = null;
        var version = 0L;
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var read = await referrals.ReadAsync(tenant, referral, page, cancellationToken).ConfigureAwait(false);
            foreach (var (entry, number) in read.Items.TakeWhile(item => item.Version <= head.Version))
            {
                version++;
                if (number != version || !Follows(referral, ref state, entry))
                {
                    return Found(version - 1, isChained, version, number != version ? $"Entry {version} is missing." : $"Entry {version} does not follow from those before it.");
                }
            }

            page = page with { After = read.Next };
        }
        while (page.After is not null);

        return version != head.Version ? Found(version, isChained, version + 1, $"The head says {head.Version} entries; there are {version}.")
            : head.State is { Revision: ReferralFold.Revision } stored && stored != state ? Found(version, isChained, null, "The stored referral is not what its entries come to.")
            : Found(version, isChained, null, null);
    }

    private static LedgerVerification Found(long entries, bool isChained, long? changed, string? problem) =>
        new() { Entries = entries, IsChained = isChained, ChangedEntry = changed, Problem = problem };

    private static bool Follows(ReferralId referral, ref ReferralState? state, ReferralEntry entry)
    {
        try
        {
            var before = state?.AsOf;
            state = ReferralFold.Apply(referral, state, entry);
            return before is null || entry.PostedAt >= before;
        }
        catch (Exception exception) when (exception is InvalidOperationException or OverflowException)
        {
            return false;
        }
    }
}
