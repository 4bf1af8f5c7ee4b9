using System.Collections.Immutable;
using System.Text;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Who may do what in a household, and whose an entry is. Pure.</summary>
internal static class HouseholdRules
{
    /// <summary>How many numbers there are for the lots of a member's own account: more than it will ever have.</summary>
    public const long LotRange = 1L << 50;

    public const int LeastMembers = 2;
    public const int MostMembers = 32;

    public static void Require(HouseholdPlan plan, string path)
    {
        if (plan.MaxMembers is < LeastMembers or > MostMembers)
        {
            throw new ArgumentOutOfRangeException($"{path}.MaxMembers", plan.MaxMembers, $"A household has {LeastMembers} to {MostMembers} members at most.");
        }

        if (!Enum.IsDefined(plan.Joining))
        {
            throw new ArgumentOutOfRangeException($"{path}.Joining", plan.Joining, "The policy is not known.");
        }

        if (!Enum.IsDefined(plan.Leaving))
        {
            throw new ArgumentOutOfRangeException($"{path}.Leaving", plan.Leaving, "The policy is not known.");
        }
    }

    /// <summary>The name that a member's request has in her household: two members may name theirs alike.</summary>
    public static IdempotencyKey KeyOf(LoyaltyAccountId member, IdempotencyKey key) => Derived($"member:{member.Value:N}:", key);

    // A long key is named by its digest: what is derived must be as long as a key may be.
    public static IdempotencyKey Derived(string prefix, IdempotencyKey key) => new(
        prefix.Length + key.Value.Length <= IdempotencyKey.MaxLength ? prefix + key.Value : prefix + Digest.Of(Encoding.UTF8.GetBytes(key.Value)));

    public static bool HasOwner(HouseholdState household, LoyaltyAccountId? besides = null) =>
        household.Members.Any(member => member is { LeftAt: null, Role: HouseholdRole.Owner } && member.Account != besides);

    /// <summary>Why a member may not spend points; null where she may.</summary>
    /// <param name="state">The account.</param>
    /// <param name="member">The member.</param>
    /// <param name="points">How many more than she holds and has spent.</param>
    /// <param name="today">The local day in the household's zone.</param>
    public static CrmError? MaySpend(LoyaltyAccountState state, HouseholdMember member, Points points, LocalDate today)
    {
        if (member.Role == HouseholdRole.Earner)
        {
            return LoyaltyErrors.MemberMayNotSpend.With(("account", member.Account));
        }

        return Allowance(state, member, today) is { } left && points > left
            ? LoyaltyErrors.MemberLimit.With(("account", member.Account), ("most", member.Limit!.Value.Most), ("period", member.Limit.Value.Period), ("left", left), ("asked", points))
            : null;
    }

    /// <summary>What a member may still spend in the period of her limit; null without one.</summary>
    public static Points? Allowance(LoyaltyAccountState state, HouseholdMember member, LocalDate today)
    {
        if (member.Limit is not { } limit)
        {
            return null;
        }

        var start = EarnPeriods.StartOf(limit.Period, today);
        var spent = member.Spent.Where(sum => sum.Period == limit.Period && sum.Start == start).Aggregate(Points.Zero, (sum, period) => sum + period.Points);
        return Points.Max(Points.Zero, limit.Most - spent - Held(state, member.Account));
    }

    public static Points Held(LoyaltyAccountState state, LoyaltyAccountId member) =>
        state.Holds.Where(hold => hold.Member == member && hold.TransferTo is null).Aggregate(Points.Zero, (sum, hold) => sum + hold.Points);

    /// <summary>An entry with the member whose it is: what follows from an earlier entry is that one's member's, whoever asks.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="state">The account that it follows.</param>
    /// <param name="filed">The entries that the decision had.</param>
    /// <param name="actor">Who asked; null for the household itself.</param>
    /// <param name="today">The local day of posting in the household's zone.</param>
    public static LedgerEntry Attribute(
        LedgerEntry entry, LoyaltyAccountState state, ImmutableArray<Versioned<LedgerEntry>> filed, LoyaltyAccountId? actor, LocalDate today)
    {
        switch (entry)
        {
            case EarningRefunded e:
                return e with { Member = ImportedOrders.Grants(filed, e.Order).Count == 0 ? actor : Earner(filed, e.Order) };
            case RedemptionReturned:
                // The rule has it from the redemption that it was planned for.
                return entry;
            case HoldChanged e:
                return e with { Member = HoldRules.Find(state.Holds, e.Hold)?.Member };
            case HoldVoided e:
                return e with { Member = HoldRules.Find(state.Holds, e.Hold)?.Member };
            case HoldCaptured e:
                return HoldRules.Find(state.Holds, e.Hold)?.Member is { } holder ? e with { Member = holder, SpentOn = today } : e;
            case PointsRedeemed e:
                return e with { Member = actor, SpentOn = today };
            default:
                return entry with { Member = actor };
        }
    }

    /// <summary>The redemptions that a return may mean: where members name theirs alike, hers who asks, if she has one of the name.</summary>
    public static ImmutableArray<Versioned<LedgerEntry>> Meant(ImmutableArray<Versioned<LedgerEntry>> filed, ReturnPoints request, LoyaltyAccountId member)
    {
        return request.Redemption is { } name && filed.Any(entry => entry.Value.Member == member && IsNamed(entry.Value, name))
            ? filed.RemoveAll(entry => entry.Value.Member != member && IsNamed(entry.Value, name))
            : filed;

        static bool IsNamed(LedgerEntry entry, string name) => entry is PointsRedeemed redeemed ? redeemed.Redemption == name : entry is HoldCaptured captured && captured.Hold == name;
    }

    /// <summary>The member who earned an order's points; null where nobody in particular did.</summary>
    public static LoyaltyAccountId? Earner(ImmutableArray<Versioned<LedgerEntry>> filed, ExternalRef order) => Grant(filed, order)?.Value.Member;

    /// <summary>The member in whose own account the points of an order are; null where they are here.</summary>
    public static HouseholdMember? Gone(HouseholdState household, ImmutableArray<Versioned<LedgerEntry>> filed, ExternalRef order) =>
        Grant(filed, order) is { Value.Member: { } earner, Version: var version } && HouseholdFold.Find(household, earner) is { } row && version <= row.Gone ? row : null;

    /// <summary>Whether what an account does not know, or has no more, may be known to a household that it is or was in, or to the member's own account.</summary>
    public static bool MayBeElsewhere(CrmError error) =>
        error.Code == LoyaltyErrors.UnknownOrder.Code || error.Code == LoyaltyErrors.OrderLeft.Code || error.Code == LoyaltyErrors.UnknownHold.Code || error.Code == LoyaltyErrors.UnknownRedemption.Code;

    // The grant of an imported order is another object there, with the same version.
    private static Versioned<LedgerEntry>? Grant(ImmutableArray<Versioned<LedgerEntry>> filed, ExternalRef order) =>
        ImportedOrders.Grants(filed, order) is [var first, ..] ? filed.First(entry => entry.Version == first.Version) : null;
}
