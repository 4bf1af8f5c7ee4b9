using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>The two sides of undoing a merge. Pure.</summary>
internal static class UnmergeDecisions
{
    /// <summary>What keeps the points of an undone merge until they have arrived.</summary>
    public const string TransitPrefix = "unmerge:";

    /// <summary>The undoing as the survivor sees it.</summary>
    /// <param name="Account">The account that leaves.</param>
    /// <param name="Survivor">The survivor.</param>
    /// <param name="Unmerge">The name of the request.</param>
    /// <param name="InSteps">Whether the storage writes one account at a time.</param>
    /// <param name="Now">The time.</param>
    /// <param name="Tiers">The ladder in force.</param>
    internal sealed record Releasing(LoyaltyAccountId Account, LoyaltyAccountId Survivor, string Unmerge, bool InSteps, Instant Now, TierTerms? Tiers);

    /// <summary>The undoing as the account sees it.</summary>
    internal sealed record Returning(AccountRestored Entry, LoyaltyAccountId Account, Instant Now);

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, AccountRestored>> Release(Releasing asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var opening = LedgerOpening.Of(head, asked.Survivor, asked.Now);
        if (opening.State.Links?.MergedInto is { } further)
        {
            return LoyaltyErrors.SurvivorMerged.With(("account", asked.Survivor), ("into", further.Into));
        }

        if (MergeDecisions.InHousehold(opening.State) is { } shared)
        {
            return shared;
        }

        MergeDecisions.RequireNothingUnderWay(opening.State);
        var merge = head.Entries.Last(e => e.Value is AccountAbsorbed absorbed && absorbed.From == asked.Account);
        var brought = (AccountAbsorbed)merge.Value;
        var lots = opening.State.Lots.Where(lot => IsOf(brought, lot)).ToImmutableArray();

        // A hold that has been filled up from the survivor's own lots stays with it.
        var holds = opening.State.Holds.Where(hold => brought.Holds.Any(other => other.Name == hold.Name && other.HeldAt == hold.HeldAt) && hold.From.All(part => IsOf(brought, part))).ToImmutableArray();
        var points = holds.Aggregate(LotConsumption.Sum(lots), (sum, hold) => sum + hold.Points);
        var debt = Points.Min(brought.Debt, opening.State.Debt);
        var restored = new AccountRestored
        {
            PostedAt = opening.Now,
            Unmerge = asked.Unmerge,
            Survivor = asked.Survivor,
            Lots = LotNumbers.Move(lots, -brought.Offset),
            Holds = LotNumbers.Move(holds, -brought.Offset),
            Debt = debt,
            Sums = brought.Sums,
            Told = opening.State.Told,
            Link = new(asked.Survivor, asked.Survivor, merge.Version, opening.Version + 1, -brought.Offset, IsReturned: true),
            NextLots = (opening.State.Links ?? MergeDecisions.NoLinks).NextLots,
            Tier = MergeTiers.Restored(opening.State with { Years = brought.Sums.Years, Windows = brought.Sums.Windows }, brought.TierThere, asked.Tiers, opening.Now),
        };
        var entry = new AccountReleased
        {
            PostedAt = opening.Now,
            Unmerge = asked.Unmerge,
            To = asked.Account,
            Lots = HoldRules.Shares(lots),
            Holds = [.. holds.Select(hold => hold.Name)],
            Points = points,
            Debt = debt,
            Sums = brought.Sums,
            Transit = asked.InSteps && points > Points.Zero ? Transit(asked, lots, holds, points, opening.Now) : null,
            Arriving = asked.InSteps ? restored : null,
            Tier = MergeTiers.Left(opening, MergeSums.Subtract(MergeSums.Of(opening.State), brought.Sums), brought, asked.Tiers),
        };
        var written = opening.Write(entry, [LoyaltyCollections.Merge(asked.Account)], out var next);
        return LedgerDecisions.Answer(written, next, TierPosting.Events(opening, next, asked.Tiers), restored);
    }

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, UnmergeReceipt>> Return(Returning asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var opening = LedgerOpening.Of(head, asked.Account, Instant.Max(asked.Now, asked.Entry.PostedAt));
        var written = opening.Write(asked.Entry with { PostedAt = opening.Now }, [], out var next);
        var told = CrmEvent.Of(
            EntityId.Derive(asked.Account.Value, next.Version, 1), asked.Account.Value, opening.Now, new AccountUnmerged { Account = asked.Account, Survivor = asked.Entry.Survivor });
        return LedgerDecisions.Answer(written, next, [told], new UnmergeReceipt
        {
            Account = asked.Account,
            Survivor = asked.Entry.Survivor,
            Points = asked.Entry.Holds.Aggregate(LotConsumption.Sum(asked.Entry.Lots), (sum, hold) => sum + hold.Points),
            Debt = asked.Entry.Debt,
            Available = next.Available,
        });
    }

    /// <summary>The points have arrived: what kept them is closed.</summary>
    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, AccountRestored>> Arrive(
        (LoyaltyAccountId Survivor, AccountRestored Answer, Instant Now) asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var opening = LedgerOpening.Of(head, asked.Survivor, asked.Now);
        if (HoldRules.Find(opening.State.Holds, TransitPrefix + asked.Answer.Unmerge) is not { TransferTo: { } to } transit)
        {
            return new Decision<LedgerEntry, LoyaltyAccountState, AccountRestored> { Answer = asked.Answer };
        }

        var entry = new PointsSent
        {
            PostedAt = opening.Now, Transfer = transit.Name, To = to, Points = transit.Points, From = HoldRules.Shares(transit.From), Hold = transit.Name,
        };
        return LedgerDecisions.Answer(opening.Write(entry, [LoyaltyCollections.Transfer(transit.Name)], out var next), next, asked.Answer);
    }

    private static PointHold Transit(Releasing asked, ImmutableArray<PointLot> lots, ImmutableArray<PointHold> holds, Points points, Instant now) => new()
    {
        Name = TransitPrefix + asked.Unmerge,
        Points = points,
        From = HoldRules.Join(lots, [.. holds.SelectMany(hold => hold.From)]),
        HeldAt = now,
        TransferTo = asked.Account,
    };

    private static bool IsOf(AccountAbsorbed merge, PointLot lot) => lot.Number >= merge.Offset && lot.Number < merge.NextLots;
}
