using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>What a person said about one purpose on one channel and contact point: which consents stand against which no.</summary>
/// <remarks>
/// By time of occurrence; at the same instant a no comes after a consent. An imported consent never beats the person's own no: it stands only
/// where she said no such thing, or has herself consented since.
/// </remarks>
internal sealed class ConsentStanding
{
    private ConsentStanding(IReadOnlyList<GivenConsent> given, IReadOnlyList<GivenConsent> standing, ConsentReason? no, bool isWaiting, bool hasWaited)
    {
        Given = given;
        Standing = standing;
        No = no;
        IsWaiting = isWaiting;
        HasWaited = hasWaited;
    }

    /// <summary>Every consent that was given, standing or not.</summary>
    public IReadOnlyList<GivenConsent> Given { get; }

    /// <summary>The consents that no later no took back.</summary>
    public IReadOnlyList<GivenConsent> Standing { get; }

    /// <summary>The latest no, where no consent stands against it; null otherwise.</summary>
    public ConsentReason? No { get; }

    /// <summary>Whether a request can still be confirmed.</summary>
    public bool IsWaiting { get; }

    /// <summary>Whether a request was never confirmed.</summary>
    public bool HasWaited { get; }

    public static ConsentStanding Of(ConsentHistory history, Purpose purpose, Channel channel, ContactPointKey? contactPoint, Instant at)
    {
        var statements = history.Entries.OfType<ConsentStatement>().Where(entry => entry.Scope.Covers(purpose, channel, contactPoint)).ToList();
        if (statements.Count == 0)
        {
            return new([], [], null, false, false);
        }

        // A request may be wider than the question; the confirmation has to cover the question.
        var requests = history.Entries.OfType<ConsentRequested>().ToList();
        var given = GivenConsent.Among(statements, requests);
        var nos = statements.Where(IsNo).ToList();
        var own = Latest(nos.Where(no => no.Source != ConsentSource.Import));
        var any = Latest(nos);
        var standing = given.Where(consent => consent.Source != ConsentSource.Import && IsAfter(consent, any)).ToList();
        if (own is null || standing.Count > 0)
        {
            standing.AddRange(given.Where(consent => consent.Source == ConsentSource.Import && IsAfter(consent, any)));
        }

        var confirmations = statements.OfType<ConsentConfirmed>().ToList();
        var waiting = statements.OfType<ConsentRequested>().Where(request => DoubleOptIn.IsUnconfirmed(request, confirmations)).ToList();
        return new(
            given,
            standing,
            standing.Count == 0 && any is not null ? ReasonOf(any) : null,
            waiting.Exists(request => at < request.ConfirmBefore),
            waiting.Count > 0);
    }

    /// <summary>The latest of some consents; null of none.</summary>
    public static GivenConsent? Governing(IEnumerable<GivenConsent> consents) =>
        consents.Aggregate((GivenConsent?)null, (latest, consent) => latest is null || consent.Governs(latest) ? consent : latest);

    private static bool IsNo(ConsentStatement statement) => statement is ConsentWithdrawn or ConsentRefused or ConsentOptedOut;

    private static bool IsAfter(GivenConsent consent, ConsentStatement? no) => no is null || consent.OccurredAt > no.OccurredAt;

    private static ConsentStatement? Latest(IEnumerable<ConsentStatement> nos) =>
        nos.Aggregate((ConsentStatement?)null, (latest, no) =>
            latest is null || (no.OccurredAt, ReasonOf(no)).CompareTo((latest.OccurredAt, ReasonOf(latest))) > 0 ? no : latest);

    private static ConsentReason ReasonOf(ConsentStatement no) => no switch
    {
        ConsentWithdrawn => ConsentReason.Withdrawn,
        ConsentRefused => ConsentReason.Refused,
        _ => ConsentReason.OptedOut,
    };
}
