namespace CrossBorder.Crm.Consent;

/// <summary>The terms that an entry carries.</summary>
internal static class ConsentTermsOf
{
    public static ConsentTerms? Entry(ConsentEntry entry) => entry switch
    {
        ConsentGranted granted => granted.Terms,
        ConsentRenewed renewed => renewed.Terms,
        ConsentRequested requested => requested.Terms,
        ConsentConfirmed confirmed => confirmed.Terms,
        _ => null,
    };
}
