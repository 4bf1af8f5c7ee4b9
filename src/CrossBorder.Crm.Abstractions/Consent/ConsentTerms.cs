using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>What was agreed with a consent. Equal if all parts are, the permissions in their order.</summary>
public sealed record ConsentTerms
{
    /// <summary>Nothing in particular.</summary>
    public static ConsentTerms None { get; } = new();

    /// <summary>The version of the notice that the person saw, or null where none was named.</summary>
    public string? NoticeVersion { get; init; }

    /// <summary>The first instant at which it no longer holds, or null.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>What was allowed beyond the ordinary, such as <c>night</c>; each once.</summary>
    public ImmutableArray<string> Permissions { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Whether it was given knowing that the browser signals an opt-out (Global Privacy Control).</summary>
    public bool AfterPrivacySignalNotice { get; init; }

    /// <summary>Whether it was expressly given without an end, where the law would let it lapse.</summary>
    public bool Indefinite { get; init; }

    /// <summary>Whether it was asked for on its own, apart from every other consent (PIPL Art. 29).</summary>
    public bool Separate { get; init; }

    /// <inheritdoc/>
    public bool Equals(ConsentTerms? other) =>
        other is not null && NoticeVersion == other.NoticeVersion && ExpiresAt == other.ExpiresAt
        && AfterPrivacySignalNotice == other.AfterPrivacySignalNotice && Indefinite == other.Indefinite && Separate == other.Separate
        && Permissions.AsSpan().SequenceEqual(other.Permissions.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(NoticeVersion, ExpiresAt, Permissions.Length, AfterPrivacySignalNotice, Indefinite, Separate);
}
