using CrossBorder.Crm.Consent;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Consent;

/// <summary>One fully populated example a stored name, for the golden files.</summary>
internal static class ConsentExamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 1, 8, 30, 15).PlusTicks(1_234_560);
    private static readonly Instant Later = At + Duration.FromDays(7);
    private static readonly CustomerId Anna = CustomerId.FromExternal(new("shop", "4711"));
    private static readonly CustomerId Double = CustomerId.FromExternal(new("shop", "4712"));
    private static readonly ConsentScope Scope = new(Purpose.DirectMarketing, Channel.Email, new("a1b2/c3"));

    private static readonly ConsentTerms Terms = new()
    {
        NoticeVersion = "2026-02",
        ExpiresAt = At + Duration.FromDays(365),
        Permissions = ["night", "any_time"],
        AfterPrivacySignalNotice = true,
        Indefinite = true,
        Separate = true,
    };

    public static IEnumerable<object> Stored =>
    [
        .. Entries,
        .. Suppressions,
        // As the first fold wrote it: a state of an earlier one is read, and made anew.
        ConsentFold.Fold(Entries.Where(entry => entry is not ErasureCompleted)) with { Revision = 1 },
        SuppressionFold.Apply(new("a1b2/c3"), null, Suppressions),
        new ConsentReceipt { Version = 12, RecordedAt = At },
        new ConsentChanged { Subject = Anna, Version = 12 },
        Pack,
    ];

    public static IReadOnlyList<ConsentEntry> Entries { get; } =
    [
        new ConsentGranted { OccurredAt = At, RecordedAt = Later, Scope = Scope, Source = ConsentSource.Guardian, Terms = Terms },
        new ConsentRenewed { OccurredAt = At, RecordedAt = Later, Scope = Scope, Source = ConsentSource.Import, Terms = Terms },
        new ConsentRequested { OccurredAt = At, RecordedAt = Later, Scope = Scope, Token = "t1", ConfirmBefore = Later, Terms = Terms },
        new ConsentConfirmed { OccurredAt = At, RecordedAt = Later, Scope = Scope, Token = "t1", Terms = Terms },
        new ConsentWithdrawn { OccurredAt = At, RecordedAt = Later, Scope = new(null, Channel.Email, null) },
        new ConsentRefused { OccurredAt = At, RecordedAt = Later, Scope = Scope },
        new ConsentOptedOut { OccurredAt = At, RecordedAt = Later, Scope = ConsentScope.Everything },
        new ProcessingObjected { OccurredAt = At, RecordedAt = Later, Purpose = Purpose.Profiling },
        new RestrictionApplied { OccurredAt = At, RecordedAt = Later },
        new RestrictionLifted { OccurredAt = At, RecordedAt = Later },
        new ErasureRequested { OccurredAt = At, RecordedAt = Later, Verified = true },
        new ErasureCancelled { OccurredAt = At, RecordedAt = Later },
        new ErasureCompleted { OccurredAt = At, RecordedAt = Later },
        new PrivacySignalReceived { OccurredAt = At, RecordedAt = Later, OptsOut = true },
        new RelationshipNoted
        {
            OccurredAt = At, RecordedAt = Later, Kind = RelationshipKind.Negotiation, Category = "shoes", OptOutOffered = true, OptedOut = true,
        },
        new ContractStarted { OccurredAt = At, RecordedAt = Later, Contract = "plan 7" },
        new ContractEnded { OccurredAt = At, RecordedAt = Later, Contract = "plan 8" },
        new ContactSent { OccurredAt = At, RecordedAt = Later, Purpose = Purpose.DirectMarketing, Channel = Channel.Voice },
        new ContactRefused { OccurredAt = At, RecordedAt = Later, Channel = Channel.Voice },
        new ReconfirmationSent { OccurredAt = At, RecordedAt = Later, Scope = Scope },
        new RegistryListed { OccurredAt = At, RecordedAt = Later, Registry = "us-dnc", Channel = Channel.Voice, ContactPoint = new("a1b2") },
        new SubjectsMerged { OccurredAt = At, RecordedAt = Later, From = Double, Into = Anna },
        new SubjectsUnmerged { OccurredAt = At, RecordedAt = Later, From = Double, Into = Anna },
    ];

    public static IReadOnlyList<SuppressionEntry> Suppressions { get; } =
    [
        new SuppressionAdded { OccurredAt = At, RecordedAt = Later, Reason = SuppressionReason.Complaint },
        new SuppressionRemoved { OccurredAt = At, RecordedAt = Later, Reason = SuppressionReason.Erasure },
    ];

    public static RulePack Pack { get; } = new()
    {
        Jurisdiction = new("XX-1"),
        Inherits = new("XX"),
        Channels =
        [
            new()
            {
                Channel = Channel.Sms,
                Model = ConsentModel.OptOutRegistry,
                Soft = new() { Triggers = [RelationshipKind.Purchase, RelationshipKind.Negotiation], SimilarOnly = true, OptOutOfferedRequired = true },
                Implied = new() { Purchase = new(24), Inquiry = new(6), ContractAfterEnd = new(null), SimilarOnly = true },
                Hours = new()
                {
                    Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("10:00-13:00"), WallInterval.Parse("14:00-20:00")),
                    HolidaysClosed = true,
                    LiftedByExpressConsent = true,
                    LiftedByPermission = "night",
                },
                Caps = new() { Per24Hours = 3, PerLocalDay = 1, Per7Days = 2, Per30Days = 4, AfterRefusalDays = 60 },
                NoRecallAfterRefusal = true,
                RelationshipLiftsListing = true,
                UndatedConsentMonths = 3,
                ReconfirmMonths = 24,
            },
        ],
        Processing = [new(Purpose.SaleShare, ProcessingModel.OptOut), new(Purpose.Sensitive, ProcessingModel.Separate)],
        MinorAge = 16,
        MinorProhibited = [Purpose.Profiling],
        SaleShareOptInUnder = 16,
        PrivacySignalOptsOutOf = [Purpose.SaleShare],
        ConsentRequestIsMarketing = true,
        ConsentRequestsMax = 1,
        MerchantExempt = true,
        Zones = ["Europe/Berlin"],
        ValidUntil = new LocalDate(2026, 8, 11),
        Provenance = [new() { Rule = "sms.model", Law = "an act", Checked = "unverified" }],
    };
}
