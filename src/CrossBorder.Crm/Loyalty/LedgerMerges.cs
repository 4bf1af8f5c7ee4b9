using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>
/// Merges accounts and undoes it: in one write where the storage can, else step by step, each step under a key of its own, so that a repetition goes
/// on where the last call died.
/// </summary>
internal sealed class LedgerMerges(
    TenantId tenant,
    ILoyaltyLedgerRepository ledger,
    StreamCommands<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery> commands,
    int maxConflicts)
{
    public async ValueTask<CrmResult<MergeReceipt>> MergeAsync(MergeAccounts request, Digest hash, TierTerms? tiers, Instant now, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt <= maxConflicts; attempt++)
        {
            var from = await commands.LoadAsync(tenant, new() { Stream = request.From, Key = request.Key }, cancellationToken).ConfigureAwait(false);
            if (from.Answer is { } first)
            {
                return RecordedAnswers.Read<MergeReceipt>(first, request.Key, hash);
            }

            if (from.State?.Links?.MergedInto is { IsPending: true } pending && pending.Merge == request.Key.Value)
            {
                return await FinishAsync(request.From, from, pending, hash, tiers, now, cancellationToken).ConfigureAwait(false);
            }

            var (survivor, into) = await commands.FindAsync(tenant, new() { Stream = request.Into, Key = SurvivorKey(request.From, request.Key) }, cancellationToken).ConfigureAwait(false);
            if (survivor == request.From)
            {
                return LoyaltyErrors.SameAccount.With(("account", request.From));
            }

            var leaving = new MergeDecisions.Leaving(request.From, survivor, request.Key.Value, now);
            if (!MergeDecisions.Begin(leaving, from).TryGet(out var begun, out var refusal))
            {
                return refusal;
            }

            // What the survivor refuses is refused before anything is written to either.
            var there = LedgerOpening.Of(from, request.From, now).State;
            if (!MergeDecisions.Absorb(new(survivor, there, from.Version + 1, request.Key.Value, now, tiers), into).TryGet(out var absorbed, out refusal))
            {
                return refusal;
            }

            if (ledger.Atomic is { } atomic)
            {
                var left = MergeDecisions.Leave(leaving with { Absorbed = absorbed.Answer }, from).OrThrow();
                var results = await atomic.AppendAllAsync(
                    tenant,
                    [
                        commands.Append(request.From, request.Key, hash, from, left, owner: null),
                        commands.Append(survivor, SurvivorKey(request.From, request.Key), hash, into, absorbed, owner: null),
                    ],
                    cancellationToken).ConfigureAwait(false);
                if (results[0].Status == AppendStatus.Appended)
                {
                    return absorbed.Answer;
                }
            }
            else
            {
                // Closed first: nothing can be spent from it while its points are on their way.
                await ledger.AppendAsync(
                    tenant, commands.Append(request.From, Derived("begin:", request.Key), hash, from, begun, owner: null), cancellationToken).ConfigureAwait(false);
            }
        }

        throw new ConcurrencyConflictException(
            $"The accounts {request.From} and {request.Into} were changed by others {maxConflicts + 1} times while '{request.Key}' was being decided; repeat the merge.");
    }

    public async ValueTask<CrmResult<UnmergeReceipt>> UnmergeAsync(UnmergeAccount request, Digest hash, TierTerms? tiers, Instant now, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt <= maxConflicts; attempt++)
        {
            var account = await commands.LoadAsync(tenant, new() { Stream = request.Account, Key = request.Key }, cancellationToken).ConfigureAwait(false);
            if (account.Answer is { } first)
            {
                var answer = RecordedAnswers.Read<UnmergeReceipt>(first, request.Key, hash);
                return answer.TryGet(out var receipt, out _) ? await ArrivedAsync(receipt, tiers, now, cancellationToken).ConfigureAwait(false) : answer;
            }

            if (account.State?.Links?.MergedInto is not { } merged)
            {
                return LoyaltyErrors.NotMerged.With(("account", request.Account));
            }

            if (merged.IsPending)
            {
                await CompleteAsync(account.State, tiers, now, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var key = SurvivorKey(request.Account, request.Key);
            var releasing = new UnmergeDecisions.Releasing(request.Account, merged.Into, request.Key.Value, ledger.Atomic is null, now, tiers);
            var load = new StreamLoad<LoyaltyAccountId> { Stream = merged.Into, Key = key, References = [LoyaltyCollections.Merge(request.Account)] };
            if (ledger.Atomic is not { } atomic)
            {
                var released = await commands.RunHereAsync<UnmergeDecisions.Releasing, AccountRestored>(
                    tenant, merged.Into, key, hash, load.References, releasing, UnmergeDecisions.Release, cancellationToken).ConfigureAwait(false);
                return released.TryGet(out var arriving, out var no) ? await ArriveAsync(request.Account, arriving, hash, now, cancellationToken).ConfigureAwait(false) : no;
            }

            var survivor = await commands.LoadAsync(tenant, load, cancellationToken).ConfigureAwait(false);
            if (!UnmergeDecisions.Release(releasing, survivor).TryGet(out var release, out var refusal))
            {
                return refusal;
            }

            var back = UnmergeDecisions.Return(new(release.Answer, request.Account, now), account).OrThrow();
            var results = await atomic.AppendAllAsync(
                tenant,
                [
                    commands.Append(request.Account, request.Key, hash, account, back, owner: null),
                    commands.Append(merged.Into, key, hash, survivor, release, owner: null),
                ],
                cancellationToken).ConfigureAwait(false);
            if (results[0].Status == AppendStatus.Appended)
            {
                return back.Answer;
            }
        }

        throw new ConcurrencyConflictException(
            $"The account {request.Account} or its survivor was changed by others {maxConflicts + 1} times while '{request.Key}' was being decided; repeat the request.");
    }

    /// <summary>Completes what died half-way: the merge of an account, and the undoing of merges into it.</summary>
    /// <returns>Whether there was any.</returns>
    public async ValueTask<bool> CompleteAsync(LoyaltyAccountState state, TierTerms? tiers, Instant now, CancellationToken cancellationToken)
    {
        var any = false;
        if (state.Links?.MergedInto is { IsPending: true } pending)
        {
            var key = new IdempotencyKey(pending.Merge);
            var head = await commands.LoadAsync(tenant, new() { Stream = state.Account, Key = Derived("begin:", key) }, cancellationToken).ConfigureAwait(false);
            await FinishAsync(state.Account, head, pending, head.Answer!.Hash, tiers, now, cancellationToken).ConfigureAwait(false);
            any = true;
        }

        foreach (var hold in state.Holds)
        {
            if (hold.TransferTo is { } to && hold.Name.StartsWith(UnmergeDecisions.TransitPrefix, StringComparison.Ordinal))
            {
                var key = SurvivorKey(to, new(hold.Name[UnmergeDecisions.TransitPrefix.Length..]));
                var head = await ledger.LoadAsync(tenant, new() { Stream = state.Account, Key = key }, cancellationToken).ConfigureAwait(false);
                await ArriveAsync(to, (AccountRestored)head.Answer!.Answer.Value, head.Answer.Hash, now, cancellationToken).ConfigureAwait(false);
                any = true;
            }
        }

        return any;
    }

    // Step by step, the account may have its points and the survivor not know that they arrived.
    private async ValueTask<UnmergeReceipt> ArrivedAsync(UnmergeReceipt receipt, TierTerms? tiers, Instant now, CancellationToken cancellationToken)
    {
        if (ledger.Atomic is null
            && await commands.LoadAsync(tenant, new() { Stream = receipt.Survivor }, cancellationToken).ConfigureAwait(false) is { State: { } survivor })
        {
            await CompleteAsync(survivor, tiers, now, cancellationToken).ConfigureAwait(false);
        }

        return receipt;
    }

    private async ValueTask<CrmResult<MergeReceipt>> FinishAsync(
        LoyaltyAccountId from, StreamHead<LedgerEntry, LoyaltyAccountState> head, MergeTarget merge, Digest hash, TierTerms? tiers, Instant now, CancellationToken cancellationToken)
    {
        var key = new IdempotencyKey(merge.Merge);
        var absorbed = await commands.RunAsync<MergeDecisions.Absorbing, MergeReceipt>(
            tenant, merge.Into, SurvivorKey(from, key), hash, [], new(merge.Into, head.State!, head.Version, merge.Merge, now, tiers), MergeDecisions.Absorb, cancellationToken).ConfigureAwait(false);
        return absorbed.TryGet(out var receipt, out var refusal)
            ? await commands.RunHereAsync<MergeDecisions.Leaving, MergeReceipt>(
                tenant, from, key, hash, [], new(from, merge.Into, merge.Merge, now) { Absorbed = receipt }, MergeDecisions.Leave, cancellationToken).ConfigureAwait(false)
            : refusal;
    }

    private async ValueTask<CrmResult<UnmergeReceipt>> ArriveAsync(
        LoyaltyAccountId account, AccountRestored arriving, Digest hash, Instant now, CancellationToken cancellationToken)
    {
        var key = new IdempotencyKey(arriving.Unmerge);
        var back = await commands.RunHereAsync<UnmergeDecisions.Returning, UnmergeReceipt>(
            tenant, account, key, hash, [], new(arriving, account, now), UnmergeDecisions.Return, cancellationToken).ConfigureAwait(false);
        if (back.IsSuccess)
        {
            await commands.RunHereAsync<(LoyaltyAccountId, AccountRestored, Instant), AccountRestored>(
                tenant, arriving.Survivor, Derived($"arrived:{account.Value:N}:", key), hash, [], (arriving.Survivor, arriving, now), UnmergeDecisions.Arrive, cancellationToken).ConfigureAwait(false);
        }

        return back;
    }

    private static IdempotencyKey SurvivorKey(LoyaltyAccountId account, IdempotencyKey key) => Derived($"merge:{account.Value:N}:", key);

    // A long key is named by its digest: what is derived must be as long as a key may be.
    private static IdempotencyKey Derived(string prefix, IdempotencyKey key) => new(
        prefix.Length + key.Value.Length <= IdempotencyKey.MaxLength ? prefix + key.Value : prefix + Digest.Of(System.Text.Encoding.UTF8.GetBytes(key.Value)));
}
