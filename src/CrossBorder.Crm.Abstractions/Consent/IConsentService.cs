using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Consent;

/// <summary>Who may be contacted, for what and when; and the record that proves it. For one tenant.</summary>
/// <remarks>Not legal advice: the rule packs are the host's data.</remarks>
public interface IConsentService
{
    /// <summary>May I contact her now, for this, on this channel, and why?</summary>
    /// <remarks>
    /// Decided from the folded state: the cost does not grow with the history. A cap reads the contacts of the last months by reference. A query about an
    /// instant before the last entry, or about what was known then, reads the whole stream page by page.
    /// Whatever cannot be known is denied, never allowed: a storage that fails, an entry that cannot be read, an unknown jurisdiction.
    /// </remarks>
    /// <param name="query">The question.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ArgumentException">The query names a default value or an unknown zone.</exception>
    /// <exception cref="InvalidRulePackException">The host's packs are not valid.</exception>
    ValueTask<ConsentDecision> MayContactAsync(ConsentQuery query, CancellationToken cancellationToken = default);

    /// <summary>Records what happened, once: a retry under the same key gets the first receipt.</summary>
    /// <param name="request">What happened.</param>
    /// <param name="cancellationToken">Cancels the recording, which then has happened wholly or not at all.</param>
    /// <exception cref="ArgumentException">An entry is not valid; the message names it. Nothing was written.</exception>
    /// <exception cref="IdempotencyMismatchException">The key was used for another request; nothing was written.</exception>
    ValueTask<ConsentReceipt> RecordAsync(RecordConsent request, CancellationToken cancellationToken = default);

    /// <summary>Records that a contact point is suppressed, or no longer is, once.</summary>
    /// <param name="request">What happened.</param>
    /// <param name="cancellationToken">Cancels the recording, which then has happened wholly or not at all.</param>
    /// <exception cref="ArgumentException">An entry is not valid; the message names it. Nothing was written.</exception>
    /// <exception cref="IdempotencyMismatchException">The key was used for another request; nothing was written.</exception>
    ValueTask<ConsentReceipt> RecordSuppressionAsync(RecordSuppression request, CancellationToken cancellationToken = default);

    /// <summary>A person's folded consent, for a preference centre; null where nothing was recorded.</summary>
    /// <param name="subject">The person.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<ConsentState?> FindAsync(CustomerId subject, CancellationToken cancellationToken = default);

    /// <summary>A person's entries by the order of recording: the proof.</summary>
    /// <param name="subject">The person.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<Versioned<ConsentEntry>>> ReadAsync(CustomerId subject, PageRequest page, CancellationToken cancellationToken = default);
}
