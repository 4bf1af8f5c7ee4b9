using System.Collections.Immutable;

namespace CrossBorder.Crm.Primitives;

/// <summary>A market as the shop sees it: the countries it groups, and what follows from being a customer there.</summary>
/// <remarks>Whatever is configured by market falls back from the market to its region and from there to <see cref="MarketId.Global"/>.</remarks>
public sealed record Market
{
    /// <summary>The market's name.</summary>
    public required MarketId Id { get; init; }

    /// <summary>The countries that belong to it; at least one, except for regions and the global market.</summary>
    public ImmutableArray<CountryCode> Countries { get; init; } = [];

    /// <summary>The larger market to fall back to, or null to fall back to <see cref="MarketId.Global"/> at once.</summary>
    public MarketId? Region { get; init; }

    /// <summary>The currency in which the market's customers are quoted.</summary>
    public required CurrencyCode Currency { get; init; }

    /// <summary>The IANA zone that applies to a customer whose own is not known, such as <c>Europe/Berlin</c>.</summary>
    public required string DefaultZone { get; init; }

    /// <summary>The languages of the market, the usual one first.</summary>
    public ImmutableArray<LanguageTag> Languages { get; init; } = [];

    /// <summary>The name of the calendar that holds the market's public holidays, where there is one.</summary>
    public string? HolidayCalendar { get; init; }

    /// <summary>The jurisdictions whose rule packs apply, in the order in which they are asked.</summary>
    public ImmutableArray<string> Jurisdictions { get; init; } = [];

    /// <summary>The chain of markets to look a setting up in: this one, its region, the global one. Never repeats one.</summary>
    public ImmutableArray<MarketId> Fallback => [.. new[] { Id, Region ?? MarketId.Global, MarketId.Global }.Distinct()];
}
