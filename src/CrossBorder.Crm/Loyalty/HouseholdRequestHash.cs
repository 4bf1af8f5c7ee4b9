using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What makes a repeated request about a household equal.</summary>
internal static class HouseholdRequestHash
{
    public static Digest Of(JoinHousehold request)
    {
        var hash = new RequestHasher("join_household.v1");
        hash.Add(request.Household.Value);
        hash.Add(request.Member.Value);
        AddRights(ref hash, request.Role, request.Limit);
        return hash.Finish();
    }

    public static Digest Of(ChangeHouseholdMember request)
    {
        var hash = new RequestHasher("change_household_member.v1");
        hash.Add(request.Member.Value);
        AddRights(ref hash, request.Role, request.Limit);
        return hash.Finish();
    }

    public static Digest Of(LeaveHousehold request)
    {
        var hash = new RequestHasher("leave_household.v1");
        hash.Add(request.Member.Value);
        return hash.Finish();
    }

    private static void AddRights(ref RequestHasher hash, HouseholdRole role, SpendingLimit? limit)
    {
        hash.Add((long)role);
        hash.Add(limit?.Most.Value);
        hash.Add((long?)limit?.Period);
    }
}
