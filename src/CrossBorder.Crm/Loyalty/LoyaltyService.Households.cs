using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <content>Accounts that several members share.</content>
internal sealed partial class LoyaltyService
{
    // A page of one member's entries reads at most so many of the largest pages of the statement: a hundred thousand entries.
    private const int MostMemberReads = 100;

    private LedgerHouseholds Households => new(tenant, ledger, commands, maxConflicts);

    private LedgerElsewhere Elsewhere => new(tenant, commands);

    public async ValueTask<CrmResult<HouseholdReceipt>> JoinHouseholdAsync(JoinHousehold request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Household.ThrowIfDefault("request.Household");
        request.Member.ThrowIfDefault("request.Member");
        request.Key.ThrowIfDefault("request.Key");
        RequireRights(request.Role, request.Limit, nameof(request));
        if (request.Household == request.Member)
        {
            return LoyaltyErrors.SameAccount.With(("account", request.Member));
        }

        var (terms, sweep) = (await HouseholdTermsAsync(cancellationToken).ConfigureAwait(false), await SweepTermsAsync(cancellationToken).ConfigureAwait(false));
        try
        {
            await ArriveAsync(request.Member, sweep, cancellationToken).ConfigureAwait(false);
            return await Households.JoinAsync(request, terms, cancellationToken).ConfigureAwait(false);
        }
        catch (OverflowException)
        {
            return LoyaltyErrors.SumTooLarge.With();
        }
    }

    public async ValueTask<CrmResult<HouseholdReceipt>> ChangeHouseholdMemberAsync(ChangeHouseholdMember request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Household.ThrowIfDefault("request.Household");
        request.Member.ThrowIfDefault("request.Member");
        request.Key.ThrowIfDefault("request.Key");
        RequireRights(request.Role, request.Limit, nameof(request));
        return await commands.RunHereAsync<MembershipDecisions.Changing, HouseholdReceipt>(
            tenant, request.Household, request.Key, HouseholdRequestHash.Of(request), [], new(request, clock.GetCurrentInstant()), MembershipDecisions.Change, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<CrmResult<HouseholdReceipt>> LeaveHouseholdAsync(LeaveHousehold request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Member.ThrowIfDefault("request.Member");
        request.Key.ThrowIfDefault("request.Key");
        var terms = await HouseholdTermsAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Households.LeaveAsync(request, terms, cancellationToken).ConfigureAwait(false);
        }
        catch (OverflowException)
        {
            return LoyaltyErrors.SumTooLarge.With();
        }
    }

    public async ValueTask<Household?> FindHouseholdAsync(LoyaltyAccountId account, Instant? asOf, CancellationToken cancellationToken)
    {
        var at = asOf?.ToMicroseconds() ?? clock.GetCurrentInstant();
        var state = await SharedStateAsync(account, at, cancellationToken).ConfigureAwait(false);
        return state.Household is { } household ? HouseholdViews.Of(state, programs.ZoneOf(household.Zone), at) : null;
    }

    public async ValueTask<IReadOnlyList<MembershipChange>> ReadMembershipAsync(LoyaltyAccountId household, CancellationToken cancellationToken)
    {
        var load = new StreamLoad<LoyaltyAccountId> { Stream = household.ThrowIfDefault(), References = [LoyaltyCollections.Members] };
        return HouseholdViews.Changes((await ledger.LoadAsync(tenant, load, cancellationToken).ConfigureAwait(false)).Entries);
    }

    public async ValueTask<Page<Versioned<LedgerEntry>>> ReadMemberAsync(
        LoyaltyAccountId household, LoyaltyAccountId member, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        member.ThrowIfDefault();
        household.ThrowIfDefault();

        // One of hers past the page tells exactly whether there is a next one.
        var found = new List<Versioned<LedgerEntry>>();
        var rest = page with { Size = PageRequest.MaxSize };
        for (var read = 0; read < MostMemberReads; read++)
        {
            var next = await ledger.ReadAsync(tenant, household, rest, cancellationToken).ConfigureAwait(false);
            foreach (var entry in next.Items.Where(entry => entry.Value.Member == member))
            {
                if (found.Count == page.Size)
                {
                    return new() { Items = found, Next = PageCursor.OfVersion(found[^1].Version) };
                }

                found.Add(entry);
            }

            if (next.Next is null)
            {
                return new() { Items = found };
            }

            rest = rest with { After = next.Next };
        }

        return new() { Items = found, Next = rest.After };
    }

    /// <summary>The account itself at an instant, or the household that it answered by then.</summary>
    private async ValueTask<LoyaltyAccountState> SharedStateAsync(LoyaltyAccountId account, Instant at, CancellationToken cancellationToken)
    {
        var state = await OwnStateAsync(account, at, cancellationToken).ConfigureAwait(false);
        while (state.Links?.MergedInto is { } merged)
        {
            state = await OwnStateAsync(merged.Into, at, cancellationToken).ConfigureAwait(false);
        }

        if (state.Links?.Household is not { IsPending: false } target)
        {
            return state;
        }

        var shared = await OwnStateAsync(target.Household, at, cancellationToken).ConfigureAwait(false);
        return shared.Household is { } household && HouseholdFold.Find(household, state.Account) is { LeftAt: null } ? shared : state;
    }

    /// <summary>What is due in a member's own account: that she joins, or what expires where her points rest; then her household.</summary>
    private async ValueTask<bool> WriteDownOwnAsync(LoyaltyAccountState state, HouseholdTarget target, SweepTerms terms, CancellationToken cancellationToken)
    {
        var any = await CompleteHouseholdsAsync(state, cancellationToken).ConfigureAwait(false);
        if (target is { IsPending: false, Policy: JoiningPoints.Stay })
        {
            var written = await commands.RunHereAsync<SweepDecisions.Moment, LedgerEntry>(
                tenant, state.Account, new($"time:{state.AsOf}:{terms.Now}"), Digest.Of("time_passed.v1"u8), [], new(state.Account, terms.Now, terms.Tiers, terms.Notices, terms.Zone),
                SweepDecisions.WriteDown, cancellationToken).ConfigureAwait(false);
            any |= !ReferenceEquals(written.OrThrow(), SweepDecisions.Nothing);
        }

        return await WriteDownAsync(target.Household, terms, cancellationToken).ConfigureAwait(false) || any;
    }

    private async ValueTask<bool> CompleteHouseholdsAsync(LoyaltyAccountState state, CancellationToken cancellationToken) =>
        await Households.CompleteAsync(state, await HouseholdTermsAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>What happened to the members of a household by time alone: their tiers.</summary>
    private async ValueTask<bool> WriteDownMembersAsync(LoyaltyAccountState state, SweepTerms terms, CancellationToken cancellationToken)
    {
        var any = false;
        foreach (var member in state.Household?.Members ?? [])
        {
            if (member is { LeftAt: null, Tier.EndsAt: { } end } && end <= terms.Now)
            {
                var key = HouseholdRules.KeyOf(member.Account, new($"time:{end}:{terms.Now}"));
                var written = await commands.RunAtAsync<SweepDecisions.Moment, LedgerEntry>(
                    tenant, state.Account, member.Account, key, Digest.Of("time_passed.v1"u8), [], new(state.Account, terms.Now, terms.Tiers, null, terms.Zone), SweepDecisions.WriteDown, cancellationToken)
                    .ConfigureAwait(false);
                any |= !ReferenceEquals(written.OrThrow(), SweepDecisions.Nothing);
            }
        }

        return any;
    }

    private async ValueTask<LedgerHouseholds.Terms> HouseholdTermsAsync(CancellationToken cancellationToken)
    {
        var program = await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("The limits of a household's members are counted in the programme's zone. Call SetProgramAsync first.");
        return new(program.Households ?? new(), program.Zone, clock.GetCurrentInstant());
    }

    private static void RequireRights(HouseholdRole role, SpendingLimit? limit, string path)
    {
        if (!Enum.IsDefined(role))
        {
            throw new ArgumentOutOfRangeException($"{path}.Role", role, "The role is not known.");
        }

        if (limit is { } most)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(most.Most.Value, $"{path}.Limit.Most");
            if (!Enum.IsDefined(most.Period))
            {
                throw new ArgumentOutOfRangeException($"{path}.Limit.Period", most.Period, "The period is not known.");
            }
        }
    }
}
