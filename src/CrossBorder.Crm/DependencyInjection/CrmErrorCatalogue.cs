using CrossBorder.Crm.Customers;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;

namespace CrossBorder.Crm.DependencyInjection;

/// <summary>Every refusal that the library can give, with its messages.</summary>
public static class CrmErrorCatalogue
{
    private static readonly Dictionary<string, CrmErrorDefinition> ByCode =
        CustomersErrors.All.Concat(LoyaltyErrors.All).Concat(VoucherErrors.All).Concat(ReferralErrors.All).Concat(ImportErrors.All).Concat(SupportErrors.All).ToDictionary(definition => definition.Code, StringComparer.Ordinal);

    /// <summary>All refusals, of all rooms.</summary>
    public static IReadOnlyCollection<CrmErrorDefinition> All => ByCode.Values;

    /// <summary>A refusal as a sentence: Chinese for <c>zh</c>, English for any other language. A code that is not ours stays a code.</summary>
    /// <param name="error">The refusal.</param>
    /// <param name="language">The reader's language.</param>
    public static string Describe(CrmError error, LanguageTag language)
    {
        ArgumentNullException.ThrowIfNull(error);
        return ByCode.TryGetValue(error.Code, out var definition) ? definition.Describe(error, language) : error.ToString();
    }
}
