using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>What is refused before anything is read or written, said with the place.</summary>
internal static class ConsentValidation
{
    private const int MaxEntries = 100;
    private const int MaxText = 128;
    private const int MaxPermissions = 20;

    public static void Require(ConsentQuery query, RulePackSet packs)
    {
        ArgumentNullException.ThrowIfNull(query);
        query.Subject.ThrowIfDefault("query.Subject");
        if (query.Purpose.Code is null || query.Channel.Code is null || query.ContactPoint is { Value: null }
            || query.Jurisdictions.IsDefault || query.Jurisdictions.Any(jurisdiction => jurisdiction.Code is null))
        {
            throw new ArgumentException("The purpose, the channel, the contact point or a jurisdiction is the default value and names none.", nameof(query));
        }

        if (query.TimeZone is { } zone && packs.ZoneOf(zone) is null)
        {
            throw new ArgumentException($"'{zone}' is no zone of the tz database; leave it out where the zone is not known.", nameof(query));
        }
    }

    /// <summary>The entries as they are stored: recorded now, to the microsecond.</summary>
    public static ImmutableArray<ConsentEntry> Stored(CustomerId subject, ImmutableArray<ConsentEntry> entries, Instant now)
    {
        RequireCount(entries);
        return
        [
            .. entries.Select((entry, index) =>
            {
                Require(subject, entry ?? throw new ArgumentException($"entries[{index}] is null.", nameof(entries)), $"entries[{index}]");
                return Truncated(entry) with { OccurredAt = entry.OccurredAt.ToMicroseconds(), RecordedAt = now };
            }),
        ];
    }

    /// <summary>The entries as they are stored: recorded now, to the microsecond.</summary>
    public static ImmutableArray<SuppressionEntry> Stored(ImmutableArray<SuppressionEntry> entries, Instant now)
    {
        RequireCount(entries);
        return
        [
            .. entries.Select((entry, index) => entry is { Reason.Code: not null }
                ? entry with { OccurredAt = entry.OccurredAt.ToMicroseconds(), RecordedAt = now }
                : throw new ArgumentException($"entries[{index}] is null or has no reason.", nameof(entries))),
        ];
    }

    private static void RequireCount<TEntry>(ImmutableArray<TEntry> entries)
    {
        if (entries.IsDefaultOrEmpty || entries.Length > MaxEntries)
        {
            throw new ArgumentOutOfRangeException(
                nameof(entries), entries.IsDefault ? 0 : entries.Length, $"A request records 1 to {MaxEntries} entries.");
        }
    }

    private static void Require(CustomerId subject, ConsentEntry entry, string place)
    {
        switch (entry)
        {
            case ConsentStatement { Scope.IsDefault: true } or ReconfirmationSent { Scope.IsDefault: true }:
                throw new ArgumentException($"{place}: the scope is the default value and names nothing.", place);
            case ConsentStatement statement when !Enum.IsDefined(statement.Source):
                throw new ArgumentOutOfRangeException(place, statement.Source, "There is no such source.");
            case RelationshipNoted noted when !Enum.IsDefined(noted.Kind):
                throw new ArgumentOutOfRangeException(place, noted.Kind, "There is no such kind of relationship.");
            case ConsentRequested requested when requested.ConfirmBefore <= requested.OccurredAt:
                throw new ArgumentException($"{place}: the request could be confirmed until {requested.ConfirmBefore}, before it was made.", place);
            case ContactSent { Purpose.Code: null } or ContactSent { Channel.Code: null } or ContactRefused { Channel.Code: null }:
                throw new ArgumentException($"{place}: the purpose or the channel is the default value and names none.", place);
            case SubjectsMerged merged when !Concerns(subject, merged.From, merged.Into):
            case SubjectsUnmerged unmerged when !Concerns(subject, unmerged.From, unmerged.Into):
                throw new ArgumentException($"{place}: a merge joins the subject {subject} with somebody else.", place);
        }

        foreach (var text in Texts(entry))
        {
            if (text is not null)
            {
                StoredText.Require(text, MaxText, place);
            }
        }

        if (ConsentTermsOf.Entry(entry) is { } terms)
        {
            if (terms.Permissions.Length > MaxPermissions || terms.Permissions.Distinct(StringComparer.Ordinal).Count() != terms.Permissions.Length)
            {
                throw new ArgumentException($"{place}: at most {MaxPermissions} permissions, each once.", place);
            }

            foreach (var permission in terms.Permissions)
            {
                StoredText.RequireCode(permission, maxLength: 32, place);
            }
        }
    }

    private static bool Concerns(CustomerId subject, CustomerId from, CustomerId into) =>
        from != into && from.Value != Guid.Empty && into.Value != Guid.Empty && (subject == from || subject == into);

    private static IEnumerable<string?> Texts(ConsentEntry entry) => entry switch
    {
        ConsentRequested requested => [requested.Token, requested.Terms.NoticeVersion],
        ConsentConfirmed confirmed => [confirmed.Token, confirmed.Terms?.NoticeVersion],
        RelationshipNoted noted => [noted.Category],
        ContractStarted started => [started.Contract],
        ContractEnded ended => [ended.Contract],
        RegistryListed listed => [listed.Registry],
        _ => [ConsentTermsOf.Entry(entry)?.NoticeVersion],
    };

    private static ConsentEntry Truncated(ConsentEntry entry) => entry switch
    {
        ConsentGranted granted => granted with { Terms = Truncated(granted.Terms) },
        ConsentRenewed renewed => renewed with { Terms = Truncated(renewed.Terms) },
        ConsentRequested requested => requested with { Terms = Truncated(requested.Terms), ConfirmBefore = requested.ConfirmBefore.ToMicroseconds() },
        ConsentConfirmed { Terms: { } terms } confirmed => confirmed with { Terms = Truncated(terms) },
        _ => entry,
    };

    private static ConsentTerms Truncated(ConsentTerms terms) => terms with { ExpiresAt = terms.ExpiresAt?.ToMicroseconds() };
}
