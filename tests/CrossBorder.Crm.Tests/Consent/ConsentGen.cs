using System.Collections.Immutable;
using CrossBorder.Crm.Consent;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Time;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Consent;

/// <summary>Histories of a few days over a small vocabulary, so that entries meet: equal instants, equal scopes, late records.</summary>
internal static class ConsentGen
{
    public static readonly CustomerId Subject = CustomerId.FromExternal(new("gen", "A"));

    private static readonly Instant Start = Instant.FromUtc(2026, 3, 27, 0, 0);
    private static readonly Purpose[] Purposes = [Purpose.DirectMarketing, Purpose.Profiling, Purpose.SaleShare, Purpose.ConsentRequest];
    private static readonly Channel[] Channels = [Channel.Email, Channel.Sms, Channel.Voice, Channel.None];
    private static readonly ContactPointKey[] ContactPoints = [new("cp1"), new("cp2")];
    private static readonly string?[] Categories = ["shoes", "books", null];

    /// <summary>Half-hours of ten days.</summary>
    public static Gen<Instant> Time { get; } = Gen.Choose(0, 480).Select(half => Start + Duration.FromMinutes(30 * half));

    /// <summary>After everything that <see cref="Time"/> gives, up to three years.</summary>
    public static Gen<Instant> LaterTime { get; } = Gen.OneOf(Gen.Choose(480, 600), Gen.Choose(480, 50_000)).Select(half => Start + Duration.FromMinutes(30 * half));

    public static Gen<ConsentScope> Scope { get; } =
        from purpose in Gen.Elements(Purposes)
        from anyPurpose in Often(4)
        from channel in Gen.Elements(Channels)
        from anyChannel in Often(4)
        from contactPoint in Gen.Elements(ContactPoints)
        from anyContactPoint in Often(2)
        select new ConsentScope(anyPurpose ? null : purpose, anyChannel ? null : channel, anyContactPoint ? null : contactPoint);

    private static Gen<ConsentTerms> Terms { get; } =
        from version in Gen.Elements<string?>(null, "1", "2")
        from expires in Gen.Elements<Instant?>(null, null, Start + Duration.FromDays(5), Start + Duration.FromDays(400))
        from night in Often(3)
        from signal in Often(4)
        from indefinite in Often(4)
        from separate in Often(3)
        select new ConsentTerms
        {
            NoticeVersion = version, ExpiresAt = expires, Permissions = night ? ["night"] : [], AfterPrivacySignalNotice = signal, Indefinite = indefinite,
            Separate = separate,
        };

    public static Gen<ConsentEntry> Entry { get; } =
        from at in Time
        from late in Gen.Elements(0, 0, 1, 48)
        from entry in Gen.OneOf(Statement(at), Statement(at), Statement(at), Other(at))
        select entry with { RecordedAt = at + Duration.FromHours(late) };

    public static Gen<ImmutableArray<ConsentEntry>> History { get; } = Gen.Choose(0, 14).SelectMany(count => Gen.ArrayOf(Entry, count)).Select(ImmutableArray.Create);

    public static Gen<ImmutableArray<SuppressionEntry>> Suppressions { get; } =
        from count in Gen.Elements(0, 0, 0, 1, 3)
        from entries in Gen.ArrayOf(
            from at in Time
            from reason in Gen.Elements(SuppressionReason.Complaint, SuppressionReason.Erasure, SuppressionReason.Undeliverable)
            from added in Often(2)
            select (SuppressionEntry)(added
                ? new SuppressionAdded { OccurredAt = at, Reason = reason }
                : new SuppressionRemoved { OccurredAt = at, Reason = reason }),
            count)
        select entries.ToImmutableArray();

    public static ImmutableArray<PrivacyNotice> Notices { get; } =
    [
        new() { NoticeId = "n", Version = "1", Material = true, PublishedAt = Start },
        new() { NoticeId = "n", Version = "2", Material = true, PublishedAt = Start + Duration.FromDays(4) },
    ];

    public static Gen<ConsentQuery> Query { get; } =
        from purpose in Gen.Elements([.. Purposes, Purpose.Transactional])
        from channel in Gen.Elements(Channels)
        from jurisdictions in Gen.SubListOf(Packs.Select(pack => pack.Jurisdiction).Append(new("nowhere")))
        from at in Gen.OneOf(Time, LaterTime)
        from known in Gen.OneOf(Gen.Constant<Instant?>(null), Time.Select(time => (Instant?)time))
        from zone in Gen.Elements<string?>(null, "Europe/Berlin", "America/New_York", "Pacific/Honolulu")
        from category in Gen.Elements(Categories)
        from age in Gen.Elements<int?>(null, null, 12, 15, 30)
        from merchant in Often(4)
        from holiday in Often(4)
        select new ConsentQuery
        {
            Subject = Subject,
            Purpose = purpose,
            Channel = channel,
            ContactPoint = channel == Channel.None ? null : ContactPoints[0],
            Jurisdictions = [.. jurisdictions],
            At = at,
            KnownAt = known,
            TimeZone = zone,
            Category = category,
            BirthDate = age is { } years ? Start.InUtc().Date.PlusYears(-years) : null,
            IsMerchant = merchant,
            PublicHoliday = holiday,
        };

    /// <summary>Packs that between them use every rule there is.</summary>
    public static ImmutableArray<RulePack> Packs { get; } =
    [
        new()
        {
            Jurisdiction = new("soft"),
            Channels =
            [
                new()
                {
                    Channel = Channel.Email, Model = ConsentModel.OptIn, ReconfirmMonths = 24,
                    Soft = new() { Triggers = [RelationshipKind.Purchase], SimilarOnly = true, OptOutOfferedRequired = true },
                },
                new() { Channel = Channel.Sms, Model = ConsentModel.OptIn, Hours = Hours("08:00-21:00"), UndatedConsentMonths = 3 },
            ],
            Processing = [new(Purpose.Profiling, ProcessingModel.Separate)],
            MinorAge = 16,
            Zones = ["Europe/Lisbon", "Europe/Athens"],
        },
        new()
        {
            Jurisdiction = new("open"),
            Channels =
            [
                new() { Channel = Channel.Email, Model = ConsentModel.OptOut, Implied = new() { Purchase = new(24), Inquiry = new(6), ContractAfterEnd = new(12) } },
                new()
                {
                    Channel = Channel.Voice, Model = ConsentModel.OptOutRegistry, RelationshipLiftsListing = true, Hours = Hours("09:00-20:00"),
                    Caps = new() { Per24Hours = 2, PerLocalDay = 2, Per7Days = 3, Per30Days = 4, AfterRefusalDays = 30 },
                },
            ],
            Processing = [new(Purpose.SaleShare, ProcessingModel.OptOut), new(Purpose.Profiling, ProcessingModel.OptOut)],
            MinorAge = 13,
            MinorProhibited = [Purpose.Profiling],
            SaleShareOptInUnder = 16,
            PrivacySignalOptsOutOf = [Purpose.SaleShare],
            MerchantExempt = true,
            Zones = ["America/New_York", "Pacific/Honolulu"],
        },
        new()
        {
            Jurisdiction = new("counting"),
            Channels =
            [
                new() { Channel = Channel.Email, Model = ConsentModel.OptIn, Implied = new() { Purchase = new(null), SimilarOnly = true } },
                new() { Channel = Channel.Voice, Model = ConsentModel.OptOut, NoRecallAfterRefusal = true },
                new() { Channel = Channel.Sms, Model = ConsentModel.OptIn, Hours = Hours("22:00-02:00") with { LiftedByPermission = "night", HolidaysClosed = true } },
            ],
            ConsentRequestsMax = 1,
            ValidUntil = new LocalDate(2027, 3, 1),
        },
    ];

    public static RulePackSet Resolved { get; } = RulePackResolver.Resolve(Packs, DateTimeZoneProviders.Tzdb);

    public static Gen<bool> Often(int oneIn) => Gen.Choose(1, oneIn).Select(roll => roll == 1);

    private static ContactHours Hours(string interval) =>
        new() { Weekly = WeeklyHours.Closed.With([.. Enumerable.Range(1, 6).Select(day => (IsoDayOfWeek)day)], WallInterval.Parse(interval)) };

    private static Gen<ConsentEntry> Statement(Instant at) =>
        from kind in Gen.Choose(0, 6)
        from scope in Scope
        from source in Gen.Elements(ConsentSource.Subject, ConsentSource.Subject, ConsentSource.Guardian, ConsentSource.Import)
        from terms in Terms
        from token in Gen.Elements("t1", "t2")
        from days in Gen.Elements(1, 3)
        select (ConsentEntry)(kind switch
        {
            0 => new ConsentGranted { OccurredAt = at, Scope = scope, Source = source, Terms = terms },
            1 => new ConsentRenewed { OccurredAt = at, Scope = scope, Source = source, Terms = terms },
            2 => new ConsentRequested { OccurredAt = at, Scope = scope, Source = source, Token = token, ConfirmBefore = at + Duration.FromDays(days), Terms = terms },
            3 => new ConsentConfirmed { OccurredAt = at, Scope = scope, Source = source, Token = token },
            4 => new ConsentWithdrawn { OccurredAt = at, Scope = scope, Source = source },
            5 => new ConsentRefused { OccurredAt = at, Scope = scope, Source = source },
            _ => new ConsentOptedOut { OccurredAt = at, Scope = scope, Source = source },
        });

    private static Gen<ConsentEntry> Other(Instant at) =>
        from kind in Gen.Choose(0, 18)
        from scope in Scope
        from category in Gen.Elements(Categories)
        from relationship in Gen.Elements(Enum.GetValues<RelationshipKind>())
        from flag in Often(2)
        from other in Often(3)
        from contract in Gen.Elements("c1", "c2")
        select (ConsentEntry)(kind switch
        {
            0 => new ProcessingObjected { OccurredAt = at, Purpose = scope.Purpose },
            1 => new RestrictionApplied { OccurredAt = at },
            2 => new RestrictionLifted { OccurredAt = at },
            3 => new ErasureRequested { OccurredAt = at, Verified = flag },
            4 => new ErasureCancelled { OccurredAt = at },
            5 => new ErasureCompleted { OccurredAt = at },
            6 => new PrivacySignalReceived { OccurredAt = at, OptsOut = flag },
            7 => new ContractStarted { OccurredAt = at, Contract = contract },
            8 => new ContractEnded { OccurredAt = at, Contract = contract },
            9 => new ContactRefused { OccurredAt = at, Channel = scope.Channel ?? Channel.Voice },
            10 => new ReconfirmationSent { OccurredAt = at, Scope = scope },
            11 => new RegistryListed { OccurredAt = at, Registry = "r", Channel = scope.Channel, ContactPoint = scope.ContactPoint },
            12 or 13 => new ContactSent { OccurredAt = at, Channel = scope.Channel ?? Channel.Voice, Purpose = scope.Purpose ?? Purpose.DirectMarketing },
            _ => new RelationshipNoted { OccurredAt = at, Kind = relationship, Category = category, OptOutOffered = flag, OptedOut = other },
        });
}
