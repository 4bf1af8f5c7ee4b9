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
        order = order != 0 ? order : ConsentOrder.Compare(Terms, other.Terms);
        return (order != 0 ? order : ConsentOrder.Compare(Entry, other.Entry)) > 0;
    }
}
