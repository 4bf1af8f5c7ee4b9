using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>A code by which a member brings friends along. Never changes.</summary>
public sealed record ReferralCode
{
    /// <summary>The code as it is shown: capital letters and digits. What is typed is compared without case, spaces and dashes, and O is 0, I and L are 1.</summary>
    public required string Code { get; init; }

    /// <summary>The member's account.</summary>
    public required LoyaltyAccountId Account { get; init; }
}

/// <summary>A referral code by what all ways of typing it have in common.</summary>
/// <param name="Value">The wrapped value.</param>
public readonly record struct ReferralCodeId(Guid Value) : IEntityId<ReferralCodeId>
{
    /// <inheritdoc/>
    public static string Kind => "referral_code";

    /// <inheritdoc/>
    public static ReferralCodeId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>A member's code to make, or to find again.</summary>
public sealed record IssueReferralCode
{
    /// <summary>The member's account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The code that the host wants: 4 to 24 letters A to Z and digits, besides spaces and dashes; no personal data. Null for one that follows from the account.</summary>
    /// <remarks>A member may have several codes.</remarks>
    public string? Code { get; init; }
}
