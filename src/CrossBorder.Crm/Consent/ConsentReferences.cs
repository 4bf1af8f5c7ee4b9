using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>What entries are filed under: what the folded state leaves out, and a decision may still need.</summary>
internal static class ConsentReferences
{
    // Thirty local days are less than 32 days of the UTC calendar, wherever the person is.
    private static readonly Duration LongestWindow = Duration.FromDays(32);

    private static readonly Reference ConsentRequests = Reference.To("sent", Purpose.ConsentRequest.Code);

    private static readonly Reference DoubleOptIns = Reference.To("double_opt_in", "all");

    /// <summary>What a new entry is filed under.</summary>
    public static ImmutableArray<Reference> Of(ConsentEntry entry) => entry switch
    {
        ContactSent sent when sent.Purpose == Purpose.ConsentRequest => [ConsentRequests],
        ContactSent sent => [Month(sent.Purpose, sent.Channel, sent.OccurredAt.InUtc().Date)],
        ConsentRequested or ConsentConfirmed => [DoubleOptIns],
        ContractStarted started => [Contract(started.Contract)],
        ContractEnded ended => [Contract(ended.Contract)],
        _ => [],
    };

    /// <summary>What has to be read again with new entries, because the state may have let go of their counterparts.</summary>
    /// <remarks>
    /// A confirmation, and an erasure that is recorded late, take away the request that stood for all that wait. The others come back with it:
    /// requests and confirmations are read again as a whole, which are a handful a person.
    /// </remarks>
    public static ImmutableArray<Reference> Related(IEnumerable<ConsentEntry> entries) =>
        [.. entries.SelectMany(entry => entry is ErasureCompleted ? [DoubleOptIns] : entry is ContactSent ? [] : Of(entry)).Distinct()];

    /// <summary>The contacts that the packs of a question count.</summary>
    public static ImmutableArray<Reference> Counted(ConsentQuery query, Instant at, RulePackSet packs)
    {
        var found = new HashSet<Reference>();
        foreach (var pack in query.Jurisdictions.Select(packs.Find).OfType<RulePack>())
        {
            if (query.Purpose == Purpose.ConsentRequest && pack.ConsentRequestsMax is not null)
            {
                found.Add(ConsentRequests);
            }

            if (pack.Channels.Any(rules => rules.Channel == query.Channel && rules.Caps is not null))
            {
                var last = at.InUtc().Date;
                for (var month = (at - LongestWindow).InUtc().Date.With(DateAdjusters.StartOfMonth); month <= last; month = month.PlusMonths(1))
                {
                    found.Add(Month(Purpose.DirectMarketing, query.Channel, month));
                }
            }
        }

        return [.. found];
    }

    private static Reference Contract(string contract) => Reference.To("contract", contract);

    private static Reference Month(Purpose purpose, Channel channel, LocalDate date) =>
        Reference.To("sent", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{purpose}:{channel}:{date.Year:0000}-{date.Month:00}"));
}
