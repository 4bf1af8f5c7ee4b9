using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <inheritdoc cref="IReferralService"/>
/// <remarks>
/// The referral is one stream; the points are in two accounts. So what is granted or taken back is settled in the referral first, then done in either account
/// under a key of its own, then noted in the referral under the key of the request: what is stored after any step says what is next.
/// </remarks>
internal sealed partial class ReferralService(
    TenantId tenant,
    IReferralRepository referrals,
    IReferralCodeRepository codes,
    ILoyaltyLedgerRepository ledger,
    LoyaltyPrograms programs,
    IClock clock,
    int maxConflicts) : IReferralService
{
    private readonly ReferralSteps steps = new(tenant, referrals, ledger, programs, clock, maxConflicts);

    public async ValueTask<CrmResult<ReferralState>> RegisterAsync(RegisterReferral request, CancellationToken cancellationToken)
    {
        ReferralValidation.Require(request);
        var hash = ReferralRequestHash.Of(request);
        var program = await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("No programme was set. Call SetProgramAsync first.");
        var friend = await steps.Payouts.MemberAsync(request.Account, cancellationToken).ConfigureAwait(false);
        var heads = await HeadsAsync(friend, request.Key, cancellationToken).ConfigureAwait(false);
        foreach (var (index, head) in heads.Index())
        {
            if (head.Answer is { } first)
            {
                // Asked before under that name of hers.
                return RecordedAnswers.Read<ReferralState>(first, request.Key, ReferralRequestHash.Of(request with { Account = friend.Names[index] }));
            }
        }

        var code = await FindCodeAsync(request.Code, cancellationToken).ConfigureAwait(false);
        var own = ReferralId.Of(request.Account);
        var now = clock.GetCurrentInstant();
        return await steps.Commands.RunAsync(
            tenant, own, request.Key, hash, [],
            new ReferralDecisions.Registration
            {
                Request = request,
                Code = code,
                Program = program,
                Zone = programs.ZoneOf(program),
                IsSelf = code is not null && await IsOneMemberAsync(friend, code.Account, cancellationToken).ConfigureAwait(false),
                IsShared = code is not null && await IsSharedAsync(friend, code.Account, cancellationToken).ConfigureAwait(false),
                HasOrdered = ReferralRules.HasOrdered(friend.State),
                IsReferred = heads.Any(head => head.State is { } state && state.Referral != own && ReferralDecisions.IsTaken(state, now)),
                Now = now,
            },
            ReferralDecisions.Register, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<CrmResult<ReferralState>> QualifyAsync(QualifyReferral request, CancellationToken cancellationToken)
    {
        ReferralValidation.Require(request);
        request = request with { PaidAt = request.PaidAt.ToMicroseconds(), ReturnableUntil = request.ReturnableUntil?.ToMicroseconds() };
        var (key, hash) = (ReferralSteps.KeyOf(request.Order), ReferralRequestHash.Of(request));
        var friend = await steps.Payouts.MemberAsync(request.Account, cancellationToken).ConfigureAwait(false);
        var heads = await HeadsAsync(friend, key, cancellationToken).ConfigureAwait(false);
        if (heads.FirstOrDefault(head => head.Answer is not null) is { Answer: { } first })
        {
            return RecordedAnswers.Read<ReferralState>(first, key, hash);
        }

        var now = clock.GetCurrentInstant();
        if (ReferralRules.Choose(heads.Select(head => head.State).OfType<ReferralState>(), request.Order, now) is not { } state)
        {
            return ReferralErrors.NotReferred.With();
        }

        if (state.Order is { } judged && judged.Order != request.Order)
        {
            // This order changes nothing; but what died half-way with the other goes on.
            await steps.CompleteAsync(state, cancellationToken).ConfigureAwait(false);
        }

        var program = await steps.ProgramOfAsync(state, cancellationToken).ConfigureAwait(false);
        var isSelf = await IsOneMemberAsync(friend, state.Referrer, cancellationToken).ConfigureAwait(false);
        var isShared = await IsSharedAsync(friend, state.Referrer, cancellationToken).ConfigureAwait(false);
        var qualified = await steps.Commands.RunAsync<ReferralDecisions.Qualification, ReferralState>(
            tenant, state.Referral, VoucherPurchases.Derived("qualify", key), hash, [],
            new(request, program, programs.ZoneOf(program), isSelf, now) { IsShared = isShared }, ReferralDecisions.Qualify, cancellationToken).ConfigureAwait(false);
        return qualified.TryGet(out var settled, out var refusal) ? await steps.SettleAsync(settled, cancellationToken).ConfigureAwait(false) : refusal;
    }

    public async ValueTask<CrmResult<ReferralState>> RefundAsync(RefundReferral request, CancellationToken cancellationToken)
    {
        ReferralValidation.Require(request);
        var hash = ReferralRequestHash.Of(request.Order, request.Refunded);
        var friend = await steps.Payouts.MemberAsync(request.Account, cancellationToken).ConfigureAwait(false);
        CrmResult<ReferralState> result = ReferralErrors.Unsettled.With();
        for (var attempt = 0; attempt <= maxConflicts && result is { IsSuccess: false, Error.Code: "loyalty.referral_unsettled" }; attempt++)
        {
            var heads = await HeadsAsync(friend, request.Key, cancellationToken).ConfigureAwait(false);
            if (heads.FirstOrDefault(head => head.Answer is not null) is { Answer: { } first })
            {
                return RecordedAnswers.Read<ReferralState>(first, request.Key, hash);
            }

            if (ReferralRules.Choose(heads.Select(head => head.State).OfType<ReferralState>(), request.Order, clock.GetCurrentInstant()) is not { } state)
            {
                return ReferralErrors.NotReferred.With();
            }

            if (state.Reversal is { } begun && begun.Key == request.Key && ReferralRequestHash.Of(state.Order!.Order, begun.Refunded) != hash)
            {
                throw new IdempotencyMismatchException($"The key '{request.Key}' was used for another refund; nothing was written. A new request needs a new key.");
            }

            result = await steps.CompleteAsync(state, cancellationToken).ConfigureAwait(false)
                ? result
                : await RefundAsync(request, hash, state, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    private async ValueTask<CrmResult<ReferralState>> RefundAsync(RefundReferral request, Digest hash, ReferralState state, CancellationToken cancellationToken)
    {
        var reverses = ReferralDecisions.Reverses(state, request.Refunded);
        var refunded = await steps.Commands.RunAsync<ReferralDecisions.Refund, ReferralState>(
            tenant, state.Referral, reverses ? VoucherPurchases.Derived("reverse", request.Key) : request.Key, hash, [],
            new(request, reverses, clock.GetCurrentInstant()), ReferralDecisions.RefundOrder, cancellationToken).ConfigureAwait(false);
        return reverses && refunded.TryGet(out var reversing, out _) ? await steps.ReverseAsync(reversing, cancellationToken).ConfigureAwait(false) : refunded;
    }

    /// <summary>Her referrals under all names of hers.</summary>
    private async ValueTask<List<StreamHead<ReferralEntry, ReferralState>>> HeadsAsync(
        ReferralPayouts.Member friend, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var heads = new List<StreamHead<ReferralEntry, ReferralState>>(friend.Names.Length);
        foreach (var name in friend.Names)
        {
            heads.Add(await steps.Commands.LoadAsync(tenant, new() { Stream = ReferralId.Of(name), Key = key }, cancellationToken).ConfigureAwait(false));
        }

        return heads;
    }

    private async ValueTask<bool> IsOneMemberAsync(ReferralPayouts.Member friend, LoyaltyAccountId referrer, CancellationToken cancellationToken) =>
        friend.Names.Contains(referrer) || (await steps.Payouts.MemberAsync(referrer, cancellationToken).ConfigureAwait(false)).Account == friend.Account;

    // Whoever shares an account is of one household, whatever else is known.
    private async ValueTask<bool> IsSharedAsync(ReferralPayouts.Member friend, LoyaltyAccountId referrer, CancellationToken cancellationToken) =>
        friend.Household is { } household && (await steps.Payouts.MemberAsync(referrer, cancellationToken).ConfigureAwait(false)).Household == household;
}
