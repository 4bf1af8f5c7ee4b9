namespace CrossBorder.Crm.Consent;

/// <summary>Processing was restricted (GDPR Art. 18): nothing but what a contract needs, until it is lifted.</summary>
public sealed record RestrictionApplied : ConsentEntry;

/// <summary>The restriction ended.</summary>
public sealed record RestrictionLifted : ConsentEntry;

/// <summary>The person asked to be erased.</summary>
public sealed record ErasureRequested : ConsentEntry
{
    /// <summary>Whether it is known to be her; only then it counts.</summary>
    public required bool Verified { get; init; }
}

/// <summary>The request to be erased was taken back.</summary>
public sealed record ErasureCancelled : ConsentEntry;

/// <summary>The person was erased: what happened before is void.</summary>
public sealed record ErasureCompleted : ConsentEntry;

/// <summary>Her browser sent the Global Privacy Control signal (<c>Sec-GPC</c>).</summary>
public sealed record PrivacySignalReceived : ConsentEntry
{
    /// <summary>Whether it asks not to sell or share. A signal of false takes nothing back.</summary>
    public required bool OptsOut { get; init; }
}
