using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.DependencyInjection;

/// <summary>What the host has asked for so far; one per service collection.</summary>
internal sealed class CrmSetup
{
    /// <summary>The only tenant, where the host named one.</summary>
    public TenantId? SingleTenant { get; set; }

    /// <summary>Whether the in-memory storage was chosen; the last choice counts.</summary>
    public bool InMemory { get; set; }

    /// <summary>The rooms that were added, by name.</summary>
    public HashSet<string> Rooms { get; } = new(StringComparer.Ordinal);

    /// <summary>What the added rooms need from the host, in the order of adding.</summary>
    public List<CrmRequirement> Requirements { get; } = [];
}

/// <summary>A service that a room needs and the host supplies.</summary>
/// <param name="Service">The service.</param>
/// <param name="Room">The room that needs it.</param>
/// <param name="Remedy">The call that supplies it.</param>
internal sealed record CrmRequirement(Type Service, string Room, string Remedy);
