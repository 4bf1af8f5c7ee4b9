using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Consent;

/// <summary>The person was contacted. Needed only where a pack caps how often; not part of the folded state.</summary>
public sealed record ContactSent : ConsentEntry
{
    /// <summary>What for.</summary>
    public required Purpose Purpose { get; init; }

    /// <summary>On which channel.</summary>
    public required Channel Channel { get; init; }
}

/// <summary>The person said in a conversation that she does not want such contacts for now.</summary>
public sealed record ContactRefused : ConsentEntry
{
    /// <summary>On which channel.</summary>
    public required Channel Channel { get; init; }
}

/// <summary>The person was reminded of her consent; her silence keeps it.</summary>
public sealed record ReconfirmationSent : ConsentEntry
{
    /// <summary>Of which consent.</summary>
    public required ConsentScope Scope { get; init; }
}

/// <summary>A public registry lists the person against such contacts.</summary>
public sealed record RegistryListed : ConsentEntry
{
    /// <summary>The registry, such as <c>us-dnc</c>.</summary>
    public required string Registry { get; init; }

    /// <summary>The channel that it is about, or null for every channel.</summary>
    public Channel? Channel { get; init; }

    /// <summary>The listed number or address, or null for every one of the person.</summary>
    public ContactPointKey? ContactPoint { get; init; }
}
