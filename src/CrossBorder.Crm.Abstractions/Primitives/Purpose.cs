namespace CrossBorder.Crm.Primitives;

/// <summary>What data or contact is for, such as <c>direct_marketing</c>. Consent is given per purpose. Compares ordinally.</summary>
/// <remarks>An open set: a host may use codes of its own. The default value is none and is refused at every boundary.</remarks>
public readonly record struct Purpose
{
    /// <summary>Creates the code.</summary>
    /// <param name="code">1 to 32 characters of a-z, 0-9, <c>_</c>, <c>-</c>, <c>.</c>.</param>
    /// <exception cref="ArgumentException">The text is not such a code.</exception>
    public Purpose(string code) => Code = StoredText.RequireCode(code, maxLength: 32);

    /// <summary>The code; null only for the default value.</summary>
    public string Code { get; }

    /// <summary>Advertising to the person.</summary>
    public static Purpose DirectMarketing { get; } = new("direct_marketing");

    /// <summary>What a contract needs: receipts, shipping news, answers.</summary>
    public static Purpose Transactional { get; } = new("transactional");

    /// <summary>Asking for a consent.</summary>
    public static Purpose ConsentRequest { get; } = new("consent_request");

    /// <summary>Evaluating the person by her behaviour.</summary>
    public static Purpose Profiling { get; } = new("profiling");

    /// <summary>Selling or sharing data with others for advertising.</summary>
    public static Purpose SaleShare { get; } = new("sale_share");

    /// <summary>Sending personal data to another country.</summary>
    public static Purpose CrossBorderTransfer { get; } = new("cross_border_transfer");

    /// <summary>Processing of sensitive personal data.</summary>
    public static Purpose Sensitive { get; } = new("sensitive");

    /// <summary>Handing personal data to another controller.</summary>
    public static Purpose ThirdPartyProvision { get; } = new("third_party_provision");

    /// <inheritdoc/>
    public override string ToString() => Code ?? "";
}
