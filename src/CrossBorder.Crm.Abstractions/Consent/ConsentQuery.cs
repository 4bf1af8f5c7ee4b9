using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>May I contact her, for this, on this channel?</summary>
public sealed record ConsentQuery
{
    /// <summary>The person.</summary>
    public required CustomerId Subject { get; init; }

    /// <summary>What for.</summary>
    public required Purpose Purpose { get; init; }

    /// <summary>On which channel; <see cref="Channel.None"/> for processing that contacts nobody.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The contact point; null for processing that contacts nobody.</summary>
    public ContactPointKey? ContactPoint { get; init; }

    /// <summary>Every jurisdiction that may apply; all must allow. Without any, contact is denied.</summary>
    public required ImmutableArray<Jurisdiction> Jurisdictions { get; init; }

    /// <summary>The instant that is asked about; null for now.</summary>
    public Instant? At { get; init; }

    /// <summary>Judges by what was recorded by this instant, to prove later what could be known; null for all that is recorded.</summary>
    public Instant? KnownAt { get; init; }

    /// <summary>The person's IANA zone; null where it is not known, and then the strictest zone of each pack counts.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The kind of goods that is advertised, in the host's words, for rules about similar goods.</summary>
    public string? Category { get; init; }

    /// <summary>Whether the person's local day is a public holiday.</summary>
    public bool PublicHoliday { get; init; }

    /// <summary>The person's date of birth; null counts as grown up. Never stored or logged by this room.</summary>
    public LocalDate? BirthDate { get; init; }

    /// <summary>Whether the person is contacted as a merchant.</summary>
    public bool IsMerchant { get; init; }
}
