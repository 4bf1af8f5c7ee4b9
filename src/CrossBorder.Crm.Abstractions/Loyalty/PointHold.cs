using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Points that are set aside for a purchase: nobody else can spend them, until the hold is captured, voided or times out.</summary>
public sealed record PointHold
{
    /// <summary>The caller's name of it; unique among the open holds of the account.</summary>
    public required string Name { get; init; }

    /// <summary>How many points; the sum of <see cref="From"/>.</summary>
    public required Points Points { get; init; }

    /// <summary>The parts of lots that are held, in the order in which a capture takes them: earliest expiry first.</summary>
    public required ImmutableArray<PointLot> From { get; init; }

    /// <summary>When it was set up.</summary>
    public required Instant HeldAt { get; init; }

    /// <summary>From when on it is void by itself; null for never.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>The order that it is for, where there is one.</summary>
    public ExternalRef? Order { get; init; }

    /// <summary>What the points are worth to the order; null where the caller did not say.</summary>
    public Money? Value { get; init; }

    /// <summary>Whether held points expire with their lots.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool LapsesWithLots { get; init; }

    /// <summary>For how many days of 24 hours points can be spent that are released after their lot has expired; 0 for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int GraceDays { get; init; }

    /// <summary>The account that the points are on their way to, where a transfer holds them; null otherwise.</summary>
    public LoyaltyAccountId? TransferTo { get; init; }

    /// <summary>In a shared account: the member who holds them; null otherwise.</summary>
    public LoyaltyAccountId? Member { get; init; }

    /// <inheritdoc/>
    public bool Equals(PointHold? other) =>
        other is not null && Name == other.Name && Points == other.Points && From.SequenceEqual(other.From) && HeldAt == other.HeldAt
        && ExpiresAt == other.ExpiresAt && Order == other.Order && Value == other.Value && LapsesWithLots == other.LapsesWithLots
        && TransferTo == other.TransferTo && GraceDays == other.GraceDays && Member == other.Member;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Points, HeldAt);
}
