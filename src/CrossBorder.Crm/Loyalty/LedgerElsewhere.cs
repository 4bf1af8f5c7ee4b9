using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Loyalty;

/// <summary>
/// What an account does not know may stand in the member's own account, where its points rest, or in a household that she has left. Asked only where a request
/// would be refused: nobody else pays for it.
/// </summary>
internal sealed class LedgerElsewhere(TenantId tenant, StreamCommands<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery> commands)
{
    /// <summary>Asks there; the refusal again where nobody knows.</summary>
    public async ValueTask<CrmResult<TAnswer>> AskAsync<TRequest, TAnswer>(
        LoyaltyAccountId account,
        IdempotencyKey key,
        Digest hash,
        ImmutableArray<Reference> references,
        TRequest request,
        Func<TRequest, StreamHead<LedgerEntry, LoyaltyAccountState>, CrmResult<Decision<LedgerEntry, LoyaltyAccountState, TAnswer>>> decide,
        CrmResult<TAnswer> refused,
        CancellationToken cancellationToken)
        where TAnswer : class
    {
        if (!HouseholdRules.MayBeElsewhere(refused.Error))
        {
            return refused;
        }

        foreach (var (stream, member) in await OfAsync(account, cancellationToken).ConfigureAwait(false))
        {
            var there = await commands.RunAtAsync(
                tenant, stream, member, stream == member ? key : HouseholdRules.KeyOf(member, key), hash, references, request, decide, cancellationToken).ConfigureAwait(false);
            if (there.IsSuccess || !HouseholdRules.MayBeElsewhere(there.Error))
            {
                return there;
            }
        }

        return refused;
    }

    /// <summary>Where else entries of an account may stand, and by which name they are its own there.</summary>
    public async ValueTask<IReadOnlyList<(LoyaltyAccountId Stream, LoyaltyAccountId Member)>> OfAsync(LoyaltyAccountId account, CancellationToken cancellationToken)
    {
        var head = await commands.LoadAsync(tenant, new() { Stream = account.ThrowIfDefault() }, cancellationToken).ConfigureAwait(false);
        while (head.State?.Links?.MergedInto is { } merged)
        {
            head = await commands.LoadAsync(tenant, new() { Stream = merged.Into }, cancellationToken).ConfigureAwait(false);
        }

        return head.State?.Links is not { } links
            ? []
            :
            [
                .. links.Household is { IsPending: false, Policy: JoiningPoints.Stay } ? new[] { (head.State.Account, head.State.Account) } : [],
                .. links.Filed.Where(link => link is { IsReturned: true, Membership: not null } && link.Account != links.Household?.Household)
                    .Select(link => (link.Account, link.Membership!.Member)).Distinct(),
            ];
    }
}
