using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>
/// Joins households and leaves them: in one write where the storage can, else step by step, each step under a key of its own, so that a repetition goes on
/// where the last call died.
/// </summary>
internal sealed class LedgerHouseholds(
    TenantId tenant,
    ILoyaltyLedgerRepository ledger,
    StreamCommands<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery> commands,
    int maxConflicts)
{
    /// <summary>What the programme in force says, and the time.</summary>
    internal sealed record Terms(HouseholdPlan Plan, string Zone, Instant Now);

    public async ValueTask<CrmResult<HouseholdReceipt>> JoinAsync(JoinHousehold request, Terms terms, CancellationToken cancellationToken)
    {
        var hash = HouseholdRequestHash.Of(request);
        for (var attempt = 0; attempt <= maxConflicts; attempt++)
        {
            var own = await commands.LoadAsync(tenant, new() { Stream = request.Member, Key = request.Key }, cancellationToken).ConfigureAwait(false);
            if (own.Answer is { } first)
            {
                return RecordedAnswers.Read<HouseholdReceipt>(first, request.Key, hash);
            }

            if (own.State?.Links?.Household is { IsPending: true } pending && pending.Join == request.Key.Value)
            {
                return await FinishAsync(request, own, pending, hash, terms, cancellationToken).ConfigureAwait(false);
            }

            var beginning = new MembershipDecisions.Beginning(request, terms.Plan.Joining, terms.Now);
            var key = SharedKey(request.Member, request.Key);
            var shared = await commands.LoadAsync(tenant, new() { Stream = request.Household, Key = key }, cancellationToken).ConfigureAwait(false);
            if (!MembershipDecisions.Begin(beginning, own).TryGet(out var begun, out var refusal)
                || !MembershipDecisions.Join(JoiningOf(request, own, terms.Plan.Joining, terms), shared).TryGet(out var joined, out refusal))
            {
                // What either refuses is refused before anything is written to the other.
                return refusal;
            }

            if (ledger.Atomic is { } atomic)
            {
                var answering = MembershipDecisions.Begin(beginning with { Joined = joined.Answer }, own).OrThrow();
                var results = await atomic.AppendAllAsync(
                    tenant,
                    [
                        commands.Append(request.Member, request.Key, hash, own, answering, owner: null),
                        commands.Append(request.Household, key, hash, shared, joined, owner: null),
                    ],
                    cancellationToken).ConfigureAwait(false);
                if (results[0].Status == AppendStatus.Appended)
                {
                    return joined.Answer;
                }

                continue;
            }

            // Shared first, so that no command of hers finds an account of one's own there; then hers is closed: nothing can be spent while it is on its way.
            if (shared.State?.Household is null)
            {
                var opened = MembershipDecisions.Open(new(request.Household, terms.Zone, terms.Now), shared).OrThrow();
                var result = await ledger.AppendAsync(
                    tenant, commands.Append(request.Household, new($"open:{shared.Version}"), hash, shared, opened, owner: null), cancellationToken).ConfigureAwait(false);
                if (result.Status != AppendStatus.Appended)
                {
                    continue;
                }
            }

            await ledger.AppendAsync(
                tenant, commands.Append(request.Member, HouseholdRules.Derived($"join:{own.Version}:", request.Key), hash, own, begun, owner: null), cancellationToken).ConfigureAwait(false);
        }

        throw Conflict(request.Member, request.Household, request.Key);
    }

    public async ValueTask<CrmResult<HouseholdReceipt>> LeaveAsync(LeaveHousehold request, Terms terms, CancellationToken cancellationToken)
    {
        var hash = HouseholdRequestHash.Of(request);
        for (var attempt = 0; attempt <= maxConflicts; attempt++)
        {
            var own = await commands.LoadAsync(tenant, new() { Stream = request.Member, Key = request.Key }, cancellationToken).ConfigureAwait(false);
            if (own.Answer is { } first)
            {
                return await ArrivedAsync(request.Member, RecordedAnswers.Read<HouseholdReceipt>(first, request.Key, hash), terms, cancellationToken).ConfigureAwait(false);
            }

            if (own.State?.Links is not { Household: { } target } links)
            {
                return LoyaltyErrors.NotAMember.With(("account", request.Member));
            }

            if (target.IsPending)
            {
                await CompleteAsync(own.State, terms, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var key = SharedKey(request.Member, request.Key);
            var leaving = new LeavingDecisions.Leaving(request.Member, target.Household, request.Key.Value, links, terms.Plan.Leaving, ledger.Atomic is null, terms.Now);
            if (ledger.Atomic is not { } atomic)
            {
                var left = await commands.RunHereAsync<LeavingDecisions.Leaving, MembershipEnded>(
                    tenant, target.Household, key, hash, [], leaving, LeavingDecisions.Leave, cancellationToken).ConfigureAwait(false);
                return left.TryGet(out var arriving, out var no) ? await ArriveAsync(request.Member, arriving, hash, terms.Now, cancellationToken).ConfigureAwait(false) : no;
            }

            var shared = await commands.LoadAsync(tenant, new() { Stream = target.Household, Key = key }, cancellationToken).ConfigureAwait(false);
            if (!LeavingDecisions.Leave(leaving, shared).TryGet(out var gone, out var refusal))
            {
                return refusal;
            }

            var back = LeavingDecisions.Return(new(gone.Answer, request.Member, terms.Now), own).OrThrow();
            var results = await atomic.AppendAllAsync(
                tenant,
                [
                    commands.Append(request.Member, request.Key, hash, own, back, owner: null),
                    commands.Append(target.Household, key, hash, shared, gone, owner: null),
                ],
                cancellationToken).ConfigureAwait(false);
            if (results[0].Status == AppendStatus.Appended)
            {
                return back.Answer;
            }
        }

        throw Conflict(request.Member, null, request.Key);
    }

    /// <summary>Completes what died half-way: the joining of an account, and leavings of one.</summary>
    /// <returns>Whether there was any.</returns>
    public async ValueTask<bool> CompleteAsync(LoyaltyAccountState state, Terms terms, CancellationToken cancellationToken)
    {
        var any = false;
        if (state.Links?.Household is { IsPending: true } pending)
        {
            var own = await commands.LoadAsync(tenant, new() { Stream = state.Account }, cancellationToken).ConfigureAwait(false);
            var request = new JoinHousehold { Household = pending.Household, Member = state.Account, Role = pending.Role, Limit = pending.Limit, Key = new(pending.Join) };
            await FinishAsync(request, own, pending, HouseholdRequestHash.Of(request), terms, cancellationToken).ConfigureAwait(false);
            any = true;
        }

        foreach (var hold in state.Household is null ? [] : state.Holds)
        {
            if (hold.TransferTo is { } to && hold.Name.StartsWith(LeavingDecisions.TransitPrefix, StringComparison.Ordinal))
            {
                var members = await ledger.LoadAsync(tenant, new() { Stream = state.Account, References = [LoyaltyCollections.Members] }, cancellationToken).ConfigureAwait(false);
                if (members.Entries.Select(entry => entry.Value).OfType<MemberLeft>().LastOrDefault(entry => entry.Transit?.Name == hold.Name && entry.Member == to) is not { } left)
                {
                    // A storage may show the account's entries as they were a moment ago: the next sweep sees them.
                    continue;
                }

                var head = await ledger.LoadAsync(tenant, new() { Stream = state.Account, Key = SharedKey(to, new(left.Leave)) }, cancellationToken).ConfigureAwait(false);
                await ArriveAsync(to, (MembershipEnded)head.Answer!.Answer.Value, head.Answer.Hash, terms.Now, cancellationToken).ConfigureAwait(false);
                any = true;
            }
        }

        return any;
    }

    private async ValueTask<CrmResult<HouseholdReceipt>> FinishAsync(
        JoinHousehold request, StreamHead<LedgerEntry, LoyaltyAccountState> own, HouseholdTarget pending, Digest hash, Terms terms, CancellationToken cancellationToken)
    {
        var beginning = new MembershipDecisions.Beginning(request, pending.Policy, terms.Now);
        var joined = await commands.RunHereAsync<MembershipDecisions.Joining, HouseholdReceipt>(
            tenant, request.Household, SharedKey(request.Member, request.Key), hash, [], JoiningOf(request, own, pending.Policy, terms), MembershipDecisions.Join, cancellationToken).ConfigureAwait(false);
        if (!joined.TryGet(out var receipt, out var refusal))
        {
            // Another was faster: the household is full, say. Nothing of hers has left.
            await commands.RunHereAsync<MembershipDecisions.Beginning, HouseholdReceipt>(
                tenant, request.Member, HouseholdRules.Derived($"off:{own.Version}:", request.Key), hash, [], beginning, MembershipDecisions.CallOff, cancellationToken).ConfigureAwait(false);
            return refusal;
        }

        return await commands.RunHereAsync<MembershipDecisions.Beginning, HouseholdReceipt>(
            tenant, request.Member, request.Key, hash, [], beginning with { Joined = receipt }, MembershipDecisions.Begin, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<CrmResult<HouseholdReceipt>> ArriveAsync(
        LoyaltyAccountId member, MembershipEnded arriving, Digest hash, Instant now, CancellationToken cancellationToken)
    {
        var key = new IdempotencyKey(arriving.Leave);
        var back = await commands.RunHereAsync<LeavingDecisions.Returning, HouseholdReceipt>(
            tenant, member, key, hash, [], new(arriving, member, now), LeavingDecisions.Return, cancellationToken).ConfigureAwait(false);
        if (back.IsSuccess)
        {
            await commands.RunHereAsync<(LoyaltyAccountId, LoyaltyAccountId, MembershipEnded, Instant), MembershipEnded>(
                tenant, arriving.Household, HouseholdRules.Derived($"left:{member.Value:N}:", key), hash, [], (arriving.Household, member, arriving, now), LeavingDecisions.Arrive, cancellationToken)
                .ConfigureAwait(false);
        }

        return back;
    }

    // Step by step, she may have her points and the household not know that they arrived.
    private async ValueTask<CrmResult<HouseholdReceipt>> ArrivedAsync(
        LoyaltyAccountId member, CrmResult<HouseholdReceipt> answer, Terms terms, CancellationToken cancellationToken)
    {
        if (ledger.Atomic is null && answer.TryGet(out var receipt, out _)
            && await commands.LoadAsync(tenant, new() { Stream = receipt.Household }, cancellationToken).ConfigureAwait(false) is { State: { } shared }
            && shared.Holds.Any(hold => hold.TransferTo == member))
        {
            await CompleteAsync(shared, terms, cancellationToken).ConfigureAwait(false);
        }

        return answer;
    }

    private static MembershipDecisions.Joining JoiningOf(JoinHousehold request, StreamHead<LedgerEntry, LoyaltyAccountState> own, JoiningPoints policy, Terms terms)
    {
        // Without entries of her own yet, hers begins with the one that says she joined.
        var there = LedgerOpening.Of(own, request.Member, terms.Now).State;
        return new(request, there, own.Version + 1, policy, terms.Plan.MaxMembers, terms.Zone, terms.Now);
    }

    private static IdempotencyKey SharedKey(LoyaltyAccountId member, IdempotencyKey key) => HouseholdRules.Derived($"household:{member.Value:N}:", key);

    private ConcurrencyConflictException Conflict(LoyaltyAccountId member, LoyaltyAccountId? household, IdempotencyKey key) => new(
        $"The accounts {member} and {household?.ToString() ?? "of its household"} were changed by others {maxConflicts + 1} times while '{key}' was being decided; repeat the request.");
}
