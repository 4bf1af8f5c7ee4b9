using System.Runtime.CompilerServices;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <content>A dual run beside another system.</content>
internal sealed partial class LoyaltyService
{
    public IAsyncEnumerable<AccountComparison> CompareAsync(IAsyncEnumerable<OtherBalance> others, Instant? asOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(others);
        return MergeAsync(others, asOf?.ToMicroseconds() ?? clock.GetCurrentInstant(), cancellationToken);
    }

    // Two lists in one order, walked side by side: the smaller id is next, and on one side only where the other has passed it.
    private async IAsyncEnumerable<AccountComparison> MergeAsync(
        IAsyncEnumerable<OtherBalance> others, Instant asOf, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var here = BalancesAsync(asOf, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var closesHere = here.ConfigureAwait(false);
        var there = OrderedAsync(others, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var closesThere = there.ConfigureAwait(false);
        var mine = await NextAsync(here).ConfigureAwait(false);
        var theirs = await NextAsync(there).ConfigureAwait(false);
        while (mine is not null || theirs is not null)
        {
            var order = mine is null ? 1 : theirs is null ? -1 : mine.Balance.Account.Value.CompareTo(theirs.Account.Value);
            yield return ComparisonRules.Compare(order <= 0 ? mine!.Balance : null, order >= 0 ? theirs : null, order <= 0 ? mine!.Tier : null);
            mine = order <= 0 ? await NextAsync(here).ConfigureAwait(false) : mine;
            theirs = order >= 0 ? await NextAsync(there).ConfigureAwait(false) : theirs;
        }
    }

    private async IAsyncEnumerable<Compared> BalancesAsync(Instant asOf, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var program = await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false);
        var tiers = TierTerms.Of(program, ZoneOf(program));
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var read = await ledger.ListAsync(tenant, new(), page, cancellationToken).ConfigureAwait(false);
            foreach (var head in read.Items)
            {
                var state = head.State is { Revision: LedgerFold.Revision } stored && stored.AsOf <= asOf
                    ? stored
                    : await StateAsync(head.State!.Account, asOf, cancellationToken).ConfigureAwait(false);

                // An account that had no entry by then was not there.
                if (head.State.AsOf <= asOf || await WasThereAsync(state.Account, asOf, cancellationToken).ConfigureAwait(false))
                {
                    yield return new(
                        LedgerFold.Balance(state, asOf), tiers is null ? null : TierRules.Status(tiers.Ladder, state.Tier, TierPosting.SumsOf(state, tiers.Ladder), tiers.Day(asOf)));
                }
            }

            page = page with { After = read.Next };
        }
        while (page.After is not null);
    }

    private async ValueTask<bool> WasThereAsync(LoyaltyAccountId account, Instant asOf, CancellationToken cancellationToken) =>
        (await ledger.ReadAsync(tenant, account, new() { Size = 1 }, cancellationToken).ConfigureAwait(false)).Items is [var first, ..] && first.Value.PostedAt <= asOf;

    private static async IAsyncEnumerable<OtherBalance> OrderedAsync(IAsyncEnumerable<OtherBalance> others, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Guid? last = null;
        await foreach (var other in others.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            ArgumentNullException.ThrowIfNull(other, nameof(others));
            if (last is { } before && other.Account.Value.CompareTo(before) <= 0)
            {
                throw new ArgumentException($"The account {other.Account} does not come after {before}; order by Account.Value, each account once.", nameof(others));
            }

            last = other.Account.Value;
            yield return other;
        }
    }

    private sealed record Compared(LoyaltyBalance Balance, TierStatus? Tier);

    private static async ValueTask<T?> NextAsync<T>(IAsyncEnumerator<T> items) where T : class =>
        await items.MoveNextAsync().ConfigureAwait(false) ? items.Current : null;
}
