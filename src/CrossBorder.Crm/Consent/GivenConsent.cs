using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>A consent that was given, whichever way: granted, renewed, or requested and confirmed.</summary>
internal sealed record GivenConsent(ConsentStatement Entry, ConsentTerms Terms, ConsentRequested? Request = null)
{
    public Instant OccurredAt => Entry.OccurredAt;

    public ConsentScope Scope => Entry.Scope;

    public ConsentSource Source => Entry.Source;

    /// <summary>The consents among some entries; a confirmation counts only with its request among them.</summary>
    public static List<GivenConsent> Among(IEnumerable<ConsentEntry> entries, IReadOnlyList<ConsentRequested> requests)
    {
        var given = new List<GivenConsent>();
        foreach (var entry in entries)
        {
            switch (entry)
            {
                case ConsentGranted granted:
                    given.Add(new(granted, granted.Terms));
                    break;
                case ConsentRenewed renewed:
                    given.Add(new(renewed, renewed.Terms));
                    break;
                case ConsentConfirmed confirmed when DoubleOptIn.RequestOf(confirmed, requests) is { } request:
                    given.Add(new(confirmed, confirmed.Terms ?? request.Terms, request));
                    break;
            }
        }

        return given;
    }

    /// <summary>Whether this one governs rather than another: the later one; of the same instant the stricter one, so that no order of arrival matters.</summary>
    public bool Governs(GivenConsent other)
    {
        var order = OccurredAt.CompareTo(other.OccurredAt);
        if (order != 0)
        {
            return order > 0;
        }

        order = (other.Terms.ExpiresAt ?? Instant.MaxValue).CompareTo(Terms.ExpiresAt ?? Instant.MaxValue);
        order = order != 0 ? order : other.Terms.Indefinite.CompareTo(Terms.Indefinite);
        order = order != 0 ? order : other.Source.CompareTo(Source) * -1;
        order = order != 0 ? order : string.CompareOrdinal(other.Terms.NoticeVersion, Terms.NoticeVersion);
        order = order != 0 ? order : string.CompareOrdinal(string.Join(' ', other.Terms.Permissions), string.Join(' ', Terms.Permissions));
        order = order != 0 ? order : other.Terms.Separate.CompareTo(Terms.Separate);
        order = order != 0 ? order : other.Terms.AfterPrivacySignalNotice.CompareTo(Terms.AfterPrivacySignalNotice);
        order = order != 0 ? order : string.CompareOrdinal(other.Scope.ToString(), Scope.ToString());
        order = order != 0 ? order : string.CompareOrdinal(other.Entry.GetType().Name, Entry.GetType().Name);
        return order > 0 || (order == 0 && Entry.RecordedAt < other.Entry.RecordedAt);
    }
}
