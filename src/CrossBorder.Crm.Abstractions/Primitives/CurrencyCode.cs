using System.Collections.Frozen;

namespace CrossBorder.Crm.Primitives;

/// <summary>A currency of ISO 4217, such as <c>EUR</c>. Compares ordinally.</summary>
/// <remarks>The default value is no currency and is refused wherever money is computed.</remarks>
public readonly record struct CurrencyCode
{
    // Its place in the list, from 1: amounts are copied and compared more than anything else, and a number needs no collector.
    private readonly ushort number;

    /// <summary>Creates the code.</summary>
    /// <param name="code">Three upper-case letters that ISO 4217 lists, today or among the recently withdrawn.</param>
    /// <exception cref="ArgumentException">The code is not listed.</exception>
    public CurrencyCode(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        number = Iso4217.Numbers.TryGetValue(code, out var known)
            ? known
            : throw new ArgumentException($"'{code}' is not a currency code of ISO 4217 (three upper-case letters).", nameof(code));
    }

    /// <summary>The three letters; null only for the default value.</summary>
    public string Code => number > 0 ? Iso4217.List[number - 1].Code : null!;

    /// <summary>The number of decimal places of the currency's minor unit by ISO 4217: 2 for EUR, 0 for JPY, 3 for KWD.</summary>
    /// <exception cref="InvalidOperationException">This is the default value.</exception>
    public int MinorUnits => number > 0
        ? Iso4217.List[number - 1].MinorUnits
        : throw new InvalidOperationException("The default currency code names no currency.");

    /// <summary>Reads a code without throwing.</summary>
    /// <param name="code">The text to read.</param>
    /// <param name="currency">The currency, when the text is one.</param>
    public static bool TryParse(string? code, out CurrencyCode currency)
    {
        var known = code is not null && Iso4217.Numbers.ContainsKey(code);
        currency = known ? new CurrencyCode(code!) : default;
        return known;
    }

    /// <inheritdoc/>
    public override string ToString() => Code ?? "";
}

/// <summary>The minor units of ISO 4217, list one, and of currencies withdrawn since 2010, which old orders still name.</summary>
/// <remarks>Source: ISO 4217 maintenance agency, list one (active) and list three (historic).</remarks>
internal static class Iso4217
{
    private const string None = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";

    private const string Two =
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC "
        + "CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR "
        + "KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN "
        + "PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS "
        + "UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG "
        + "ANG BGN BYR CUC EEK HRK LTL LVL MRO SLL STD VEF ZWL";

    private const string Three = "BHD IQD JOD KWD LYD OMR TND";

    private const string Four = "CLF UYW";

    /// <summary>The currencies, without an order that means anything.</summary>
    public static readonly (string Code, int MinorUnits)[] List =
    [
        .. new (string Codes, int Digits)[] { (None, 0), (Two, 2), (Three, 3), (Four, 4) }
            .SelectMany(group => group.Codes.Split(' '), (group, code) => (code, group.Digits))
            // BYR was the one withdrawn currency here without a minor unit.
            .Select(entry => (entry.code, entry.code == "BYR" ? 0 : entry.Digits)),
    ];

    /// <summary>Where each stands in the list, from 1.</summary>
    public static readonly FrozenDictionary<string, ushort> Numbers =
        List.Index().ToFrozenDictionary(entry => entry.Item.Code, entry => (ushort)(entry.Index + 1), StringComparer.Ordinal);
}
