using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>A household as it is read. Pure.</summary>
internal static class HouseholdViews
{
    /// <summary>The household as of an instant that is not before its state's.</summary>
    public static Household Of(LoyaltyAccountState state, DateTimeZone zone, Instant asOf)
    {
        var now = LedgerTime.Advance(state, asOf, out _);
        var household = now.Household!;
        var left = now.Lots.Concat(now.Holds.SelectMany(hold => hold.From)).ToLookup(lot => lot.Member, lot => lot.Remaining);
        return new()
        {
            Account = state.Account,
            AsOf = asOf,
            Available = LotConsumption.Available(now.Lots, asOf),
            Totals = now.Totals,
            Shared = household.Shared,
            Members =
            [
                .. household.Members.Select(member => new MemberShare
                {
                    Account = member.Account,
                    Role = member.Role,
                    Limit = member.Limit,
                    JoinedAt = member.JoinedAt,
                    LeftAt = member.LeftAt,
                    Totals = member.Totals,
                    Remaining = left[member.Account].Aggregate(Points.Zero, (sum, points) => sum + points),
                    Held = HouseholdRules.Held(now, member.Account),
                    Allowance = HouseholdRules.Allowance(now, member, asOf.InZone(zone).Date),
                }),
            ],
        };
    }

    public static IReadOnlyList<MembershipChange> Changes(ImmutableArray<Versioned<LedgerEntry>> entries) =>
    [
        .. entries.Select(entry => entry.Value).Where(entry => entry.Member is not null).Select(entry => entry switch
        {
            MemberJoined e => new MembershipChange(e.PostedAt, e.Member!.Value, e.Role, e.Limit),
            MemberChanged e => new(e.PostedAt, e.Member!.Value, e.Role, e.Limit),
            _ => new(entry.PostedAt, entry.Member!.Value, null, null),
        }),
    ];

    /// <summary>The tiers that entries tell of one account; in a household, of one member.</summary>
    public static IReadOnlyList<TierChange> Tiers(IEnumerable<Versioned<LedgerEntry>> entries, Func<LoyaltyAccountId, bool> isHers) =>
    [
        .. entries.Where(entry => entry.Value.Tier is not null && (entry.Value.Member is not { } member || isHers(member)))
            .Select(entry => new TierChange(entry.Value.PostedAt, entry.Value.Tier!)),
    ];
}
