using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>The two sides of leaving a household. Pure.</summary>
internal static class LeavingDecisions
{
    /// <summary>What keeps the points of one who leaves until they have arrived.</summary>
    public const string TransitPrefix = "leave:";

    // How many lots of others one may take along before the numbers of one leaving meet those of the next.
    private const int LeavingBits = 12;

    /// <summary>Leaving as the household sees it.</summary>
    /// <param name="Member">The member's own account.</param>
    /// <param name="Household">The household.</param>
    /// <param name="Leave">The name of the request.</param>
    /// <param name="There">How her own account hangs together with others.</param>
    /// <param name="Policy">What becomes of her points.</param>
    /// <param name="InSteps">Whether the storage writes one account at a time.</param>
    /// <param name="Now">The time.</param>
    internal sealed record Leaving(
        LoyaltyAccountId Member, LoyaltyAccountId Household, string Leave, AccountLinks There, LeavingPoints Policy, bool InSteps, Instant Now);

    /// <summary>Leaving as her own account sees it.</summary>
    internal sealed record Returning(MembershipEnded Entry, LoyaltyAccountId Member, Instant Now);

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, MembershipEnded>> Leave(Leaving asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var opening = LedgerOpening.Of(head, asked.Household, asked.Now);
        if (opening.State.Household is not { } household || HouseholdFold.Find(household, asked.Member) is not { LeftAt: null } row)
        {
            return LoyaltyErrors.NotAMember.With(("account", asked.Member));
        }

        if (opening.State.Holds.FirstOrDefault(hold => hold.Member == row.Account && hold.TransferTo is null) is { } open)
        {
            return LoyaltyErrors.OpenHold.With(("hold", open.Name));
        }

        var isLast = household.Members.Count(member => member.LeftAt is null) == 1;
        if (!isLast && !HouseholdRules.HasOwner(household, row.Account))
        {
            return LoyaltyErrors.LastOwner.With(("household", asked.Household));
        }

        var (goes, link) = (asked.Policy == LeavingPoints.GoWithMember, LinkOf(asked, row, opening.Version + 1));
        ImmutableArray<PointLot> lots = goes ? [.. opening.State.Lots.Where(lot => lot.Member == row.Account || (isLast && !Stays(household, lot)))] : [];

        // Nobody leaves what she owed behind her, whatever becomes of points.
        var (points, debt) = (LotConsumption.Sum(lots), goes && isLast ? opening.State.Debt : Points.Min(row.DebtBrought, opening.State.Debt));
        var ended = new MembershipEnded
        {
            PostedAt = opening.Now,
            Leave = asked.Leave,
            Household = asked.Household,
            Lots = [.. lots.Select((lot, i) => lot with { Number = NumberOf(link, row, lot, i), Member = null })],
            Debt = debt,
            Sums = row.Sums,
            Standing = row.Tier,
            Told = goes ? opening.State.Told : [],
            Link = link,
            NextLots = Math.Max(asked.There.NextLots, link.Offset + AccountLinks.FirstLots),
        };
        var entry = new MemberLeft
        {
            PostedAt = opening.Now,
            Member = row.Account,
            Leave = asked.Leave,
            Policy = asked.Policy,
            Lots = HoldRules.Shares(lots),
            Points = points,
            Debt = debt,

            // Also without points: it is what tells the sweep that she has yet to arrive.
            Transit = asked.InSteps
                ? new() { Name = TransitOf(row.Account, asked.Leave), Points = points, From = lots, HeldAt = opening.Now, TransferTo = row.Account, Member = row.Account }
                : null,
            Arriving = asked.InSteps ? ended : null,
        };
        var written = opening.Write(entry, [LoyaltyCollections.Members], out var next);
        var told = CrmEvent.Of(
            EntityId.Derive(asked.Household.Value, next.Version, 1), asked.Household.Value, opening.Now, new HouseholdLeft { Household = asked.Household, Member = row.Account });
        return LedgerDecisions.Answer(written, next, [told], ended);
    }

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, HouseholdReceipt>> Return(Returning asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var opening = LedgerOpening.Of(head, asked.Member, Instant.Max(asked.Now, asked.Entry.PostedAt));
        var written = opening.Write(asked.Entry with { PostedAt = opening.Now }, [], out var next);
        return LedgerDecisions.Answer(written, next, new HouseholdReceipt
        {
            Household = asked.Entry.Household, Member = asked.Member, Points = LotConsumption.Sum(asked.Entry.Lots), Debt = asked.Entry.Debt, Available = next.Available,
        });
    }

    /// <summary>The points have arrived: what kept them is closed.</summary>
    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, MembershipEnded>> Arrive(
        (LoyaltyAccountId Household, LoyaltyAccountId Member, MembershipEnded Answer, Instant Now) asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var opening = LedgerOpening.Of(head, asked.Household, asked.Now);
        if (Transit(opening.State, asked.Member, asked.Answer.Leave) is not { TransferTo: { } to } transit)
        {
            return new Decision<LedgerEntry, LoyaltyAccountState, MembershipEnded> { Answer = asked.Answer };
        }

        var entry = new PointsSent
        {
            PostedAt = opening.Now, Member = transit.Member, Transfer = transit.Name, To = to, Points = transit.Points, From = HoldRules.Shares(transit.From), Hold = transit.Name,
        };
        return LedgerDecisions.Answer(opening.Write(entry, [LoyaltyCollections.Transfer(transit.Name)], out var next), next, asked.Answer);
    }

    // Two members may name their leaving alike.
    private static string TransitOf(LoyaltyAccountId member, string leave) => HouseholdRules.Derived($"{TransitPrefix}{member.Value:N}:", new(leave)).Value;

    // An earlier release named it by the request alone.
    private static PointHold? Transit(LoyaltyAccountState state, LoyaltyAccountId member, string leave) =>
        HoldRules.Find(state.Holds, TransitOf(member, leave))
        ?? state.Holds.FirstOrDefault(hold => hold.Name == TransitPrefix + leave && hold.TransferTo == member);

    // Whom the household kept the points of, it keeps them of when the last one leaves.
    private static bool Stays(HouseholdState household, PointLot lot) =>
        lot.Member is { } member && HouseholdFold.Find(household, member) is { Left: LeavingPoints.StayInHousehold };

    // What others brought has numbers that would be another's there: it gets ones that no entry has, from the end, different with each leaving.
    private static long NumberOf(AccountLink link, HouseholdMember row, PointLot lot, int index) =>
        lot.Member == row.Account || lot.Number < AccountLinks.FirstLots ? LotNumbers.Of(link, lot.Number) : link.Offset + AccountLinks.FirstLots - 1 - (link.Through << LeavingBits) - index;

    // What was earned here gets numbers above those of her own account, always the same ones; what she brought has its old ones again.
    private static AccountLink LinkOf(Leaving asked, HouseholdMember row, long version)
    {
        var before = asked.There.Filed.LastOrDefault(link => link.Account == asked.Household && link is { IsReturned: true, Membership.Stays: false });
        var stays = asked.Policy == LeavingPoints.StayInHousehold;
        return new(
            asked.Household, asked.Household, row.Joined - 1, version, before.Membership is null ? asked.There.NextLots : before.Offset, IsReturned: true,
            new() { Member = row.Account, From = row.Offset, Count = HouseholdRules.LotRange, Shift = -row.Offset, Stays = stays });
    }
}
