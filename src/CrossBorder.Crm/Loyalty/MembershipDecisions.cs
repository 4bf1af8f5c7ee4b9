using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>The two sides of joining a household, and what a member may do there. Pure.</summary>
internal static class MembershipDecisions
{
    /// <summary>Joining as the member's own account sees it.</summary>
    internal sealed record Beginning(JoinHousehold Request, JoiningPoints Policy, Instant Now)
    {
        /// <summary>What the household's side came to; null where it is still to come.</summary>
        public HouseholdReceipt? Joined { get; init; }
    }

    /// <summary>Joining as the household sees it.</summary>
    /// <param name="Request">The request.</param>
    /// <param name="There">The member's own account, moved on to when she joined.</param>
    /// <param name="Version">The last version of it that counts.</param>
    /// <param name="Policy">What becomes of its points.</param>
    /// <param name="MaxMembers">How many members there may be.</param>
    /// <param name="Zone">The programme's zone.</param>
    /// <param name="Now">The time.</param>
    internal sealed record Joining(JoinHousehold Request, LoyaltyAccountState There, long Version, JoiningPoints Policy, int MaxMembers, string Zone, Instant Now);

    internal readonly record struct Opening(LoyaltyAccountId Household, string Zone, Instant Now);

    internal readonly record struct Changing(ChangeHouseholdMember Request, Instant Now);

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, HouseholdReceipt>> Begin(Beginning asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var opening = LedgerOpening.Of(head, asked.Request.Member, asked.Now);
        var isPending = opening.State.Links?.Household is { IsPending: true };
        if (!isPending && RefusalThere(asked, opening.State) is { } refusal)
        {
            return refusal;
        }

        var entry = new MembershipBegun
        {
            PostedAt = opening.Now,
            Join = asked.Request.Key.Value,
            Household = asked.Request.Household,
            Role = asked.Request.Role,
            Limit = asked.Request.Limit,
            Policy = asked.Policy,
            Points = asked.Policy == JoiningPoints.Move ? LotConsumption.Sum(opening.State.Lots) : Points.Zero,
            Debt = asked.Policy == JoiningPoints.Move ? opening.State.Debt : Points.Zero,
            IsPending = asked.Joined is null,
        };
        var written = opening.Write(entry, [], out var next);
        return LedgerDecisions.Answer(written, next, asked.Joined ?? Receipt(asked.Request, entry.Points, entry.Debt, next));
    }

    /// <summary>The household did not take her in after all: her account stands for itself as before.</summary>
    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, HouseholdReceipt>> CallOff(Beginning asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var opening = LedgerOpening.Of(head, asked.Request.Member, asked.Now);
        var entry = new MembershipEnded
        {
            PostedAt = opening.Now, Leave = asked.Request.Key.Value, Household = asked.Request.Household, Lots = [], Debt = Points.Zero, Sums = new(), Told = [], NextLots = 0,
        };
        return LedgerDecisions.Answer(opening.Write(entry, [], out var next), next, Receipt(asked.Request, Points.Zero, Points.Zero, next));
    }

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, HouseholdReceipt>> Open(Opening asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var opening = LedgerOpening.Of(head, asked.Household, asked.Now);
        var written = opening.Write(new HouseholdOpened { PostedAt = opening.Now, Zone = asked.Zone }, [LoyaltyCollections.Members], out var next);
        return LedgerDecisions.Answer(
            written, next, new HouseholdReceipt { Household = asked.Household, Member = asked.Household, Points = Points.Zero, Debt = Points.Zero, Available = next.Available });
    }

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, HouseholdReceipt>> Join(Joining asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var (request, there, opening) = (asked.Request, asked.There, LedgerOpening.Of(head, asked.Request.Household, asked.Now));
        if (RefusalHere(asked, opening.State) is { } refusal)
        {
            return refusal;
        }

        var entries = ImmutableArray.CreateBuilder<StreamEntry<LedgerEntry>>(2);
        if (opening.State.Household is null)
        {
            entries.Add(opening.Write(new HouseholdOpened { PostedAt = opening.Now, Zone = asked.Zone }, [LoyaltyCollections.Members], out opening));
        }

        var moves = asked.Policy == JoiningPoints.Move;
        var (next, row) = (opening.State.Links!.NextLots, HouseholdFold.Find(opening.State.Household!, request.Member));
        var link = LinkOf(asked, row?.Offset ?? next);
        var entry = new MemberJoined
        {
            PostedAt = opening.Now,
            Member = request.Member,
            Join = request.Key.Value,
            Role = request.Role,
            Limit = request.Limit,
            Answering = [.. (there.Links?.Filed ?? []).Where(other => other is { IsReturned: false, Membership: null }).Select(other => other.Account).Distinct()],
            Lots = moves ? [.. there.Lots.Select(lot => lot with { Number = LotNumbers.Of(link, lot.Number), Member = request.Member })] : [],
            Debt = moves ? there.Debt : Points.Zero,
            Sums = MergeSums.Of(there),
            Standing = there.Tier,
            Told = moves ? there.Told : [],
            Offset = link.Offset,
            NextLots = row is null ? next + HouseholdRules.LotRange : next,
            Links = moves
                ? [link, .. (there.Links?.Filed ?? []).Where(other => other.Account != request.Household).Select(other => OfMember(MergeDecisions.Through(other, request.Member, link.Offset), request.Member))]
                : [],
        };
        entries.Add(opening.Write(entry, [LoyaltyCollections.Members], out var after));
        var told = CrmEvent.Of(
            EntityId.Derive(request.Household.Value, after.Version, 1), request.Household.Value, opening.Now,
            new HouseholdJoined { Household = request.Household, Member = request.Member, Role = request.Role });
        return LedgerDecisions.Answer(entries.DrainToImmutable(), after, [told], Receipt(request, LotConsumption.Sum(entry.Lots), entry.Debt, after));
    }

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, HouseholdReceipt>> Change(Changing asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var request = asked.Request;
        if (head.State?.Household is not { } household)
        {
            return LoyaltyErrors.NotAHousehold.With(("account", request.Household));
        }

        if (HouseholdFold.Find(household, request.Member) is not { LeftAt: null } row)
        {
            return LoyaltyErrors.NotAMember.With(("account", request.Member));
        }

        if (request.Role != HouseholdRole.Owner && !HouseholdRules.HasOwner(household, row.Account))
        {
            return LoyaltyErrors.LastOwner.With(("household", request.Household));
        }

        var opening = LedgerOpening.Of(head, request.Household, asked.Now);
        var entry = new MemberChanged { PostedAt = opening.Now, Member = row.Account, Role = request.Role, Limit = request.Limit };
        return LedgerDecisions.Answer(
            opening.Write(entry, [LoyaltyCollections.Members], out var next),
            next,
            new HouseholdReceipt { Household = request.Household, Member = row.Account, Points = Points.Zero, Debt = Points.Zero, Available = next.Available });
    }

    private static CrmError? RefusalThere(Beginning asked, LoyaltyAccountState state) =>
        state.Links?.MergedInto is { } merged ? LoyaltyErrors.AlreadyMerged.With(("account", state.Account), ("into", merged.Into))
        : MergeDecisions.InHousehold(state) is { } shared ? shared
        : asked.Policy == JoiningPoints.Move && state.Holds is [var hold, ..] ? LoyaltyErrors.OpenHold.With(("hold", hold.Name))
        : state.Links?.NextLots > HouseholdRules.LotRange ? LoyaltyErrors.SumTooLarge.With()
        : null;

    private static CrmError? RefusalHere(Joining asked, LoyaltyAccountState state)
    {
        var (request, members) = (asked.Request, state.Household?.Members ?? []);
        return state.Links?.MergedInto is { } merged ? LoyaltyErrors.AlreadyMerged.With(("account", state.Account), ("into", merged.Into))
            : state.Links?.Household is { } target ? LoyaltyErrors.InHousehold.With(("account", state.Account), ("household", target.Household))
            : state.Household is null && IsOfCustomer(state) ? LoyaltyErrors.AccountOfCustomer.With(("account", state.Account))
            : members.Any(member => member.Account == request.Member && member.LeftAt is null) ? LoyaltyErrors.InHousehold.With(("account", request.Member), ("household", request.Household))
            : members.Count(member => member.LeftAt is null) >= asked.MaxMembers ? LoyaltyErrors.HouseholdFull.With(("household", request.Household), ("most", asked.MaxMembers))
            : request.Role != HouseholdRole.Owner && (state.Household is not { } household || !HouseholdRules.HasOwner(household)) ? LoyaltyErrors.LastOwner.With(("household", request.Household))
            : state.Links?.NextLots > long.MaxValue - HouseholdRules.LotRange ? LoyaltyErrors.SumTooLarge.With()
            : null;
    }

    // A shared account is one for good, and what it had before is nobody's: a customer would have lost her tier, her orders and her way to spend.
    private static bool IsOfCustomer(LoyaltyAccountState state) =>
        state.Totals.Earned > Points.Zero || state.Totals.Redeemed > Points.Zero || !state.Holds.IsEmpty || state.Tier is not null || !state.Years.IsEmpty || !state.Windows.IsEmpty
        || (state.Links?.Filed ?? []).Any(link => link.Membership is not null);

    // What she once earned here has its old numbers again.
    private static AccountLink LinkOf(Joining asked, long offset)
    {
        var before = (asked.There.Links?.Filed ?? []).LastOrDefault(link => link.Account == asked.Request.Household && link is { IsReturned: true, Membership.Stays: false });
        var membership = before.Membership is null
            ? Whole(asked.Request.Member)
            : new Membership { Member = asked.Request.Member, From = before.Offset, Count = AccountLinks.FirstLots, Shift = -before.Offset };
        return new(asked.Request.Member, asked.Request.Member, 0, asked.Version, offset, IsReturned: false, membership);
    }

    // What was merged into her account is hers in the household too.
    private static AccountLink OfMember(AccountLink link, LoyaltyAccountId member) =>
        link.Membership is null ? link with { Membership = Whole(member) } : link;

    private static Membership Whole(LoyaltyAccountId member) => new() { Member = member, From = 0, Count = 0, Shift = 0 };

    private static HouseholdReceipt Receipt(JoinHousehold request, Points points, Points debt, LedgerOpening next) =>
        new() { Household = request.Household, Member = request.Member, Points = points, Debt = debt, Available = next.Available };
}
