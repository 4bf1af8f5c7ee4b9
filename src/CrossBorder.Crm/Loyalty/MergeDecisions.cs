using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>The two sides of a merge and of its undoing. Pure.</summary>
internal static class MergeDecisions
{
    /// <summary>A merge as the merged account sees it.</summary>
    internal readonly record struct Leaving(LoyaltyAccountId From, LoyaltyAccountId Into, string Merge, Instant Now)
    {
        /// <summary>What the survivor's side came to; null where it is still to come.</summary>
        public MergeReceipt? Absorbed { get; init; }
    }

    /// <summary>A merge as the survivor sees it.</summary>
    /// <param name="Into">The survivor.</param>
    /// <param name="There">The merged account, moved on to when it was merged.</param>
    /// <param name="Version">The last version of it that counts.</param>
    /// <param name="Merge">The name of the merge.</param>
    /// <param name="Now">The time.</param>
    /// <param name="Tiers">The ladder in force.</param>
    internal sealed record Absorbing(LoyaltyAccountId Into, LoyaltyAccountState There, long Version, string Merge, Instant Now, TierTerms? Tiers);

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, MergeReceipt>> Begin(Leaving asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        if (Refusal(asked, head.State) is { } refusal)
        {
            return refusal;
        }

        var opening = LedgerOpening.Of(head, asked.From, asked.Now);
        RequireNothingUnderWay(opening.State);
        var written = opening.Write(new MergeBegun { PostedAt = opening.Now, Merge = asked.Merge, Into = asked.Into }, [], out var next);
        return LedgerDecisions.Answer(
            written, next, new MergeReceipt { From = asked.From, Into = asked.Into, Points = PointsOf(next.State), Debt = next.State.Debt, Available = Points.Zero });
    }

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, MergeReceipt>> Leave(Leaving asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        if (head.State?.Links?.MergedInto is not { IsPending: true } && Refusal(asked, head.State) is { } refusal)
        {
            return refusal;
        }

        var opening = LedgerOpening.Of(head, asked.From, asked.Now);
        var entry = new AccountMerged
        {
            PostedAt = opening.Now, Merge = asked.Merge, Into = asked.Into, Points = PointsOf(opening.State), Debt = opening.State.Debt,
        };
        var written = opening.Write(entry, [], out var next);
        return LedgerDecisions.Answer(written, next, asked.Absorbed!);
    }

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, MergeReceipt>> Absorb(Absorbing asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var (there, opening) = (asked.There, LedgerOpening.Of(head, asked.Into, asked.Now));
        if (InHousehold(opening.State) is { } shared)
        {
            return shared;
        }

        RequireNothingUnderWay(opening.State);
        foreach (var hold in there.Holds)
        {
            if ((HoldRules.Find(opening.State.Holds, hold.Name) ?? (hold.Order is { } order ? HoldRules.Find(opening.State.Holds, order) : null)) is { } open)
            {
                return LoyaltyErrors.HoldExists.With(("hold", open.Name));
            }
        }

        var offset = (opening.State.Links ?? NoLinks).NextLots;
        var sums = MergeSums.Of(there);
        var entry = new AccountAbsorbed
        {
            PostedAt = opening.Now,
            Merge = asked.Merge,
            From = there.Account,
            Offset = offset,
            NextLots = offset + (there.Links ?? NoLinks).NextLots,
            Lots = LotNumbers.Move(there.Lots, offset),
            Holds = LotNumbers.Move(there.Holds, offset),
            Debt = there.Debt,
            Sums = sums,
            Told = there.Told,
            Links =
            [
                new(there.Account, there.Account, 0, asked.Version, offset, IsReturned: false),
                .. (there.Links ?? NoLinks).Filed.Where(link => link.Account != asked.Into).Select(link => Through(link, there.Account, offset)),
            ],
            TierThere = there.Tier,
            TierHere = opening.State.Tier,
            Tier = MergeTiers.Merged(opening, there, MergeSums.Add(MergeSums.Of(opening.State), sums), asked.Tiers),
        };
        var written = opening.Write(entry, [LoyaltyCollections.Merge(there.Account)], out var next);
        var told = CrmEvent.Of(
            EntityId.Derive(asked.Into.Value, next.Version, 1), asked.Into.Value, opening.Now, new AccountsMerged { From = there.Account, Into = asked.Into });
        return LedgerDecisions.Answer(written, next, [told, .. TierPosting.Events(opening, next, asked.Tiers)], new MergeReceipt
        {
            From = there.Account, Into = asked.Into, Points = PointsOf(there), Debt = there.Debt, Available = next.Available,
        });
    }

    public static Points PointsOf(LoyaltyAccountState state) =>
        state.Holds.Aggregate(LotConsumption.Sum(state.Lots), (sum, hold) => sum + hold.Points);

    public static AccountLinks NoLinks { get; } = new();

    /// <summary>A link of another account, as it reads through that one.</summary>
    public static AccountLink Through(AccountLink link, LoyaltyAccountId account, long offset) => link with
    {
        Via = account, Offset = link.Offset + offset, Membership = link.Membership is { } membership ? membership with { Shift = membership.Shift + offset } : null,
    };

    private static CrmError? Refusal(Leaving asked, LoyaltyAccountState? state) =>
        state?.Links?.MergedInto is { } merged ? LoyaltyErrors.AlreadyMerged.With(("account", asked.From), ("into", merged.Into))
        : state is not null ? InHousehold(state)
        : null;

    /// <summary>Why an account that is in a household, or is one, takes no part; null for another one.</summary>
    public static CrmError? InHousehold(LoyaltyAccountState state) =>
        state.Links?.Household is { } target ? LoyaltyErrors.InHousehold.With(("account", state.Account), ("household", target.Household))
        : state.Household is not null ? LoyaltyErrors.InHousehold.With(("account", state.Account), ("household", state.Account))
        : null;

    // Points on their way to another account arrive first; whoever asks again finds them arrived.
    public static void RequireNothingUnderWay(LoyaltyAccountState state)
    {
        if (state.Holds.FirstOrDefault(hold => hold.TransferTo is not null) is { } hold)
        {
            throw new ConcurrencyConflictException($"The transfer '{hold.Name}' of {state.Account} is under way; repeat the request.");
        }
    }
}
