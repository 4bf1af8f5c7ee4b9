using System.Collections.Immutable;

namespace CrossBorder.Crm.Consent;

/// <summary>The order of evaluation. The first step that permits leads to the gates; the first that denies or allows ends it.</summary>
internal static class ConsentSteps
{
    /// <summary>What may deny whatever the person said, what she said, and what may stand in for it. The last one denies always.</summary>
    public static readonly ImmutableArray<ConsentStep> Grounds =
    [
        new(ConsentReason.Undeliverable, PersonSteps.Undeliverable),
        new(ConsentReason.Transactional, PersonSteps.Transactional),
        new(ConsentReason.Suppressed, PersonSteps.Suppressed),
        new(ConsentReason.ErasureRequested, PersonSteps.ErasureRequested),
        new(ConsentReason.ProcessingRestricted, PersonSteps.Restricted),
        new(ConsentReason.Objected, PersonSteps.Objected),
        new(ConsentReason.MinorProhibited, PersonSteps.MinorProhibited),
        new(ConsentReason.ConsentRequestAllowed, StatementSteps.ConsentRequest),
        new(ConsentReason.ExemptRecipient, StatementSteps.ExemptRecipient),
        new(ConsentReason.GpcOptOut, StatementSteps.PrivacySignal),
        new(ConsentReason.Granted, StatementSteps.Statement),
        new(ConsentReason.SoftOptIn, RelationshipSteps.SoftOptIn),
        new(ConsentReason.ImpliedRelationship, RelationshipSteps.Implied),
        new(ConsentReason.OptOutModel, RelationshipSteps.OptOutModel),
        new(ConsentReason.NoConsent, RelationshipSteps.NoConsent),
    ];

    /// <summary>What stops a contact that was permitted.</summary>
    public static readonly ImmutableArray<ConsentStep> Gates =
    [
        new(ConsentReason.RegistryListed, ContactGates.Registry),
        new(ConsentReason.FrequencyCap, ContactGates.FrequencyCap),
        new(ConsentReason.RefusalCooldown, ContactGates.RefusalCooldown),
        new(ConsentReason.QuietHours, ContactWindows.Hours),
    ];
}
