using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>An order of what was said at one instant, so that no order of arrival decides: the stricter is the greater.</summary>
internal static class ConsentOrder
{
    public static int Compare(ConsentTerms left, ConsentTerms right)
    {
        var order = (right.ExpiresAt ?? Instant.MaxValue).CompareTo(left.ExpiresAt ?? Instant.MaxValue);
        order = order != 0 ? order : right.Indefinite.CompareTo(left.Indefinite);
        order = order != 0 ? order : right.Separate.CompareTo(left.Separate);
        order = order != 0 ? order : right.AfterPrivacySignalNotice.CompareTo(left.AfterPrivacySignalNotice);
        order = order != 0 ? order : string.CompareOrdinal(right.NoticeVersion, left.NoticeVersion);
        return order != 0 ? order : string.CompareOrdinal(string.Join('\n', right.Permissions), string.Join('\n', left.Permissions));
    }

    public static int Compare(ConsentStatement left, ConsentStatement right)
    {
        // An import counts least.
        var order = left.Source.CompareTo(right.Source);
        order = order != 0 ? order : string.CompareOrdinal(right.Scope.ToString(), left.Scope.ToString());
        order = order != 0 ? order : string.CompareOrdinal(right.GetType().Name, left.GetType().Name);
        return order != 0 ? order : right.RecordedAt.CompareTo(left.RecordedAt);
    }
}
