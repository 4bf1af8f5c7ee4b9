using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>What somebody said about being contacted or about processing.</summary>
public abstract record ConsentStatement : ConsentEntry
{
    private protected ConsentStatement()
    {
    }

    /// <summary>What it is about.</summary>
    public required ConsentScope Scope { get; init; }

    /// <summary>Who said it. The default is the person herself.</summary>
    public ConsentSource Source { get; init; }
}

/// <summary>A consent was given.</summary>
public sealed record ConsentGranted : ConsentStatement
{
    /// <summary>What was agreed.</summary>
    public ConsentTerms Terms { get; init; } = ConsentTerms.None;
}

/// <summary>A consent was given anew. It stands on its own: what its terms do not say does not hold, a former end included.</summary>
public sealed record ConsentRenewed : ConsentStatement
{
    /// <summary>What was agreed.</summary>
    public ConsentTerms Terms { get; init; } = ConsentTerms.None;
}

/// <summary>A consent was asked for and waits to be confirmed (double opt-in). It grants nothing and lowers nothing.</summary>
public sealed record ConsentRequested : ConsentStatement
{
    /// <summary>The name of the request, or a hash of the secret in the link; the confirmation repeats it.</summary>
    public required string Token { get; init; }

    /// <summary>The first instant at which it can no longer be confirmed.</summary>
    public required Instant ConfirmBefore { get; init; }

    /// <summary>What is to be agreed.</summary>
    public ConsentTerms Terms { get; init; } = ConsentTerms.None;
}

/// <summary>A request was confirmed. In time and within the request's scope it is a consent, given at this instant.</summary>
public sealed record ConsentConfirmed : ConsentStatement
{
    /// <summary>The token of the request. A wrong one confirms nothing.</summary>
    public required string Token { get; init; }

    /// <summary>What was agreed; null for what the request said.</summary>
    public ConsentTerms? Terms { get; init; }
}

/// <summary>A consent was taken back.</summary>
public sealed record ConsentWithdrawn : ConsentStatement;

/// <summary>A consent was asked for and refused: a recorded no, other than silence.</summary>
public sealed record ConsentRefused : ConsentStatement;

/// <summary>The person opted out where no consent was needed.</summary>
public sealed record ConsentOptedOut : ConsentStatement;

/// <summary>The person objected to a purpose (GDPR Art. 21). It holds on every channel and contact point, until her own later consent.</summary>
public sealed record ProcessingObjected : ConsentEntry
{
    /// <summary>The purpose, or null for every purpose.</summary>
    public Purpose? Purpose { get; init; }
}
