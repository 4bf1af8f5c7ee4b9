using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>An account as of an instant.</summary>
/// <remarks>
/// Always: <see cref="LedgerTotals.Net"/> = available + pending + reserved − debt; available and debt are never both above zero.
/// </remarks>
public sealed record LoyaltyBalance
{
    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The instant.</summary>
    public required Instant AsOf { get; init; }

    /// <summary>What can be spent.</summary>
    public required Points Available { get; init; }

    /// <summary>What becomes spendable later.</summary>
    public required Points Pending { get; init; }

    /// <summary>What open holds have set aside.</summary>
    public Points Reserved { get; init; }

    /// <summary>What the account owes.</summary>
    public required Points Debt { get; init; }

    /// <summary>All that was ever posted, by kind.</summary>
    public required LedgerTotals Totals { get; init; }

    /// <summary>The lots with points left, in the order in which they are consumed.</summary>
    public required ImmutableArray<PointLot> Lots { get; init; }

    /// <summary>The open holds, in the order in which they were set up.</summary>
    public ImmutableArray<PointHold> Holds { get; init; } = [];

    /// <summary>What counts towards tiers, by local calendar year of the earn, ascending.</summary>
    public ImmutableArray<QualifyingYear> Years { get; init; } = [];
}

/// <summary>A lot as of an instant, open or closed.</summary>
public sealed record LotBalance
{
    /// <summary>The lot; its <see cref="PointLot.Remaining"/> is what is left outside of holds, and its end the last of its parts'.</summary>
    public required PointLot Lot { get; init; }

    /// <summary>How many of its points open holds have set aside.</summary>
    public required Points Reserved { get; init; }

    /// <summary>How many of its points expired.</summary>
    public required Points Expired { get; init; }
}
