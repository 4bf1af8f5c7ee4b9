using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>Which confirmation confirms which request: the same token, in time, and nothing wider than was asked.</summary>
internal static class DoubleOptIn
{
    /// <summary>The request that a confirmation confirms, or null: a wrong token, too late, or too much.</summary>
    public static ConsentRequested? RequestOf(ConsentConfirmed confirmed, IEnumerable<ConsentRequested> requests)
    {
        ConsentRequested? found = null;
        foreach (var request in requests)
        {
            if (Confirms(confirmed, request) && (found is null || Later(request, found)))
            {
                found = request;
            }
        }

        return found;
    }

    /// <summary>Whether a request waits, or waited in vain.</summary>
    public static bool IsUnconfirmed(ConsentRequested request, IEnumerable<ConsentConfirmed> confirmations) =>
        !confirmations.Any(confirmed => Confirms(confirmed, request));

    /// <summary>Of two requests of one scope, the one that can be confirmed longer: it alone tells whether one still waits.</summary>
    public static bool WaitsLonger(ConsentRequested left, ConsentRequested right)
    {
        var order = (left.ConfirmBefore, left.OccurredAt).CompareTo((right.ConfirmBefore, right.OccurredAt));
        order = order != 0 ? order : string.CompareOrdinal(left.Token, right.Token);
        return (order != 0 ? order : Compare(left, right)) > 0;
    }

    private static bool Confirms(ConsentConfirmed confirmed, ConsentRequested request) =>
        request.Token == confirmed.Token
        && request.OccurredAt <= confirmed.OccurredAt && confirmed.OccurredAt < request.ConfirmBefore
        && request.Scope.Covers(confirmed.Scope);

    private static bool Later(ConsentRequested left, ConsentRequested right)
    {
        var order = (left.OccurredAt, left.ConfirmBefore).CompareTo((right.OccurredAt, right.ConfirmBefore));
        return (order != 0 ? order : Compare(left, right)) > 0;
    }

    private static int Compare(ConsentRequested left, ConsentRequested right)
    {
        var order = ConsentOrder.Compare(left.Terms, right.Terms);
        return order != 0 ? order : ConsentOrder.Compare((ConsentStatement)left, right);
    }
}
