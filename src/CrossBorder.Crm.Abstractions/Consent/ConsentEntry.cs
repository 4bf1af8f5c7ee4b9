using System.Text.Json.Serialization;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>One event in a person's consent stream. Holds no personal data: ids and keyed hashes only, so that no erasure rewrites it.</summary>
/// <remarks>
/// Two times: <see cref="OccurredAt"/>, by which events are ordered, and <see cref="RecordedAt"/>, by which it can be proved later what the
/// sender could know. The set of kinds is closed; each has a stored name that never changes.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ConsentGranted), "consent_granted.v1")]
[JsonDerivedType(typeof(ConsentRenewed), "consent_renewed.v1")]
[JsonDerivedType(typeof(ConsentRequested), "consent_requested.v1")]
[JsonDerivedType(typeof(ConsentConfirmed), "consent_confirmed.v1")]
[JsonDerivedType(typeof(ConsentWithdrawn), "consent_withdrawn.v1")]
[JsonDerivedType(typeof(ConsentRefused), "consent_refused.v1")]
[JsonDerivedType(typeof(ConsentOptedOut), "consent_opted_out.v1")]
[JsonDerivedType(typeof(ProcessingObjected), "processing_objected.v1")]
[JsonDerivedType(typeof(RestrictionApplied), "restriction_applied.v1")]
[JsonDerivedType(typeof(RestrictionLifted), "restriction_lifted.v1")]
[JsonDerivedType(typeof(ErasureRequested), "erasure_requested.v1")]
[JsonDerivedType(typeof(ErasureCancelled), "erasure_cancelled.v1")]
[JsonDerivedType(typeof(ErasureCompleted), "erasure_completed.v1")]
[JsonDerivedType(typeof(PrivacySignalReceived), "privacy_signal_received.v1")]
[JsonDerivedType(typeof(RelationshipNoted), "relationship_noted.v1")]
[JsonDerivedType(typeof(ContractStarted), "contract_started.v1")]
[JsonDerivedType(typeof(ContractEnded), "contract_ended.v1")]
[JsonDerivedType(typeof(ContactSent), "contact_sent.v1")]
[JsonDerivedType(typeof(ContactRefused), "contact_refused.v1")]
[JsonDerivedType(typeof(ReconfirmationSent), "reconfirmation_sent.v1")]
[JsonDerivedType(typeof(RegistryListed), "registry_listed.v1")]
[JsonDerivedType(typeof(SubjectsMerged), "subjects_merged.v1")]
[JsonDerivedType(typeof(SubjectsUnmerged), "subjects_unmerged.v1")]
public abstract record ConsentEntry
{
    private protected ConsentEntry()
    {
    }

    /// <summary>When it happened. It counts from this instant on.</summary>
    public required Instant OccurredAt { get; init; }

    /// <summary>When we came to know it. The service sets it to the time of recording; else it is <see cref="OccurredAt"/>.</summary>
    public Instant RecordedAt { get => field == default ? OccurredAt : field; init; }
}
