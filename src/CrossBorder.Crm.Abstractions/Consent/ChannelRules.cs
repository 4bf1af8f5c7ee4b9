using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Time;

namespace CrossBorder.Crm.Consent;

/// <summary>What a jurisdiction starts from where a person has said nothing.</summary>
public enum ConsentModel
{
    /// <summary>No, until she consents.</summary>
    OptIn,

    /// <summary>Yes, until she opts out.</summary>
    OptOut,

    /// <summary>Yes, until she opts out or a public registry lists her.</summary>
    OptOutRegistry,
}

/// <summary>The rules of one channel.</summary>
public sealed record ChannelRules
{
    /// <summary>The channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>What holds where the person has said nothing.</summary>
    public required ConsentModel Model { get; init; }

    /// <summary>The soft opt-in of customers; null where there is none.</summary>
    public SoftOptIn? Soft { get; init; }

    /// <summary>The consent that a relationship implies; null where it implies none.</summary>
    public ImpliedConsent? Implied { get; init; }

    /// <summary>When a person may be contacted; null for always.</summary>
    public ContactHours? Hours { get; init; }

    /// <summary>How often a person may be contacted; null for any number of times.</summary>
    public FrequencyCaps? Caps { get; init; }

    /// <summary>Whether a refusal in conversation ends all contact on the channel for good.</summary>
    public bool NoRecallAfterRefusal { get; init; }

    /// <summary>Whether a live relationship lifts a registry listing: by <see cref="Implied"/>, else by that of <c>email</c>.</summary>
    public bool RelationshipLiftsListing { get; init; }

    /// <summary>
    /// After how many months a consent lapses that has neither an end nor was given without one, at the start of that local day. 1 to 1,200.
    /// </summary>
    public int? UndatedConsentMonths { get; init; }

    /// <summary>After how many months a consent must be recalled to the person, at the start of that local day. 1 to 1,200.</summary>
    public int? ReconfirmMonths { get; init; }
}

/// <summary>Advertising to customers for what they bought (Directive 2002/58/EC Art. 13(2)).</summary>
public sealed record SoftOptIn
{
    /// <summary>What makes somebody a customer.</summary>
    public required ImmutableArray<RelationshipKind> Triggers { get; init => field = value.IsDefault ? [] : value; }

    /// <summary>Whether only goods of the same category may be advertised.</summary>
    public bool SimilarOnly { get; init; }

    /// <summary>Whether an opt-out must have been offered when the address was taken.</summary>
    public bool OptOutOfferedRequired { get; init; }
}

/// <summary>The consent that a relationship implies. What is null implies none.</summary>
public sealed record ImpliedConsent
{
    /// <summary>After a purchase.</summary>
    public ImpliedWindow? Purchase { get; init; }

    /// <summary>After an inquiry.</summary>
    public ImpliedWindow? Inquiry { get; init; }

    /// <summary>While a contract runs, and after its end.</summary>
    public ImpliedWindow? ContractAfterEnd { get; init; }

    /// <summary>Whether only goods of the same category may be advertised.</summary>
    public bool SimilarOnly { get; init; }
}

/// <summary>How long a relationship implies consent: through the whole same-numbered local day some months later, clamped to the month's end.</summary>
/// <param name="Months">The months, 0 to 1,200; null for no fixed end.</param>
public readonly record struct ImpliedWindow(int? Months);

/// <summary>The wall times at which a person may be contacted, in her zone. All other times are quiet.</summary>
public sealed record ContactHours
{
    /// <summary>The windows, [start, end).</summary>
    public required WeeklyHours Weekly { get; init; }

    /// <summary>Whether public holidays are quiet all day.</summary>
    public bool HolidaysClosed { get; init; }

    /// <summary>Whether any valid express consent lifts the hours.</summary>
    public bool LiftedByExpressConsent { get; init; }

    /// <summary>The permission (<see cref="ConsentTerms.Permissions"/>) of a valid express consent that lifts the hours; null for none.</summary>
    public string? LiftedByPermission { get; init; }
}

/// <summary>How often a person may be contacted for direct marketing on the channel. A count that reaches a cap denies; null is no cap.</summary>
public sealed record FrequencyCaps
{
    /// <summary>In the last 24 hours, (t − 24 h, t].</summary>
    public int? Per24Hours { get; init; }

    /// <summary>On the local day.</summary>
    public int? PerLocalDay { get; init; }

    /// <summary>In the last 7 local days, today included.</summary>
    public int? Per7Days { get; init; }

    /// <summary>In the last 30 local days, today included.</summary>
    public int? Per30Days { get; init; }

    /// <summary>For how many local days after the day of a refusal in conversation there is no contact.</summary>
    public int? AfterRefusalDays { get; init; }
}

/// <summary>What one purpose of processing needs.</summary>
public enum ProcessingModel
{
    /// <summary>Consent.</summary>
    OptIn,

    /// <summary>Nothing, until the person opts out.</summary>
    OptOut,

    /// <summary>Consent that was asked for on its own.</summary>
    Separate,
}

/// <summary>What one purpose of processing that contacts nobody needs.</summary>
/// <param name="Purpose">The purpose.</param>
/// <param name="Model">What it needs.</param>
public readonly record struct ProcessingRule(Purpose Purpose, ProcessingModel Model);
