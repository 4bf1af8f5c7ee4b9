using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>What happened to a person's consent.</summary>
public sealed record RecordConsent
{
    /// <summary>The person.</summary>
    public required CustomerId Subject { get; init; }

    /// <summary>The name of the request; unique for the person.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>What happened, 1 to 100 entries, recorded in one step. Their <see cref="ConsentEntry.RecordedAt"/> is set to now.</summary>
    public required ImmutableArray<ConsentEntry> Entries { get; init; }

    /// <summary>The host's key of the person, kept beside the consent so that reports can join the host's tables; null keeps what is stored.</summary>
    /// <remarks>Not part of what makes a repetition equal.</remarks>
    public ExternalRef? Owner { get; init; }
}

/// <summary>What happened to a contact point.</summary>
public sealed record RecordSuppression
{
    /// <summary>The contact point.</summary>
    public required ContactPointKey ContactPoint { get; init; }

    /// <summary>The name of the request; unique for the contact point.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>What happened, 1 to 100 entries, recorded in one step. Their <see cref="SuppressionEntry.RecordedAt"/> is set to now.</summary>
    public required ImmutableArray<SuppressionEntry> Entries { get; init; }
}

/// <summary>What was recorded, and when.</summary>
public sealed record ConsentReceipt
{
    /// <summary>The stream's version after the recording: the version of the last entry.</summary>
    public required long Version { get; init; }

    /// <summary>When it was recorded.</summary>
    public required Instant RecordedAt { get; init; }
}

/// <summary>Told when something was recorded that may change whether a person may be contacted: stop what is on its way.</summary>
public sealed record ConsentChanged : IEventData
{
    /// <inheritdoc/>
    public static string Kind => "consent_changed.v1";

    /// <summary>The person.</summary>
    public required CustomerId Subject { get; init; }

    /// <summary>The stream's version after the recording.</summary>
    public required long Version { get; init; }
}
