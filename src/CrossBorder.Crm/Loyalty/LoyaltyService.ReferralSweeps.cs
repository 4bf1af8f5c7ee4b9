using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Loyalty;

/// <content>The sweep's part in referrals: it completes those whose points are on their way.</content>
internal sealed partial class LoyaltyService
{
    private async ValueTask<(IEnumerable<Func<CancellationToken, ValueTask<bool>>> Due, string? Next)> DueReferralsAsync(
        SweepTerms terms, PageRequest page, CancellationToken cancellationToken)
    {
        var due = await referrals.ListAsync(tenant, new() { UnsettledBy = terms.Now }, page, cancellationToken).ConfigureAwait(false);
        var steps = new ReferralSteps(tenant, referrals, ledger, programs, clock, maxConflicts);
        return (due.Items.Select(head => (Func<CancellationToken, ValueTask<bool>>)(token => steps.CompleteAsync(head.State!, token))), due.Next);
    }

    private async ValueTask<bool> IsReferralLeftAsync(SweepTerms terms, CancellationToken cancellationToken) =>
        (await referrals.ListAsync(tenant, new() { UnsettledBy = terms.Now }, new() { Size = 1 }, cancellationToken).ConfigureAwait(false)).Items.Count > 0;
}
