using CrossBorder.Crm.Primitives;

namespace Quickstart.Input;

/// <summary>The country labels of the file as markets: the country's ISO 3166-1 code, its zone and its languages.</summary>
internal static class CountryLabels
{
    public static readonly MarketId Europe = new("europe");

    /// <summary>Label; market; region; zone; languages. Several labels may share a market.</summary>
    private static readonly (string Label, string Market, MarketId? Region, string Zone, string Languages)[] Table =
    [
        ("United Kingdom", "GB", null, "Europe/London", "en-GB"),
        ("Channel Islands", "GB", null, "Europe/London", "en-GB"),
        ("EIRE", "IE", Europe, "Europe/Dublin", "en-IE"),
        ("Germany", "DE", Europe, "Europe/Berlin", "de-DE"),
        ("France", "FR", Europe, "Europe/Paris", "fr-FR"),
        ("Spain", "ES", Europe, "Europe/Madrid", "es-ES"),
        ("Netherlands", "NL", Europe, "Europe/Amsterdam", "nl-NL"),
        ("Belgium", "BE", Europe, "Europe/Brussels", "nl-BE fr-BE"),
        ("Switzerland", "CH", Europe, "Europe/Zurich", "de-CH fr-CH it-CH"),
        ("Portugal", "PT", Europe, "Europe/Lisbon", "pt-PT"),
        ("Norway", "NO", Europe, "Europe/Oslo", "nb-NO"),
        ("Italy", "IT", Europe, "Europe/Rome", "it-IT"),
        ("Finland", "FI", Europe, "Europe/Helsinki", "fi-FI sv-FI"),
        ("Cyprus", "CY", Europe, "Asia/Nicosia", "el-CY"),
        ("Sweden", "SE", Europe, "Europe/Stockholm", "sv-SE"),
        ("Austria", "AT", Europe, "Europe/Vienna", "de-AT"),
        ("Denmark", "DK", Europe, "Europe/Copenhagen", "da-DK"),
        ("Poland", "PL", Europe, "Europe/Warsaw", "pl-PL"),
        ("Iceland", "IS", Europe, "Atlantic/Reykjavik", "is-IS"),
        ("Greece", "GR", Europe, "Europe/Athens", "el-GR"),
        ("Malta", "MT", Europe, "Europe/Malta", "mt-MT en-MT"),
        ("Lithuania", "LT", Europe, "Europe/Vilnius", "lt-LT"),
        ("Czech Republic", "CZ", Europe, "Europe/Prague", "cs-CZ"),
        ("European Community", "europe", null, "Europe/Brussels", "en"),
        ("Australia", "AU", null, "Australia/Sydney", "en-AU"),
        ("Japan", "JP", null, "Asia/Tokyo", "ja-JP"),
        ("Israel", "IL", null, "Asia/Jerusalem", "he-IL"),
        ("USA", "US", null, "America/New_York", "en-US"),
        ("Hong Kong", "HK", null, "Asia/Hong_Kong", "zh-Hant-HK en-HK"),
        ("Singapore", "SG", null, "Asia/Singapore", "en-SG zh-Hans-SG"),
        ("Canada", "CA", null, "America/Toronto", "en-CA fr-CA"),
        ("United Arab Emirates", "AE", null, "Asia/Dubai", "ar-AE en-AE"),
        ("RSA", "ZA", null, "Africa/Johannesburg", "en-ZA"),
        ("Lebanon", "LB", null, "Asia/Beirut", "ar-LB"),
        ("Brazil", "BR", null, "America/Sao_Paulo", "pt-BR"),
        ("Bahrain", "BH", null, "Asia/Bahrain", "ar-BH"),
        ("Saudi Arabia", "SA", null, "Asia/Riyadh", "ar-SA"),
    ];

    private static readonly Dictionary<string, MarketId> Labels = Table.ToDictionary(row => row.Label, row => new MarketId(row.Market));

    /// <summary>The market of a label. "Unspecified", and any label not known here, is the global market.</summary>
    public static MarketId MarketOf(string label) => Labels.GetValueOrDefault(label, MarketId.Global);

    public static IReadOnlyList<Market> Markets(CurrencyCode currency) =>
    [
        .. Table.DistinctBy(row => row.Market).Select(row => new Market
        {
            Id = new(row.Market),
            Countries = row.Market.Length == 2 ? [new(row.Market)] : [],
            Region = row.Region,
            Currency = currency,
            DefaultZone = row.Zone,
            Languages = [.. row.Languages.Split(' ').Select(tag => new LanguageTag(tag))],
            Jurisdictions = Jurisdictions(row.Market, row.Region),
        }),
        new Market { Id = MarketId.Global, Currency = currency, DefaultZone = "Europe/London", Languages = [new("en")] },
    ];

    // The sample brings two packs; elsewhere nothing is known, and nobody is contacted. The orders are of 2010 and 2011: the UK was a member.
    private static System.Collections.Immutable.ImmutableArray<string> Jurisdictions(string market, MarketId? region) =>
        market == "US" ? ["US"] : region == Europe || market == Europe.Value || market == "GB" ? ["EU"] : [market];
}
