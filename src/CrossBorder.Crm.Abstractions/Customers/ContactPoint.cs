using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Customers;

/// <summary>An address of a person on a channel: a mail address, a phone number, an account of a messenger.</summary>
[PersonalData]
public sealed record ContactPoint
{
    /// <summary>The channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The address as she gave it.</summary>
    public required string Address { get; init; }

    /// <summary>When she proved that it is hers; null where she has not.</summary>
    public Instant? VerifiedAt { get; init; }
}
