using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Customers;

/// <summary>What two records of one person have in common: the hash of a normalised contact point. Made by <c>ContactNormalisation</c>.</summary>
/// <remarks>
/// The hash covers the tenant too, so that equal addresses of two tenants differ. It is no secret: an address that is known can be checked
/// against it. It therefore stands with the customer's record only and goes with it.
/// </remarks>
/// <param name="Hash">The hash.</param>
public readonly record struct MatchKey(Digest Hash)
{
    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => Hash.ToString();
}
