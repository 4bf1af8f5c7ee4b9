using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>Steps 9 to 12: asking for consent, exemptions, the browser's signal, and what the person said herself.</summary>
internal static class StatementSteps
{
    public static Verdict ConsentRequest(ConsentCase c)
    {
        if (c.Purpose != Purpose.ConsentRequest)
        {
            return Verdict.Pass;
        }

        var asked = c.History.Entries.Count(entry => entry is ContactSent sent && sent.Purpose == Purpose.ConsentRequest);
        return asked < c.Pack.ConsentRequestsMax
            ? Verdict.Permit(ConsentReason.ConsentRequestAllowed)
            : Verdict.Deny(ConsentReason.ConsentRequestLimit);
    }

    public static Verdict ExemptRecipient(ConsentCase c) =>
        c.Query.IsMerchant && c.Pack.MerchantExempt == true && c.Standing.No is null
            ? Verdict.Permit(ConsentReason.ExemptRecipient)
            : Verdict.Pass;

    public static Verdict PrivacySignal(ConsentCase c) => Verdict.DenyIf(
        c.Pack.PrivacySignalOptsOutOf is { } purposes && purposes.Contains(c.Purpose)
        && c.History.Latest<PrivacySignalReceived>(signal => signal.OptsOut) is { } signalled
        && !c.HasOwnConsentAfter(signalled, consent => consent.Terms.AfterPrivacySignalNotice),
        ConsentReason.GpcOptOut);

    public static Verdict Statement(ConsentCase c)
    {
        if (c.Standing.No is { } no)
        {
            return Verdict.Deny(no);
        }

        var needsSeparate = c.Query.Channel == Channel.None && c.Processing == ProcessingModel.Separate;
        if (Governing(c, needsSeparate) is not { } consent)
        {
            return Verdict.Pass;
        }

        if (HasExpired(c, consent))
        {
            return Verdict.Fail(ConsentReason.ConsentExpired);
        }

        if (IsStale(c, consent))
        {
            return Verdict.Fail(ConsentReason.NoticeVersionStale);
        }

        if (IsReconfirmationOverdue(c, consent))
        {
            return Verdict.Deny(ConsentReason.ReconfirmationOverdue);
        }

        if (needsSeparate && !consent.Terms.Separate)
        {
            return Verdict.Fail(ConsentReason.SeparateConsentRequired);
        }

        return !c.IsMinor ? Verdict.Permit(ConsentReason.Granted)
            : consent.Source == ConsentSource.Guardian ? Verdict.Permit(ConsentReason.GuardianGranted)
            : Verdict.Deny(ConsentReason.MinorRequiresGuardian);
    }

    /// <summary>Whether a valid express consent that stands gives a permission beyond the ordinary.</summary>
    public static bool HasPermission(ConsentCase c, string permission) =>
        ConsentStanding.Governing(Counting(c).Where(consent => consent.Terms.Permissions.Contains(permission))) is { } consent && !HasExpired(c, consent);

    // The latest consent governs; but a minor's own word, or a word among others, does not displace the one that the law asks for.
    private static GivenConsent? Governing(ConsentCase c, bool needsSeparate)
    {
        var counting = Counting(c);
        var separate = needsSeparate ? ConsentStanding.Governing(counting.Where(consent => consent.Terms.Separate)) : null;
        return separate ?? ConsentStanding.Governing(counting);
    }

    private static IEnumerable<GivenConsent> Counting(ConsentCase c) =>
        c.IsMinor && c.Standing.Standing.Any(consent => consent.Source == ConsentSource.Guardian)
            ? c.Standing.Standing.Where(consent => consent.Source == ConsentSource.Guardian)
            : c.Standing.Standing;

    private static bool HasExpired(ConsentCase c, GivenConsent consent) =>
        c.At >= consent.Terms.ExpiresAt
        || (consent.Terms is { ExpiresAt: null, Indefinite: false } && c.Rules?.UndatedConsentMonths is { } months
            && c.At >= StartOfDayAfter(c, consent.OccurredAt, months));

    private static bool IsReconfirmationOverdue(ConsentCase c, GivenConsent consent)
    {
        if (c.Rules?.ReconfirmMonths is not { } months)
        {
            return false;
        }

        var reminded = c.History.Latest<ReconfirmationSent>(
            sent => sent.Scope.Covers(c.Purpose, c.Query.Channel, c.Query.ContactPoint));
        return c.At >= StartOfDayAfter(c, Instant.Max(consent.OccurredAt, reminded ?? Instant.MinValue), months);
    }

    private static Instant StartOfDayAfter(ConsentCase c, Instant instant, int months) =>
        LocalTimeRule.StartOfDate(c.DateOf(instant).PlusMonths(months), c.Zone);

    // Versions of one notice follow one another: who named the current one is not asked again because of one in between.
    private static bool IsStale(ConsentCase c, GivenConsent consent)
    {
        foreach (var notice in c.Facts.Notices.Where(notice => HasTakenEffect(c, notice)).GroupBy(notice => notice.NoticeId))
        {
            var current = notice.MaxBy(version => (version.EffectiveAt ?? version.PublishedAt, version.PublishedAt))!;
            if (current.Version != consent.Terms.NoticeVersion
                && notice.Any(version => version.Material && version.Version != consent.Terms.NoticeVersion
                    && (version.EffectiveAt ?? version.PublishedAt) > consent.OccurredAt))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasTakenEffect(ConsentCase c, PrivacyNotice notice) =>
        notice.PublishedAt <= c.At && (notice.EffectiveAt ?? notice.PublishedAt) <= c.At
        && (c.Query.KnownAt is not { } known || (notice.RecordedAt ?? notice.PublishedAt) <= known)
        && (notice.Purposes.IsEmpty || notice.Purposes.Contains(c.Purpose));
}
