using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Loyalty;

/// <content>Codes and readings.</content>
internal sealed partial class ReferralService
{
    // At a million members an attempt finds its code taken about 1.5 times in a million.
    private const int MaxAttempts = 16;

    public async ValueTask<CrmResult<ReferralCode>> IssueCodeAsync(IssueReferralCode request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Account.ThrowIfDefault("request.Account");
        if (request.Code is { } wanted)
        {
            var shown = ReferralRules.Shown(wanted)
                ?? throw new ArgumentException($"'{wanted}' is no referral code: it has 4 to 24 letters A to Z and digits, besides spaces and dashes.", "request.Code");
            return await TakeAsync(new() { Code = shown, Account = request.Account }, cancellationToken).ConfigureAwait(false) ?? (CrmResult<ReferralCode>)Taken(shown);
        }

        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var code = new ReferralCode { Code = ReferralRules.CodeOf(request.Account, attempt), Account = request.Account };
            if (await TakeAsync(code, cancellationToken).ConfigureAwait(false) is { } own)
            {
                return own;
            }
        }

        return Taken(ReferralRules.CodeOf(request.Account, 0));
    }

    public async ValueTask<ReferralCode?> FindCodeAsync(string code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(code);
        return ReferralRules.Canonical(code) is { } canonical
            ? (await codes.FindAsync(tenant, ReferralRules.IdOf(canonical), cancellationToken).ConfigureAwait(false))?.Value
            : null;
    }

    public async ValueTask<ReferralState?> FindAsync(LoyaltyAccountId account, CancellationToken cancellationToken)
    {
        account.ThrowIfDefault();
        var friend = await steps.Payouts.MemberAsync(account, cancellationToken).ConfigureAwait(false);
        var heads = await HeadsAsync(friend, null, cancellationToken).ConfigureAwait(false);
        var now = clock.GetCurrentInstant();
        return ReferralRules.Choose(heads.Select(head => head.State).OfType<ReferralState>(), null, now) is { } state ? ReferralRules.AsOf(state, now) : null;
    }

    public async ValueTask<Page<ReferralState>> ListAsync(ReferralQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(page);
        for (var i = 0; !query.Referrers.IsDefault && i < query.Referrers.Length; i++)
        {
            query.Referrers[i].ThrowIfDefault($"query.Referrers[{i}]");
        }

        if (query.Referrer is { } referrer)
        {
            // A referral keeps the name that the code was issued to: the survivor of a merge asks for those of all her accounts.
            var names = (await steps.Payouts.MemberAsync(referrer.ThrowIfDefault("query.Referrer"), cancellationToken).ConfigureAwait(false)).Names;
            var asked = query.Referrers.IsDefaultOrEmpty ? names : [.. names.Intersect(query.Referrers)];
            if (asked.IsEmpty)
            {
                return new() { Items = [] };
            }

            query = query with { Referrer = null, Referrers = asked };
        }

        var heads = await referrals.ListAsync(tenant, query, page, cancellationToken).ConfigureAwait(false);
        var now = clock.GetCurrentInstant();
        return new() { Items = [.. heads.Items.Select(head => ReferralRules.AsOf(head.State!, now))], Next = heads.Next };
    }

    public ValueTask<Page<Versioned<ReferralEntry>>> ReadAsync(LoyaltyAccountId account, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        account.ThrowIfDefault();
        return referrals.ReadAsync(tenant, ReferralId.Of(account), page, cancellationToken);
    }

    public ValueTask<LedgerVerification> VerifyAsync(LoyaltyAccountId account, CancellationToken cancellationToken) =>
        ReferralVerifier.VerifyAsync(tenant, referrals, ReferralId.Of(account.ThrowIfDefault()), cancellationToken);

    /// <summary>The code, if it is this member's or nobody's; null where it is another's.</summary>
    private async ValueTask<ReferralCode?> TakeAsync(ReferralCode code, CancellationToken cancellationToken)
    {
        var id = ReferralRules.IdOf(ReferralRules.Canonical(code.Code)!);
        var stored = await codes.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false);
        if (stored is null)
        {
            var saved = await codes.SaveAsync(tenant, id, ReferralCollections.Codes.Write(tenant, code, 0), cancellationToken).ConfigureAwait(false);
            if (saved.Status == WriteStatus.Saved)
            {
                return code;
            }

            // Somebody was faster: another member, or this very call before.
            stored = await codes.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false);
        }

        return stored is { } there && there.Value.Account == code.Account ? there.Value : null;
    }

    private static CrmError Taken(string code) => ReferralErrors.CodeTaken.With(("code", code));
}
