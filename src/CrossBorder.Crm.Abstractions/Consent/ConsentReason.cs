namespace CrossBorder.Crm.Consent;

/// <summary>Why contact is allowed or denied. Each has a stable code and a message: <see cref="ConsentReasons"/>.</summary>
public enum ConsentReason
{
    /// <summary>She has not consented. Also the default value, so that what nobody set denies.</summary>
    NoConsent,

    /// <summary>She consented.</summary>
    Granted,

    /// <summary>Her guardian consented.</summary>
    GuardianGranted,

    /// <summary>She is a customer and did not opt out.</summary>
    SoftOptIn,

    /// <summary>A relationship implies her consent.</summary>
    ImpliedRelationship,

    /// <summary>The law allows it until she says no.</summary>
    OptOutModel,

    /// <summary>A contract needs it.</summary>
    Transactional,

    /// <summary>The law exempts the recipient.</summary>
    ExemptRecipient,

    /// <summary>She may be asked for her consent.</summary>
    ConsentRequestAllowed,

    /// <summary>She refused.</summary>
    Refused,

    /// <summary>Her consent waits to be confirmed.</summary>
    PendingConfirmation,

    /// <summary>Her consent was not confirmed in time.</summary>
    PendingExpired,

    /// <summary>She withdrew her consent.</summary>
    Withdrawn,

    /// <summary>She opted out.</summary>
    OptedOut,

    /// <summary>She objected.</summary>
    Objected,

    /// <summary>Her consent ended.</summary>
    ConsentExpired,

    /// <summary>The relationship lies too far back.</summary>
    ImpliedExpired,

    /// <summary>She is a customer, but a condition of the soft opt-in is missing.</summary>
    SoftOptInConditionMissing,

    /// <summary>She consented to an older notice.</summary>
    NoticeVersionStale,

    /// <summary>Her consent was not recalled to her in time.</summary>
    ReconfirmationOverdue,

    /// <summary>A consent of its own is needed.</summary>
    SeparateConsentRequired,

    /// <summary>She is under age and no guardian consented.</summary>
    MinorRequiresGuardian,

    /// <summary>The purpose is barred for her age.</summary>
    MinorProhibited,

    /// <summary>Her browser opts out.</summary>
    GpcOptOut,

    /// <summary>The contact point is suppressed.</summary>
    Suppressed,

    /// <summary>Nothing arrives at the contact point.</summary>
    Undeliverable,

    /// <summary>She asked to be erased.</summary>
    ErasureRequested,

    /// <summary>Processing is restricted.</summary>
    ProcessingRestricted,

    /// <summary>A public registry lists her.</summary>
    RegistryListed,

    /// <summary>It is quiet time where she is.</summary>
    QuietHours,

    /// <summary>Her time zone is not known, and it is quiet time in some zone of the jurisdiction.</summary>
    TimezoneUnknown,

    /// <summary>She was contacted too often.</summary>
    FrequencyCap,

    /// <summary>She refused in a conversation not long ago.</summary>
    RefusalCooldown,

    /// <summary>She was asked for her consent too often.</summary>
    ConsentRequestLimit,

    /// <summary>There is no rule pack for the jurisdiction, or it has run out.</summary>
    UnknownJurisdiction,

    /// <summary>Something that was recorded cannot be read by this release.</summary>
    UnreadableEvent,

    /// <summary>The storage did not answer.</summary>
    StorageUnavailable,
}
