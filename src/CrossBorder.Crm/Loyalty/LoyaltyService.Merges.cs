using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <content>Accounts that turn out to be one member's.</content>
internal sealed partial class LoyaltyService
{
    private LedgerMerges Merges => new(tenant, ledger, commands, maxConflicts);

    public async ValueTask<CrmResult<MergeReceipt>> MergeAsync(MergeAccounts request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.From.ThrowIfDefault("request.From");
        request.Into.ThrowIfDefault("request.Into");
        request.Key.ThrowIfDefault("request.Key");
        if (request.From == request.Into)
        {
            return LoyaltyErrors.SameAccount.With(("account", request.From));
        }

        var terms = await SweepTermsAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ArriveAsync(request.From, terms, cancellationToken).ConfigureAwait(false);
            await ArriveAsync(request.Into, terms, cancellationToken).ConfigureAwait(false);
            return await Merges.MergeAsync(request, LoyaltyRequestHash.Of(request), terms.Tiers, terms.Now, cancellationToken).ConfigureAwait(false);
        }
        catch (OverflowException)
        {
            return LoyaltyErrors.SumTooLarge.With();
        }
    }

    public async ValueTask<CrmResult<UnmergeReceipt>> UnmergeAsync(UnmergeAccount request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Account.ThrowIfDefault("request.Account");
        request.Key.ThrowIfDefault("request.Key");
        var terms = await SweepTermsAsync(cancellationToken).ConfigureAwait(false);
        return await Merges.UnmergeAsync(request, LoyaltyRequestHash.Of(request), terms.Tiers, terms.Now, cancellationToken).ConfigureAwait(false);
    }

    // What is on its way from an account to another arrives before the account goes anywhere itself.
    private async ValueTask ArriveAsync(LoyaltyAccountId account, SweepTerms terms, CancellationToken cancellationToken)
    {
        var (_, head) = await commands.FindAsync(tenant, new() { Stream = account }, cancellationToken).ConfigureAwait(false);
        if (head.State is { } state && state.Holds.Any(hold => hold.TransferTo is not null))
        {
            await Merges.CompleteAsync(state, terms.Tiers, terms.Now, cancellationToken).ConfigureAwait(false);
            await Transfers.CompleteAsync(state, terms.Fresh, terms.Now, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The account that answered for another one at an instant: itself, unless it was merged, or in a household.</summary>
    private async ValueTask<LoyaltyAccountId> SurvivorAsync(LoyaltyAccountId account, Instant at, CancellationToken cancellationToken) =>
        (await SharedStateAsync(account, at, cancellationToken).ConfigureAwait(false)).Account;
}
