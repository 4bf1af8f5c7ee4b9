using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>The storage of consent streams, one a person.</summary>
public interface IConsentRepository : IStreamRepository<CustomerId, ConsentEntry, ConsentState, ConsentStateQuery>;

/// <summary>Which persons' consent to list; all by id, unless a property says otherwise.</summary>
public sealed record ConsentStateQuery
{
    /// <summary>Only what was recorded at or after this instant, by the time of the last recording, then id: to copy what changed.</summary>
    public Instant? RecordedSince { get; init; }
}

/// <summary>The storage of suppression streams, one a contact point. Kept apart from the persons: it outlives them.</summary>
public interface ISuppressionRepository : IStreamRepository<SuppressionId, SuppressionEntry, SuppressionState, SuppressionQuery>;

/// <summary>Which contact points to list; all by id, unless a property says otherwise.</summary>
public sealed record SuppressionQuery
{
    /// <summary>Only contact points that are suppressed for some reason now, or only those that no longer are.</summary>
    public bool? Suppressed { get; init; }
}
