using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>An account folded from its entries: what is open, and totals. As of the last entry; rules move it on to any later instant.</summary>
public sealed record LoyaltyAccountState
{
    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The revision of the fold that made this state.</summary>
    public required int Revision { get; init; }

    /// <summary>The instant that the state is of.</summary>
    public required Instant AsOf { get; init; }

    /// <summary>The lots with points left, in the order in which they are consumed: earliest expiry first, never-expiring last.</summary>
    public ImmutableArray<PointLot> Lots { get; init; } = [];

    /// <summary>The points that the account owes; not negative.</summary>
    public Points Debt { get; init; }

    /// <summary>All that was ever posted, by kind.</summary>
    public LedgerTotals Totals { get; init; } = new();

    /// <inheritdoc/>
    public bool Equals(LoyaltyAccountState? other) =>
        other is not null && Account == other.Account && Revision == other.Revision && AsOf == other.AsOf && Lots.SequenceEqual(other.Lots)
        && Debt == other.Debt && Totals == other.Totals;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Account, AsOf, Totals);
}

/// <summary>All that was ever posted to an account, by kind; each is a sum of points and never negative.</summary>
public sealed record LedgerTotals
{
    /// <summary>Granted.</summary>
    public Points Earned { get; init; }

    /// <summary>Spent.</summary>
    public Points Redeemed { get; init; }

    /// <summary>Expired.</summary>
    public Points Expired { get; init; }

    /// <summary>Taken back for refunded orders, debt included, without what was waived.</summary>
    public Points ClawedBack { get; init; }

    /// <summary>Due for refunded orders, and waived.</summary>
    public Points Waived { get; init; }
}

/// <summary>An account as of an instant.</summary>
/// <remarks>
/// Always: earned − redeemed − expired − clawed back = available + pending − debt; available and debt are never both above zero.
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

    /// <summary>What the account owes.</summary>
    public required Points Debt { get; init; }

    /// <summary>All that was ever posted, by kind.</summary>
    public required LedgerTotals Totals { get; init; }

    /// <summary>The lots with points left, in the order in which they are consumed.</summary>
    public required ImmutableArray<PointLot> Lots { get; init; }
}
