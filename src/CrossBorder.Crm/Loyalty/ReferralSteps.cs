using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What a referral goes on with once an order met its condition or a refund broke it; each step may be repeated by whoever comes by.</summary>
internal sealed class ReferralSteps(
    TenantId tenant, IReferralRepository referrals, ILoyaltyLedgerRepository ledger, LoyaltyPrograms programs, IClock clock, int maxConflicts)
{
    public StreamCommands<ReferralId, ReferralEntry, ReferralState, ReferralQuery> Commands { get; } = new(referrals, ReferralCollections.Referrals, maxConflicts);

    public ReferralPayouts Payouts { get; } = new(tenant, ledger, programs.Links, clock, maxConflicts);

    /// <summary>The name of the judgement of an order; no host names a registration so by chance.</summary>
    public static IdempotencyKey KeyOf(ExternalRef order) => IdempotencyKey.For("referral-order", order);

    /// <summary>Goes on with a referral whose points are on their way.</summary>
    /// <returns>Whether there was anything to go on with.</returns>
    public async ValueTask<bool> CompleteAsync(ReferralState state, CancellationToken cancellationToken)
    {
        switch (state.Status)
        {
            case ReferralStatus.Qualified:
                await SettleAsync(state, cancellationToken).ConfigureAwait(false);
                return true;
            case ReferralStatus.Reversing:
                await ReverseAsync(state, cancellationToken).ConfigureAwait(false);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Grants both rewards of a qualified referral, then notes what became of them.</summary>
    public async ValueTask<CrmResult<ReferralState>> SettleAsync(ReferralState state, CancellationToken cancellationToken)
    {
        var program = await ProgramOfAsync(state, cancellationToken).ConfigureAwait(false);
        var zone = programs.ZoneOf(program);
        var friend = await Payouts.GrantAsync(state, program, zone, ReferralPayouts.Side.Friend, cancellationToken).ConfigureAwait(false);
        var referrer = await Payouts.GrantAsync(state, program, zone, ReferralPayouts.Side.Referrer, cancellationToken).ConfigureAwait(false);
        var order = state.Order!;
        return await Commands.RunAsync<ReferralDecisions.Rewards, ReferralState>(
            tenant, state.Referral, KeyOf(order.Order), ReferralRequestHash.Of(order), [],
            new(friend, referrer, clock.GetCurrentInstant()), ReferralDecisions.Reward, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes both rewards back where a refund said so, then notes what was taken.</summary>
    public async ValueTask<CrmResult<ReferralState>> ReverseAsync(ReferralState state, CancellationToken cancellationToken)
    {
        var friend = await Payouts.TakeBackAsync(state, ReferralPayouts.Side.Friend, cancellationToken).ConfigureAwait(false);
        var referrer = await Payouts.TakeBackAsync(state, ReferralPayouts.Side.Referrer, cancellationToken).ConfigureAwait(false);
        var begun = state.Reversal!;
        return await Commands.RunAsync<ReferralDecisions.Reversal, ReferralState>(
            tenant, state.Referral, begun.Key, ReferralRequestHash.Of(state.Order!.Order, begun.Refunded), [],
            new(friend, referrer, clock.GetCurrentInstant()), ReferralDecisions.Reverse, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The programme whose terms the friend was promised.</summary>
    public async ValueTask<LoyaltyProgram> ProgramOfAsync(ReferralState state, CancellationToken cancellationToken) =>
        await programs.FindAsync(tenant, state.ProgramVersion, cancellationToken).ConfigureAwait(false)
        ?? throw new InvalidOperationException($"The programme has no version {state.ProgramVersion}.");
}
