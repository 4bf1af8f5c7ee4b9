using System.Collections.Immutable;
using System.Globalization;

namespace CrossBorder.Crm.Support;

/// <summary>
/// What the rank of a ticket depends on and the ticket itself does not know. Kept as attributes of the ticket, as they were when the event happened:
/// so a rank does not move while the ticket ages, and the history gives the same rank again.
/// </summary>
public sealed record RankFacts
{
    /// <summary>Within how many days complaints count as repeated.</summary>
    public const int ComplaintDays = 30;

    /// <summary>The how-manieth complaint of the customer in 30 days this is, 0 to 1,000,000: 0 for no complaint, 1 for the first. Null where not known.</summary>
    public int? Complaints { get; init; }

    /// <summary>How many agents speak the customer's language, 0 to 1,000,000. Null where not known.</summary>
    public int? Speakers { get; init; }

    /// <summary>How the customer feels, from -100, furious, over 0 to 100, delighted. Null where not known.</summary>
    public int? Sentiment { get; init; }

    /// <summary>The facts that a ticket's attributes state. What is no number of the range is not known.</summary>
    /// <param name="attributes">The ticket's attributes.</param>
    public static RankFacts Of(ImmutableSortedDictionary<string, string> attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        return new()
        {
            Complaints = Read(attributes, TicketAttributes.Complaints),
            Speakers = Read(attributes, TicketAttributes.Speakers),
            Sentiment = Read(attributes, TicketAttributes.Sentiment),
        };
    }

    /// <summary>Whether an attribute can have a value: those that state facts are whole numbers of their range.</summary>
    /// <param name="attribute">The attribute's name.</param>
    /// <param name="value">The value.</param>
    public static bool Allows(string attribute, string value) => RangeOf(attribute) is not { } || Parse(attribute, value) is not null;

    /// <summary>The attributes that state the facts that are known.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToAttributes()
    {
        (string Name, int? Value)[] facts =
        [
            (TicketAttributes.Complaints, Complaints), (TicketAttributes.Speakers, Speakers), (TicketAttributes.Sentiment, Sentiment),
        ];
        foreach (var (name, value) in facts)
        {
            if (value is { } known)
            {
                yield return new(name, known.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private static int? Read(ImmutableSortedDictionary<string, string> attributes, string name) =>
        attributes.TryGetValue(name, out var value) ? Parse(name, value) : null;

    private static int? Parse(string name, string value) =>
        RangeOf(name) is var (least, most)
        && int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : null;

    private static (int Least, int Most)? RangeOf(string name) => name switch
    {
        TicketAttributes.Complaints or TicketAttributes.Speakers => (0, 1_000_000),
        TicketAttributes.Sentiment => (-100, 100),
        _ => null,
    };
}
