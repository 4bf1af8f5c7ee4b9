using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Customers;

/// <summary>One person who buys from the shop, by whatever channels. The only record that says who she is.</summary>
public sealed record Customer
{
    /// <summary>The id that all other rooms know her by.</summary>
    public required CustomerId Id { get; init; }

    /// <summary>Her name, where it is known.</summary>
    [PersonalData]
    public PersonName? Name { get; init; }

    /// <summary>Where she can be reached, the preferred address first; each address once.</summary>
    [PersonalData]
    public ImmutableArray<ContactPoint> Contacts { get; init; } = [];

    /// <summary>The market that she belongs to.</summary>
    public required MarketId Market { get; init; }

    /// <summary>The country that she lives in, where it is known.</summary>
    public CountryCode? Country { get; init; }

    /// <summary>The languages that she reads, the best first; may be empty.</summary>
    public ImmutableArray<LanguageTag> Languages { get; init; } = [];

    /// <summary>Her time zone and how it is known; null where not even a default was given.</summary>
    public CustomerZone? Zone { get; init; }

    /// <summary>The keys by which the host's systems know her, each once.</summary>
    public ImmutableArray<ExternalRef> Externals { get; init; } = [];

    /// <summary>When the record was made; set by the service.</summary>
    public Instant CreatedAt { get; init; }

    /// <summary>When the record was last changed; set by the service.</summary>
    public Instant UpdatedAt { get; init; }

    /// <inheritdoc/>
    public bool Equals(Customer? other) =>
        other is not null && Id == other.Id && Equals(Name, other.Name) && Contacts.SequenceEqual(other.Contacts) && Market == other.Market
        && Country == other.Country && Languages.SequenceEqual(other.Languages) && Equals(Zone, other.Zone)
        && Externals.SequenceEqual(other.Externals) && CreatedAt == other.CreatedAt && UpdatedAt == other.UpdatedAt;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, UpdatedAt);

    /// <summary>The id only: a record that is logged by mistake tells nobody who she is.</summary>
    public override string ToString() => $"customer {Id}";
}
