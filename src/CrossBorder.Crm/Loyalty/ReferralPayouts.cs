using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>The steps of a referral in the two accounts. Each has a key of its own, so that whoever repeats them pays and takes back once.</summary>
internal sealed class ReferralPayouts(TenantId tenant, ILoyaltyLedgerRepository ledger, LedgerLinks links, IClock clock, int maxConflicts)
{
    private readonly StreamCommands<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery> accounts = new(ledger, LoyaltyCollections.Ledger, maxConflicts, links);

    /// <summary>A side of a referral.</summary>
    internal enum Side
    {
        Friend,
        Referrer,
    }

    /// <summary>A member as her accounts show her, whichever of them is named.</summary>
    /// <param name="Account">The account that answers for her.</param>
    /// <param name="State">That account; null before its first entry.</param>
    /// <param name="Names">All accounts that are hers, the named one first.</param>
    internal sealed record Member(LoyaltyAccountId Account, LoyaltyAccountState? State, ImmutableArray<LoyaltyAccountId> Names)
    {
        /// <summary>The household that her account answers by; null where it is in none.</summary>
        public LoyaltyAccountId? Household => State?.Household is null ? null : State.Account;
    }

    public async ValueTask<Member> MemberAsync(LoyaltyAccountId account, CancellationToken cancellationToken)
    {
        var (survivor, state) = await SurvivorAsync(account, cancellationToken).ConfigureAwait(false);
        var filed = (state?.Links?.Filed ?? []).Where(link => !link.IsReturned).Select(link => link.Account);
        ImmutableArray<LoyaltyAccountId> names = [.. new[] { account, survivor }.Concat(filed).Distinct()];
        if (state?.Links?.Household is not { IsPending: false } target)
        {
            return new(survivor, state, names);
        }

        // What she ordered as a member of a household stands there, among what the others did.
        var shared = (await accounts.LoadAsync(tenant, new() { Stream = target.Household }, cancellationToken).ConfigureAwait(false)).State!;
        return new(survivor, HouseholdFold.As(shared, survivor) with { Lots = [.. shared.Lots.Where(lot => lot.Member == survivor)] }, names);
    }

    /// <summary>Grants what a side is to get; a refusal is an answer too.</summary>
    public async ValueTask<ReferralReward> GrantAsync(ReferralState state, LoyaltyProgram program, DateTimeZone zone, Side side, CancellationToken cancellationToken)
    {
        var order = state.Order!;
        var points = side == Side.Friend ? order.FriendPoints : order.ReferrerPoints;
        if (points == Points.Zero)
        {
            return new() { Points = Points.Zero };
        }

        var (account, trigger) = Of(state, side);
        var limit = new EarnTrigger { Code = trigger, Points = points, Caps = side == Side.Referrer ? program.Referrals!.Limits : [] };
        var day = order.PaidAt.InZone(zone).Date;
        var entry = LoyaltyService.Entry(program, points, order.PaidAt, order.AvailableFrom, order.ExpiresAt, ReferralRules.NameOf(trigger, state.Friend)) with
        {
            // Counted by all periods, whatever the friend's own version limits: her friends of one version count against the limits of another.
            Trigger = new() { Trigger = trigger, Occurrence = order.Order, ProgramVersion = program.Version, CountsIn = side == Side.Referrer ? TriggerRules.PeriodsOf(day) : [] },
        };

        // Without a zone and a ladder: what a friend brings is no order of the member's own, and raises no tier.
        var grant = new LedgerDecisions.Grant(account, entry, clock.GetCurrentInstant(), Zone: null, program.Policies?.PostExpired ?? true);
        try
        {
            var result = await accounts.RunAsync<TriggerDecisions.Occurred, EarnReceipt>(
                tenant, account, KeyOf(trigger, "give", state), HashOf(trigger, order), [], new(limit, day, null, grant), TriggerDecisions.Earn, cancellationToken).ConfigureAwait(false);
            return result.TryGet(out var receipt, out var refusal) ? new() { Points = receipt.Points } : new() { Points = Points.Zero, Refusal = ReferralErrors.OfTrigger(refusal) };
        }
        catch (OverflowException)
        {
            return new() { Points = Points.Zero, Refusal = LoyaltyErrors.SumTooLarge.With() };
        }
    }

    /// <summary>Takes back what a side got.</summary>
    public async ValueTask<ReferralTakenBack> TakeBackAsync(ReferralState state, Side side, CancellationToken cancellationToken)
    {
        var reward = side == Side.Friend ? state.FriendReward! : state.ReferrerReward!;
        var nothing = new ReferralTakenBack { Due = Points.Zero, Owed = Points.Zero, Waived = Points.Zero };
        if (reward is { Points.Value: 0, Refusal: null })
        {
            return nothing;
        }

        var (account, trigger) = Of(state, side);
        var (name, key, total) = (ReferralRules.NameOf(trigger, state.Friend), KeyOf(trigger, "take", state), state.Order!.Total.ToMinorUnits());
        CrmError? refusal = null;
        foreach (var holder in await HoldersAsync(account, cancellationToken).ConfigureAwait(false))
        {
            // The refund of the whole, as of any order that earned. Without a zone and a ladder: it never counted towards a tier.
            var asked = new RefundDecisions.Refund(
                new() { Account = holder, Key = key, Order = name, RefundedMinor = total, OrderTotalMinor = total }, Zone: null, Tiers: null, clock.GetCurrentInstant());
            var (hash, filed) = (HashOf(trigger, state.Order), ImmutableArray.Create(LoyaltyCollections.Filed(name)));
            try
            {
                var result = await accounts.RunAsync<RefundDecisions.Refund, RefundReceipt>(
                    tenant, holder, key, hash, filed, asked, RefundDecisions.RefundEarning, cancellationToken).ConfigureAwait(false);
                if (!result.IsSuccess)
                {
                    result = await new LedgerElsewhere(tenant, accounts).AskAsync(
                        holder, key, hash, filed, asked, RefundDecisions.RefundEarning, result, cancellationToken).ConfigureAwait(false);
                }

                if (result.TryGet(out var receipt, out refusal))
                {
                    return new() { Due = receipt.Due, Owed = receipt.Owed, Waived = receipt.Waived };
                }
            }
            catch (OverflowException)
            {
                refusal = LoyaltyErrors.SumTooLarge.With();
                break;
            }
        }

        // Where a reward was refused it is looked for all the same: of two calls at once, one may have been refused what the other was granted.
        return reward.Points == Points.Zero ? nothing : nothing with { Refusal = refusal };
    }

    // What was granted while the account was merged stays with the survivor after the merge is undone, and is taken back there.
    private async ValueTask<IEnumerable<LoyaltyAccountId>> HoldersAsync(LoyaltyAccountId account, CancellationToken cancellationToken)
    {
        var (_, state) = await SurvivorAsync(account, cancellationToken).ConfigureAwait(false);
        return new[] { account }.Concat((state?.Links?.Filed ?? []).Select(link => link.Account)).Distinct();
    }

    private async ValueTask<(LoyaltyAccountId Account, LoyaltyAccountState? State)> SurvivorAsync(LoyaltyAccountId account, CancellationToken cancellationToken)
    {
        while (true)
        {
            var head = await accounts.LoadAsync(tenant, new() { Stream = account }, cancellationToken).ConfigureAwait(false);
            if (head.State?.Links?.MergedInto is not { } merged)
            {
                return (account, head.State);
            }

            account = merged.Into;
        }
    }

    private static (LoyaltyAccountId Account, string Trigger) Of(ReferralState state, Side side) =>
        side == Side.Friend ? (state.Friend, ReferralRules.FriendTrigger) : (state.Referrer, ReferralRules.ReferrerTrigger);

    // A friend is paid for once for ever, so her account is the name.
    private static IdempotencyKey KeyOf(string trigger, string step, ReferralState state) => new($"{trigger}:{step}:{state.Friend.Value:N}");

    private static Digest HashOf(string trigger, ReferralOrder order)
    {
        var hash = new RequestHasher("referral_payout.v1");
        hash.Add(trigger);
        hash.Add(order.Order.ToString());
        hash.Add(order.AvailableFrom);
        hash.Add(order.ExpiresAt);
        return hash.Finish();
    }
}
