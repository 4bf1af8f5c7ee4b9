using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>How members share an account; a programme without it has the defaults.</summary>
/// <remarks>What a member brought or took is frozen in the entry that says so: a later plan changes no membership.</remarks>
public sealed record HouseholdPlan
{
    /// <summary>What becomes of a member's own points when she joins. The default is that they move to the household.</summary>
    public JoiningPoints Joining { get; init; } = JoiningPoints.Move;

    /// <summary>What becomes of the points that she earned when she leaves. The default is that they go with her.</summary>
    public LeavingPoints Leaving { get; init; } = LeavingPoints.GoWithMember;

    /// <summary>How many members a household has at most at a time, from 2 to 32.</summary>
    public int MaxMembers { get; init; } = 8;
}

/// <summary>What becomes of a member's own points when she joins a household.</summary>
public enum JoiningPoints
{
    /// <summary>Her lots, with age, expiry and the links to their orders, and what she owes move to the household. The default.</summary>
    Move,

    /// <summary>They stay in her own account and rest there until she leaves: they expire in time, and nobody spends them. Only new points are shared.</summary>
    Stay,
}

/// <summary>What becomes of the points that a member earned when she leaves her household.</summary>
public enum LeavingPoints
{
    /// <summary>
    /// What is left of the lots that she earned or brought goes with her, with age, expiry and the links to their orders. The last one to leave takes what nobody
    /// earned too, and what is owed. The default.
    /// </summary>
    GoWithMember,

    /// <summary>They stay in the household.</summary>
    StayInHousehold,
}

/// <summary>What a member of a household may do.</summary>
public enum HouseholdRole
{
    /// <summary>She earns for the household and spends nothing.</summary>
    Earner,

    /// <summary>She earns, and spends within her limit.</summary>
    Spender,

    /// <summary>She earns and spends; as long as a household has members, one of them is an owner.</summary>
    Owner,
}

/// <summary>How much a member may spend in a period; what she holds counts, and what is returned counts no more.</summary>
/// <param name="Most">The most points; from 0.</param>
/// <param name="Period">The stretch of the calendar in the household's zone.</param>
public readonly record struct SpendingLimit(Points Most, EarnPeriod Period);
