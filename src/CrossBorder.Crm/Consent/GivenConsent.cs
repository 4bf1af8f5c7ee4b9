using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>A consent that was given, whichever way: granted, renewed, or requested and confirmed.</summary>
internal sealed record GivenConsent(ConsentStatement Entry, ConsentTerms Terms, ConsentRequested? Request = null)
{
    /// <summary>Orders consents so that the greater governs: see <see cref="Governs"/>.</summary>
    public static readonly IComparer<GivenConsent> ByGoverning = Comparer<GivenConsent>.Create(Compare);

    public Instant OccurredAt => Entry.OccurredAt;

    /// <summary>Since when it builds on something: an erasure after this instant leaves nothing of it.</summary>
    public Instant Since => Request is { } request ? Instant.Min(request.OccurredAt, Entry.OccurredAt) : Entry.OccurredAt;

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
    public bool Governs(GivenConsent other) => Compare(this, other) > 0;

    private static int Compare(GivenConsent left, GivenConsent right)
    {
        var order = left.OccurredAt.CompareTo(right.OccurredAt);
        order = order != 0 ? order : ConsentOrder.Compare(left.Terms, right.Terms);
        order = order != 0 ? order : ConsentOrder.Compare(left.Entry, right.Entry);
        order = order != 0 ? order : left.Since.CompareTo(right.Since);
        return order != 0 ? order : string.CompareOrdinal(left.Request?.Token, right.Request?.Token);
    }
}
