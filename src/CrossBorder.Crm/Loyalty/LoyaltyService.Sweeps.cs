using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <content>What time alone changes.</content>
internal sealed partial class LoyaltyService
{
    // Two lists are walked, one after the other; a cursor begins with the list that it is of.
    private const string DueList = "due:";
    private const string UntoldList = "untold:";

    // How long an account that could not be written to waits for the next attempt, unless another is due before.
    private static readonly Duration RetryAfter = Duration.FromMinutes(1);

    public async ValueTask<bool> WriteDownAsync(LoyaltyAccountId account, CancellationToken cancellationToken) =>
        await WriteDownAsync(account.ThrowIfDefault(), await SweepTermsAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async ValueTask<LoyaltySweep> SweepAsync(int max, string? after, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, PageRequest.MaxSize);
        var terms = await SweepTermsAsync(cancellationToken).ConfigureAwait(false);
        var (list, cursor) = after switch
        {
            null => (DueList, null),
            _ when after.StartsWith(DueList, StringComparison.Ordinal) => (DueList, after[DueList.Length..]),
            _ when after.StartsWith(UntoldList, StringComparison.Ordinal) => (UntoldList, after[UntoldList.Length..]),
            _ => throw new ArgumentException($"'{after}' is not the end of a page of a sweep.", nameof(after)),
        };
        LoyaltyAccountQuery query = list == DueList ? new() { DueBy = terms.Now } : new() { UntoldBy = terms.Now + (terms.Longest ?? Duration.Zero) };
        var due = await ledger.ListAsync(tenant, query, new() { Size = max, After = string.IsNullOrEmpty(cursor) ? null : cursor }, cancellationToken).ConfigureAwait(false);
        var (changed, failed) = (0, 0);
        foreach (var head in due.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                changed += await WriteDownAsync(head.State!.Account, terms, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }
            catch (Exception fault) when (fault is OverflowException or StateTooLargeException or ConcurrencyConflictException)
            {
                // One account that cannot be written, or is being changed all the time, does not keep the others waiting.
                failed++;
            }
        }

        var next = due.Next is { } rest ? list + rest : list == DueList && terms.Longest is not null ? UntoldList : null;
        return new(changed, next is null ? await NextAtAsync(terms, cancellationToken).ConfigureAwait(false) : terms.Now) { Next = next, Failed = failed };
    }

    public async ValueTask<LoyaltySweep> RunOnceAsync(CancellationToken cancellationToken)
    {
        var whole = default(LoyaltySweep);
        do
        {
            var page = await SweepAsync(PageRequest.MaxSize, whole.Next, cancellationToken).ConfigureAwait(false);
            whole = page with { Changed = whole.Changed + page.Changed, Failed = whole.Failed + page.Failed };
        }
        while (whole.Next is not null);

        return whole;
    }

    private async ValueTask<bool> WriteDownAsync(LoyaltyAccountId account, SweepTerms terms, CancellationToken cancellationToken)
    {
        var head = await commands.LoadAsync(tenant, new() { Stream = account }, cancellationToken).ConfigureAwait(false);
        if (head.State is null)
        {
            return false;
        }

        var merged = await Merges.CompleteAsync(head.State, terms.Tiers, terms.Now, cancellationToken).ConfigureAwait(false);
        if (head.State.Links?.Household is { } shared)
        {
            return await WriteDownOwnAsync(head.State, shared, terms, cancellationToken).ConfigureAwait(false);
        }

        if (head.State.Links?.MergedInto is { } target)
        {
            return await WriteDownAsync(target.Into, terms, cancellationToken).ConfigureAwait(false) || merged;
        }

        merged |= head.State.Household is not null && await CompleteHouseholdsAsync(head.State, cancellationToken).ConfigureAwait(false);
        var completed = await Transfers.CompleteAsync(head.State, terms.Fresh, terms.Now, cancellationToken).ConfigureAwait(false);

        // The key names what is written down: everything after this version. Two sweeps at once write it once.
        var key = new IdempotencyKey($"time:{head.Version}:{terms.Now}");
        var written = await commands.RunAsync<SweepDecisions.Moment, LedgerEntry>(
            tenant, account, key, Digest.Of("time_passed.v1"u8), [], new(account, terms.Now, terms.Tiers, terms.Notices, terms.Zone), SweepDecisions.WriteDown, cancellationToken)
            .ConfigureAwait(false);
        var ofMembers = await WriteDownMembersAsync(head.State, terms, cancellationToken).ConfigureAwait(false);
        return !ReferenceEquals(written.OrThrow(), SweepDecisions.Nothing) || completed || merged || ofMembers;
    }

    private async ValueTask<Instant?> NextAtAsync(SweepTerms terms, CancellationToken cancellationToken)
    {
        var next = await FirstAsync(new() { DueAfter = terms.Now }, SweepRules.NextDue).ConfigureAwait(false);
        var isLeft = await FirstAsync(new() { DueBy = terms.Now }, SweepRules.NextDue).ConfigureAwait(false) is not null;
        if (terms.Longest is { } lead)
        {
            var untold = await FirstAsync(new() { UntoldAfter = terms.Now + lead }, NoticeRules.FirstUntold).ConfigureAwait(false);
            next = SweepRules.Earlier(next, untold - lead);
            isLeft |= await FirstAsync(new() { UntoldBy = terms.Now + lead }, NoticeRules.FirstUntold).ConfigureAwait(false) is not null;
        }

        return isLeft ? Instant.Min(next ?? Instant.MaxValue, terms.Now + RetryAfter) : next;

        async ValueTask<Instant?> FirstAsync(LoyaltyAccountQuery query, Func<LoyaltyAccountState, Instant?> when) =>
            (await ledger.ListAsync(tenant, query, new() { Size = 1 }, cancellationToken).ConfigureAwait(false)).Items is [{ State: { } state }, ..] ? when(state) : null;
    }

    private async ValueTask<SweepTerms> SweepTermsAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var program = await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false);
        var zone = ZoneOf(program);
        return new(now, TierTerms.Of(program, zone), program?.Notices, zone, await FreshTermsAsync(now, cancellationToken).ConfigureAwait(false));
    }

    private sealed record SweepTerms(Instant Now, TierTerms? Tiers, NoticePlan? Notices, DateTimeZone? Zone, TransferDecisions.FreshTerms? Fresh)
    {
        public Duration? Longest => Notices is { } plan ? Duration.FromDays(plan.DaysBefore[0]) : null;
    }
}
