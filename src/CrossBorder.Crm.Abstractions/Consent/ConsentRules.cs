using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Consent;

/// <summary>What a tenant's decisions are made by: the packs and the notices.</summary>
public sealed record ConsentRules
{
    /// <summary>The packs, each jurisdiction once. A jurisdiction without one is unknown, and contact there denied.</summary>
    public ImmutableArray<RulePack> Packs { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The privacy notices that were published, in any order.</summary>
    public ImmutableArray<PrivacyNotice> Notices { get; init => field = value.IsDefault ? [] : value; } = [];
}

/// <summary>Where the rules come from. A host that changes them at run time or by tenant registers its own.</summary>
public interface IConsentRulesSource
{
    /// <summary>The rules that hold now. Asked for with every decision: return the same object until something changes.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<ConsentRules> GetAsync(TenantId tenant, CancellationToken cancellationToken);
}

/// <summary>Rule packs contradict one another or name what does not exist. The message names the pack and the place.</summary>
public sealed class InvalidRulePackException : ArgumentException
{
    /// <summary>Creates the exception.</summary>
    public InvalidRulePackException() : this("The rule packs are not valid.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and where.</param>
    public InvalidRulePackException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and where.</param>
    /// <param name="innerException">The cause.</param>
    public InvalidRulePackException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
