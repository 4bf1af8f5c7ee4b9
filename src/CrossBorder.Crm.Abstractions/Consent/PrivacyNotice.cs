using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>A version of a privacy notice. A material one makes the consents given before it stale, unless they name its version.</summary>
public sealed record PrivacyNotice
{
    /// <summary>The notice, in the host's words. Versions of one notice follow one another.</summary>
    public required string NoticeId { get; init; }

    /// <summary>The version that a consent names.</summary>
    public required string Version { get; init; }

    /// <summary>Whether it changed what people agreed to.</summary>
    public required bool Material { get; init; }

    /// <summary>When it was published. It counts from this instant on.</summary>
    public required Instant PublishedAt { get; init; }

    /// <summary>When it takes effect; null for when it was published.</summary>
    public Instant? EffectiveAt { get; init; }

    /// <summary>When it was recorded; null for when it was published.</summary>
    public Instant? RecordedAt { get; init; }

    /// <summary>The purposes that it is about; none means all.</summary>
    public ImmutableArray<Purpose> Purposes { get; init => field = value.IsDefault ? [] : value; } = [];
}
