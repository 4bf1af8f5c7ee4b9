using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>
/// Moves points between accounts: in one write where the storage can, else as hold, credit, capture, each step under a key of its own, so that a
/// repetition goes on where the last call died.
/// </summary>
internal sealed class LedgerTransfers(
    TenantId tenant,
    ILoyaltyLedgerRepository ledger,
    StreamCommands<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery> commands,
    int maxConflicts)
{
    private const string HoldPrefix = "transfer:";

    public ValueTask<CrmResult<TransferReceipt>> RunAsync(
        TransferPoints request, TransferDecisions.FreshTerms? fresh, Instant now, CancellationToken cancellationToken)
    {
        var hash = LoyaltyRequestHash.Of(request);
        return ledger.Atomic is { } atomic
            ? AtOnceAsync(atomic, request, hash, fresh, now, cancellationToken)
            : InStepsAsync(request, hash, fresh, now, cancellationToken);
    }

    /// <summary>Completes the transfers of an account that died half-way.</summary>
    /// <returns>Whether there were any.</returns>
    public async ValueTask<bool> CompleteAsync(
        LoyaltyAccountState sender, TransferDecisions.FreshTerms? fresh, Instant now, CancellationToken cancellationToken)
    {
        var any = false;
        foreach (var hold in sender.Holds)
        {
            if (hold.TransferTo is { } to && hold.Name.StartsWith(HoldPrefix, StringComparison.Ordinal))
            {
                var key = new IdempotencyKey(hold.Name[HoldPrefix.Length..]);
                var head = await ledger.LoadAsync(tenant, new() { Stream = sender.Account, Key = Derived("hold:", key) }, cancellationToken).ConfigureAwait(false);
                var request = new TransferPoints { From = sender.Account, To = to, Key = key, Points = hold.Points };
                await FinishAsync(request, head.Answer!.Hash, hold.From, fresh, now, cancellationToken).ConfigureAwait(false);
                any = true;
            }
        }

        return any;
    }

    private async ValueTask<CrmResult<TransferReceipt>> AtOnceAsync(
        IAtomicStreams<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState> atomic,
        TransferPoints request,
        Digest hash,
        TransferDecisions.FreshTerms? fresh,
        Instant now,
        CancellationToken cancellationToken)
    {
        var receiverKey = ReceiverKey(request);
        for (var attempt = 0; attempt <= maxConflicts; attempt++)
        {
            var (sender, from) = await commands.FindAsync(tenant, new() { Stream = request.From, Key = request.Key }, cancellationToken).ConfigureAwait(false);
            if (from.Answer is { } first)
            {
                return RecordedAnswers.Read<TransferReceipt>(first, request.Key, hash);
            }

            var (receiver, to) = await commands.FindAsync(tenant, new() { Stream = request.To }, cancellationToken).ConfigureAwait(false);
            if (Refusal(sender, receiver, from.State) is { } no)
            {
                return no;
            }

            var member = MemberOf(request.To, receiver, to.State);
            request = request with { From = sender, To = member ?? receiver };
            var sending = new TransferDecisions.Sending(request, now);
            if (!TransferDecisions.Choose(sending, from).TryGet(out var parts, out var refusal))
            {
                return refusal;
            }

            var received = TransferDecisions.Receive(new(receiver, request.From, request.Key.Value, parts, fresh, now) { Member = member }, to).OrThrow();
            var sent = TransferDecisions.Send(sending with { Received = received.Answer }, from).OrThrow();
            var results = await atomic.AppendAllAsync(
                tenant,
                [
                    commands.Append(request.From, request.Key, hash, from, sent, owner: null),
                    commands.Append(receiver, receiverKey, hash, to, received, owner: null),
                ],
                cancellationToken).ConfigureAwait(false);
            if (results[0].Status == AppendStatus.Appended)
            {
                return sent.Answer;
            }

            if (results[0].Status == AppendStatus.AlreadyApplied)
            {
                return RecordedAnswers.Read<TransferReceipt>(results[0].First!, request.Key, hash);
            }
        }

        throw new ConcurrencyConflictException(
            $"The accounts {request.From} and {request.To} were changed by others {maxConflicts + 1} times while '{request.Key}' was being decided; nothing was written.");
    }

    private async ValueTask<CrmResult<TransferReceipt>> InStepsAsync(
        TransferPoints request, Digest hash, TransferDecisions.FreshTerms? fresh, Instant now, CancellationToken cancellationToken)
    {
        var (sender, from) = await commands.FindAsync(tenant, new() { Stream = request.From, Key = request.Key }, cancellationToken).ConfigureAwait(false);
        if (from.Answer is { } first)
        {
            return RecordedAnswers.Read<TransferReceipt>(first, request.Key, hash);
        }

        // What the receiver cannot count is refused before the sender's points are set aside.
        var (receiver, to) = await commands.FindAsync(tenant, new() { Stream = request.To }, cancellationToken).ConfigureAwait(false);
        if (Refusal(sender, receiver, from.State) is { } no)
        {
            return no;
        }

        // Under her own account the household knows whose the points are, also when only the sweep completes it.
        request = request with { From = sender, To = MemberOf(request.To, receiver, to.State) ?? receiver };
        _ = (to.State?.Totals.TransferredIn ?? Points.Zero) + request.Points;
        var name = HoldPrefix + request.Key.Value;
        var held = await commands.RunAsync<TransferDecisions.Sending, HoldReceipt>(
            tenant, request.From, Derived("hold:", request.Key), hash, [], new(request, now) { Hold = name }, TransferDecisions.SetAside, cancellationToken).ConfigureAwait(false);
        if (!held.TryGet(out _, out var refusal))
        {
            return refusal;
        }

        for (var attempt = 0; attempt <= maxConflicts; attempt++)
        {
            (_, from) = await commands.FindAsync(tenant, new() { Stream = request.From, Key = request.Key }, cancellationToken).ConfigureAwait(false);
            if (from.Answer is { } other)
            {
                return RecordedAnswers.Read<TransferReceipt>(other, request.Key, hash);
            }

            // A storage may show an account as it was a moment ago: without the hold that was just written.
            if (HoldRules.Find(from.State!.Holds, name) is { } hold)
            {
                return await FinishAsync(request, hash, hold.From, fresh, now, cancellationToken).ConfigureAwait(false);
            }
        }

        throw new ConcurrencyConflictException($"The account {request.From} did not show the hold '{name}'; repeat the transfer to complete it.");
    }

    private async ValueTask<CrmResult<TransferReceipt>> FinishAsync(
        TransferPoints request, Digest hash, ImmutableArray<PointLot> parts, TransferDecisions.FreshTerms? fresh, Instant now, CancellationToken cancellationToken)
    {
        var received = await commands.RunAsync<TransferDecisions.Receiving, TransferReceipt>(
            tenant, request.To, ReceiverKey(request), hash, [], new(request.To, request.From, request.Key.Value, parts, fresh, now), TransferDecisions.Receive, cancellationToken)
            .ConfigureAwait(false);
        return received.TryGet(out var receipt, out var refusal)
            ? await commands.RunAsync<TransferDecisions.Sending, TransferReceipt>(
                tenant, request.From, request.Key, hash, [], new(request, now) { Received = receipt, Hold = HoldPrefix + request.Key.Value }, TransferDecisions.Send, cancellationToken)
                .ConfigureAwait(false)
            : refusal;
    }

    private static CrmError? Refusal(LoyaltyAccountId sender, LoyaltyAccountId receiver, LoyaltyAccountState? from) =>
        from?.Household is not null ? LoyaltyErrors.HouseholdTransfer.With(("household", sender))
        : sender == receiver ? LoyaltyErrors.SameAccount.With(("account", sender))
        : null;

    /// <summary>The member of a household whom a transfer names; null where it names the household, or the receiver is none.</summary>
    private static LoyaltyAccountId? MemberOf(LoyaltyAccountId named, LoyaltyAccountId receiver, LoyaltyAccountState? to) =>
        to?.Household is not { } household || named == receiver ? null
        : HouseholdFold.Find(household, named) is { LeftAt: null } row ? row.Account
        : throw new ConcurrencyConflictException(
            $"{named} is about to join the household {receiver}, or to leave it; repeat that request, or let the sweep complete it, then repeat this one.");

    private static IdempotencyKey ReceiverKey(TransferPoints request) => Derived($"transfer:{request.From.Value:N}:", request.Key);

    // A long key is named by its digest: what is derived must be as long as a key may be.
    private static IdempotencyKey Derived(string prefix, IdempotencyKey key) => new(
        prefix.Length + key.Value.Length <= IdempotencyKey.MaxLength ? prefix + key.Value : prefix + Digest.Of(System.Text.Encoding.UTF8.GetBytes(key.Value)));
}
