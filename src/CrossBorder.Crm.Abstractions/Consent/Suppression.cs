using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>Why nothing is sent to a contact point, whoever it belongs to. Compares ordinally.</summary>
/// <remarks>An open set. Any reason that is not named here is lifted by its removal only.</remarks>
public readonly record struct SuppressionReason
{
    /// <summary>Creates the code.</summary>
    /// <param name="code">1 to 32 characters of a-z, 0-9, <c>_</c>, <c>-</c>, <c>.</c>.</param>
    /// <exception cref="ArgumentException">The text is not such a code.</exception>
    public SuppressionReason(string code) => Code = StoredText.RequireCode(code, maxLength: 32);

    /// <summary>The code; null only for the default value.</summary>
    public string Code { get; }

    /// <summary>Nothing arrives there. It stops what a contract needs as well.</summary>
    public static SuppressionReason Undeliverable { get; } = new("undeliverable");

    /// <summary>The receiver complained of spam. Only its removal lifts it.</summary>
    public static SuppressionReason Complaint { get; } = new("complaint");

    /// <summary>The person was erased and must not come back by an import. Her own later consent lifts it.</summary>
    public static SuppressionReason Erasure { get; } = new("erasure");

    /// <inheritdoc/>
    public override string ToString() => Code ?? "";
}

/// <summary>The suppression stream of one contact point. It belongs to no customer, so no erasure reaches it.</summary>
/// <param name="Value">The wrapped value.</param>
public readonly record struct SuppressionId(Guid Value) : IEntityId<SuppressionId>
{
    /// <inheritdoc/>
    public static string Kind => "suppression";

    /// <inheritdoc/>
    public static SuppressionId From(Guid value) => new(value);

    /// <summary>The stream of a contact point.</summary>
    /// <param name="contactPoint">The contact point.</param>
    /// <exception cref="ArgumentException">The contact point is the default value.</exception>
    public static SuppressionId Of(ContactPointKey contactPoint) => contactPoint.Value is { } key
        ? EntityId.FromExternal<SuppressionId>(new ExternalRef("contact_point", key))
        : throw new ArgumentException("The contact point is the default value and names none.", nameof(contactPoint));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>One change of a suppression.</summary>
[System.Text.Json.Serialization.JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[System.Text.Json.Serialization.JsonDerivedType(typeof(SuppressionAdded), "suppression_added.v1")]
[System.Text.Json.Serialization.JsonDerivedType(typeof(SuppressionRemoved), "suppression_removed.v1")]
public abstract record SuppressionEntry
{
    private protected SuppressionEntry()
    {
    }

    /// <summary>Why.</summary>
    public required SuppressionReason Reason { get; init; }

    /// <summary>When it happened.</summary>
    public required Instant OccurredAt { get; init; }

    /// <summary>When we came to know it. The service sets it to the time of recording; else it is <see cref="OccurredAt"/>.</summary>
    public Instant RecordedAt { get => field == default ? OccurredAt : field; init; }
}

/// <summary>Nothing is to be sent there.</summary>
public sealed record SuppressionAdded : SuppressionEntry;

/// <summary>That reason no longer holds.</summary>
public sealed record SuppressionRemoved : SuppressionEntry;

/// <summary>The suppressions of one contact point, folded: per reason the last addition and the last removal.</summary>
/// <remarks>Equal if all parts are, in their order.</remarks>
public sealed record SuppressionState
{
    /// <summary>The version of the fold that made it.</summary>
    public required int Revision { get; init; }

    /// <summary>The contact point.</summary>
    public required ContactPointKey ContactPoint { get; init; }

    /// <summary>The entries that can still decide something, by time.</summary>
    public ImmutableArray<SuppressionEntry> Standing { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The latest time of an entry.</summary>
    public required Instant LastOccurredAt { get; init; }

    /// <summary>The latest recording of an entry.</summary>
    public required Instant LastRecordedAt { get; init; }

    /// <inheritdoc/>
    public bool Equals(SuppressionState? other) =>
        other is not null && Revision == other.Revision && ContactPoint == other.ContactPoint
        && LastOccurredAt == other.LastOccurredAt && LastRecordedAt == other.LastRecordedAt
        && Standing.AsSpan().SequenceEqual(other.Standing.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Revision, ContactPoint, Standing.Length, LastOccurredAt, LastRecordedAt);
}
