using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <content>What time alone changes.</content>
internal sealed partial class LoyaltyService
{
    // The lists that are walked, one after the other; a cursor begins with the list that it is of.
    private const string DueList = "due:";
    private const string UntoldList = "untold:";
    private const string DueVouchers = "due-vouchers:";
    private const string UntoldVouchers = "untold-vouchers:";
    private const string UnsettledReferrals = "unsettled-referrals:";

    // Referrals come last: what keeps their points from an account may have been completed before.
    private static readonly string[] Lists = [DueList, UntoldList, DueVouchers, UntoldVouchers, UnsettledReferrals];

    // How long an account that could not be written to waits for the next attempt, unless another is due before.
    private static readonly Duration RetryAfter = Duration.FromMinutes(1);

    public async ValueTask<bool> WriteDownAsync(LoyaltyAccountId account, CancellationToken cancellationToken) =>
        await WriteDownAsync(account.ThrowIfDefault(), await SweepTermsAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async ValueTask<LoyaltySweep> SweepAsync(int max, string? after, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, PageRequest.MaxSize);
        var terms = await SweepTermsAsync(cancellationToken).ConfigureAwait(false);
        var list = after is null ? DueList : Array.Find(Lists, name => after.StartsWith(name, StringComparison.Ordinal))
            ?? throw new ArgumentException($"'{after}' is not the end of a page of a sweep.", nameof(after));
        var page = new PageRequest { Size = max, After = after is null || after.Length == list.Length ? null : after[list.Length..] };
        var (due, rest) = list switch
        {
            DueList or UntoldList => await DueAccountsAsync(list, terms, page, cancellationToken).ConfigureAwait(false),
            UnsettledReferrals => await DueReferralsAsync(terms, page, cancellationToken).ConfigureAwait(false),
            _ => await DueVouchersAsync(list, terms, page, cancellationToken).ConfigureAwait(false),
        };
        var (changed, failed) = (0, 0);
        foreach (var writeDown in due)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                changed += await writeDown(cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }
            catch (Exception fault) when (fault is OverflowException or StateTooLargeException or ConcurrencyConflictException)
            {
                // What cannot be written, or is being changed all the time, does not keep the others waiting.
                failed++;
            }
        }

        var next = rest is not null ? list + rest : Lists.Skip(Array.IndexOf(Lists, list) + 1).FirstOrDefault(terms.Walks);
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

    private async ValueTask<(IEnumerable<Func<CancellationToken, ValueTask<bool>>> Due, string? Next)> DueAccountsAsync(
        string list, SweepTerms terms, PageRequest page, CancellationToken cancellationToken)
    {
        LoyaltyAccountQuery query = list == DueList ? new() { DueBy = terms.Now } : new() { UntoldBy = terms.Now + (terms.Longest ?? Duration.Zero) };
        var due = await ledger.ListAsync(tenant, query, page, cancellationToken).ConfigureAwait(false);
        return (due.Items.Select(head => (Func<CancellationToken, ValueTask<bool>>)(token => WriteDownAsync(head.State!.Account, terms, token))), due.Next);
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

        var (voucher, isVoucherLeft) = await NextVoucherAsync(terms, cancellationToken).ConfigureAwait(false);
        next = SweepRules.Earlier(next, voucher);
        isLeft |= isVoucherLeft || await IsReferralLeftAsync(terms, cancellationToken).ConfigureAwait(false);
        return isLeft ? Instant.Min(next ?? Instant.MaxValue, terms.Now + RetryAfter) : next;

        async ValueTask<Instant?> FirstAsync(LoyaltyAccountQuery query, Func<LoyaltyAccountState, Instant?> when) =>
            (await ledger.ListAsync(tenant, query, new() { Size = 1 }, cancellationToken).ConfigureAwait(false)).Items is [{ State: { } state }, ..] ? when(state) : null;
    }

    private async ValueTask<SweepTerms> SweepTermsAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var program = await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false);
        var zone = ZoneOf(program);
        return new(now, TierTerms.Of(program, zone), program?.Notices, program?.VoucherNotices, zone, await FreshTermsAsync(now, cancellationToken).ConfigureAwait(false));
    }

    private sealed record SweepTerms(
        Instant Now, TierTerms? Tiers, NoticePlan? Notices, NoticePlan? VoucherNotices, DateTimeZone? Zone, TransferDecisions.FreshTerms? Fresh)
    {
        public Duration? Longest => LongestOf(Notices);

        public Duration? LongestOfVouchers => LongestOf(VoucherNotices);

        /// <summary>Whether anything can be in a list: without a plan nothing is told.</summary>
        public bool Walks(string list) => list switch { UntoldList => Notices is not null, UntoldVouchers => VoucherNotices is not null, _ => true };

        private static Duration? LongestOf(NoticePlan? notices) => notices is { } plan ? Duration.FromDays(plan.DaysBefore[0]) : null;
    }
}
