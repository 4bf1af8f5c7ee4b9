namespace CrossBorder.Crm.Consent;

/// <summary>What a person did that the law may read as a relationship.</summary>
public enum RelationshipKind
{
    /// <summary>She bought.</summary>
    Purchase,

    /// <summary>She negotiated for a sale, such as by asking for a quote.</summary>
    Negotiation,

    /// <summary>She asked about something.</summary>
    Inquiry,
}

/// <summary>A purchase, negotiation or inquiry. It belongs to the person, whatever contact point she used.</summary>
public sealed record RelationshipNoted : ConsentEntry
{
    /// <summary>What it was.</summary>
    public required RelationshipKind Kind { get; init; }

    /// <summary>The kind of goods, in the host's words, for rules about similar goods; null where it is not known.</summary>
    public string? Category { get; init; }

    /// <summary>Whether she was offered to opt out of advertising when her address was taken.</summary>
    public bool OptOutOffered { get; init; }

    /// <summary>Whether she took that offer.</summary>
    public bool OptedOut { get; init; }
}

/// <summary>A contract or subscription began.</summary>
public sealed record ContractStarted : ConsentEntry
{
    /// <summary>The contract, in the host's words.</summary>
    public required string Contract { get; init; }
}

/// <summary>A contract or subscription ended.</summary>
public sealed record ContractEnded : ConsentEntry
{
    /// <summary>The contract, in the host's words.</summary>
    public required string Contract { get; init; }
}

/// <summary>Two records of one person became one: the survivor sees both histories from then on. Recorded in both streams.</summary>
public sealed record SubjectsMerged : ConsentEntry
{
    /// <summary>The absorbed customer.</summary>
    public required Primitives.CustomerId From { get; init; }

    /// <summary>The survivor.</summary>
    public required Primitives.CustomerId Into { get; init; }
}

/// <summary>A merge was undone: from then on each sees her own history. Recorded in both streams.</summary>
public sealed record SubjectsUnmerged : ConsentEntry
{
    /// <summary>The customer who had been absorbed.</summary>
    public required Primitives.CustomerId From { get; init; }

    /// <summary>Who had absorbed her.</summary>
    public required Primitives.CustomerId Into { get; init; }
}
