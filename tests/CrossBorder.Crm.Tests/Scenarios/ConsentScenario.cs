using System.Collections.Immutable;
using CrossBorder.Crm.Consent;
using CrossBorder.Crm.Primitives;
using NodaTime;
using NodaTime.Text;

namespace CrossBorder.Crm.Tests.Scenarios;

/// <summary>One case of the kind <c>consent</c>: what happened to whom, and the question.</summary>
internal sealed class ConsentScenario
{
    private readonly List<(CustomerId Subject, ConsentEntry Entry)> entries = [];
    private readonly List<(ContactPointKey ContactPoint, SuppressionEntry Entry)> suppressions = [];
    private readonly List<PrivacyNotice> notices = [];

    private ConsentScenario(ConsentQuery query) => Query = query;

    public ConsentQuery Query { get; }

    public IReadOnlyList<PrivacyNotice> Notices => notices;

    /// <summary>The earliest recording, where the clock starts.</summary>
    public Instant Start => entries.Select(item => item.Entry.RecordedAt)
        .Concat(suppressions.Select(item => item.Entry.RecordedAt))
        .Append(Query.At!.Value)
        .Min();

    public static ConsentScenario Read(ScenarioNode node)
    {
        var query = node["query"].Only(
            "subject", "purpose", "channel", "contactPoint", "jurisdictions", "at", "timeZone", "category", "publicHoliday", "knownAt",
            "localTime", "localWeekday");
        var info = node.Find("subjectInfo")?.Only("birthDate", "role");
        var asked = new ConsentQuery
        {
            Subject = Subject(query["subject"]),
            Purpose = new(query["purpose"].Text),
            Channel = new(query["channel"].Text),
            ContactPoint = query.Find("contactPoint") is { } contactPoint ? new ContactPointKey(contactPoint.Text) : null,
            Jurisdictions = [.. query["jurisdictions"].Items.Select(code => new Jurisdiction(code.Text))],
            At = query["at"].At,
            KnownAt = query.Find("knownAt")?.At,
            TimeZone = query.Find("timeZone")?.Text,
            Category = query.Find("category")?.Text,
            PublicHoliday = query.Find("publicHoliday")?.Flag ?? false,
            BirthDate = info?.Find("birthDate")?.Date,
            IsMerchant = info?.Find("role")?.Text == "merchant",
        };
        CheckZone(query, asked);
        var story = new ConsentScenario(asked);
        foreach (var e in node["events"].Items)
        {
            story.Add(e);
        }

        return story;
    }

    /// <summary>What the pure rule is given: the subject's entries, and those of everybody merged with her.</summary>
    public ConsentFacts Facts()
    {
        var all = entries.Select(item => item.Entry).ToList();
        var survivor = Query.Subject;
        while (SubjectLinks.SurvivorOf(survivor, all, Query.At!.Value, Query.KnownAt) is { } into)
        {
            survivor = into;
        }

        var visible = new List<CustomerId> { survivor };
        for (var i = 0; i < visible.Count; i++)
        {
            visible.AddRange(SubjectLinks.AbsorbedBy(visible[i], all, Query.At!.Value, Query.KnownAt));
        }

        return new()
        {
            Entries = [.. entries.Where(item => visible.Contains(item.Subject)).Select(item => item.Entry)],
            Suppressions = [.. suppressions.Where(item => item.ContactPoint == Query.ContactPoint).Select(item => item.Entry)],
            Notices = [.. notices],
        };
    }

    /// <summary>What the service is told, in the order of recording.</summary>
    public IEnumerable<(Instant RecordedAt, Func<IConsentService, CancellationToken, ValueTask<ConsentReceipt>> Record)> Records()
    {
        var consents = entries.Select((item, index) => (
            item.Entry.RecordedAt,
            (Func<IConsentService, CancellationToken, ValueTask<ConsentReceipt>>)((service, ct) => service.RecordAsync(
                new() { Subject = item.Subject, Key = new($"e{index}"), Entries = [item.Entry] }, ct))));
        var others = suppressions.Select((item, index) => (
            item.Entry.RecordedAt,
            (Func<IConsentService, CancellationToken, ValueTask<ConsentReceipt>>)((service, ct) => service.RecordSuppressionAsync(
                new() { ContactPoint = item.ContactPoint, Key = new($"s{index}"), Entries = [item.Entry] }, ct))));
        return consents.Concat(others).OrderBy(item => item.RecordedAt);
    }

    private void Add(ScenarioNode e)
    {
        var type = e["type"].Text;
        switch (type)
        {
            case "notice.published":
                Known(e, "noticeId", "version", "material", "effectiveAt", "purposes");
                notices.Add(new()
                {
                    NoticeId = e.Find("noticeId")?.Text ?? "notice",
                    Version = e["version"].Text,
                    Material = e["material"].Flag,
                    PublishedAt = e["at"].At,
                    EffectiveAt = e.Find("effectiveAt")?.At,
                    RecordedAt = e.Find("recordedAt")?.At,
                    Purposes = [.. e.Find("purposes")?.Items.Select(purpose => new Purpose(purpose.Text)) ?? []],
                });
                break;
            case "suppression.added" or "suppression.removed":
                Known(e, "reason");
                var reason = new SuppressionReason(e["reason"].Text);
                suppressions.Add((
                    ContactPoint(e) ?? throw e.Wrong("a contact point"),
                    type == "suppression.added"
                        ? new SuppressionAdded { Reason = reason, OccurredAt = e["at"].At, RecordedAt = RecordedAt(e) }
                        : new SuppressionRemoved { Reason = reason, OccurredAt = e["at"].At, RecordedAt = RecordedAt(e) }));
                break;
            case "merge" or "unmerge":
                Known(e, "from", "into");
                var (from, into) = (Subject(e["from"]), Subject(e["into"]));
                ConsentEntry merge = type == "merge"
                    ? new SubjectsMerged { From = from, Into = into, OccurredAt = e["at"].At, RecordedAt = RecordedAt(e) }
                    : new SubjectsUnmerged { From = from, Into = into, OccurredAt = e["at"].At, RecordedAt = RecordedAt(e) };
                entries.Add((from, merge));
                entries.Add((into, merge));
                break;
            default:
                entries.Add((e.Find("subject") is { } other ? Subject(other) : Query.Subject, Entry(type, e) with { RecordedAt = RecordedAt(e) }));
                break;
        }
    }

    private ConsentEntry Entry(string type, ScenarioNode e)
    {
        var at = e["at"].At;
        switch (type)
        {
            case "consent.granted":
                return new ConsentGranted { OccurredAt = at, Scope = Scope(Statement(e)), Source = Source(e), Terms = Terms(e, e.Find("expiresAt")?.At) };
            case "consent.renewed":
                return new ConsentRenewed { OccurredAt = at, Scope = Scope(Statement(e)), Source = Source(e), Terms = Terms(e, e.Find("expiresAt")?.At) };
            case "consent.pending":
                return new ConsentRequested
                {
                    OccurredAt = at, Scope = Scope(Statement(e)), Source = Source(e), Token = e["token"].Text, ConfirmBefore = e["expiresAt"].At,
                    Terms = Terms(e, null),
                };
            case "consent.confirmed":
                var terms = Terms(Statement(e), e.Find("expiresAt")?.At);
                return new ConsentConfirmed
                {
                    OccurredAt = at, Scope = Scope(e), Source = Source(e), Token = e["token"].Text, Terms = terms == ConsentTerms.None ? null : terms,
                };
            case "consent.withdrawn":
                return new ConsentWithdrawn { OccurredAt = at, Scope = Scope(Statement(e)), Source = Source(e) };
            case "consent.refused":
                return new ConsentRefused { OccurredAt = at, Scope = Scope(Statement(e)), Source = Source(e) };
            case "optout":
                return new ConsentOptedOut { OccurredAt = at, Scope = Scope(Statement(e)), Source = Source(e) };
            case "purchase" or "negotiation" or "inquiry":
                Known(e, "category", "optOutOffered", "optedOut");
                return new RelationshipNoted
                {
                    OccurredAt = at,
                    Kind = type == "purchase" ? RelationshipKind.Purchase : type == "inquiry" ? RelationshipKind.Inquiry : RelationshipKind.Negotiation,
                    Category = e.Find("category")?.Text,
                    OptOutOffered = e.Find("optOutOffered")?.Flag ?? false,
                    OptedOut = e.Find("optedOut")?.Flag ?? false,
                };
            case "contract.started":
                return new ContractStarted { OccurredAt = at, Contract = Known(e, "contract").Find("contract")?.Text ?? "contract" };
            case "contract.ended":
                return new ContractEnded { OccurredAt = at, Contract = Known(e, "contract").Find("contract")?.Text ?? "contract" };
            case "registry.listed":
                Known(e, "registry", "channel");
                return new RegistryListed
                {
                    OccurredAt = at, Registry = e.Find("registry")?.Text ?? "registry", Channel = Channel(e), ContactPoint = ContactPoint(e),
                };
            case "reconfirmation.notice_sent":
                return new ReconfirmationSent { OccurredAt = at, Scope = Scope(Known(e, "purpose", "channel")) };
            case "contact.sent":
                Known(e, "purpose", "channel");
                return new ContactSent { OccurredAt = at, Purpose = Purpose(e) ?? Crm.Primitives.Purpose.DirectMarketing, Channel = Channel(e) ?? Query.Channel };
            case "contact.refused":
                return new ContactRefused { OccurredAt = at, Channel = Channel(Known(e, "purpose", "channel")) ?? Query.Channel };
            case "signal.gpc":
                return new PrivacySignalReceived { OccurredAt = at, OptsOut = Known(e, "value")["value"].Flag };
            case "objection":
                return new ProcessingObjected { OccurredAt = at, Purpose = Purpose(Known(e, "purpose")) };
            case "restriction.applied":
                Known(e);
                return new RestrictionApplied { OccurredAt = at };
            case "restriction.lifted":
                Known(e);
                return new RestrictionLifted { OccurredAt = at };
            case "erasure.requested":
                return new ErasureRequested { OccurredAt = at, Verified = Known(e, "verified")["verified"].Flag };
            case "erasure.completed":
                Known(e);
                return new ErasureCompleted { OccurredAt = at };
            default:
                throw e.Wrong($"a type of the vocabulary, not '{type}',");
        }
    }

    private static ScenarioNode Known(ScenarioNode e, params IEnumerable<string> names) =>
        e.Only(["at", "recordedAt", "type", "subject", "contactPoint", .. names]);

    private static ScenarioNode Statement(ScenarioNode e) => Known(
        e, "purpose", "channel", "source", "noticeVersion", "expiresAt", "scopes", "afterGpcNotice", "indefinite", "kind", "token");

    private static ConsentTerms Terms(ScenarioNode e, Instant? expiresAt) => new()
    {
        NoticeVersion = e.Find("noticeVersion")?.Text,
        ExpiresAt = expiresAt,
        Permissions = [.. e.Find("scopes")?.Items.Select(scope => scope.Text) ?? []],
        AfterPrivacySignalNotice = e.Find("afterGpcNotice")?.Flag ?? false,
        Indefinite = e.Find("indefinite")?.Flag ?? false,
        Separate = e.Find("kind")?.Text == "separate",
    };

    private ConsentScope Scope(ScenarioNode e) => new(Purpose(e), Channel(e), ContactPoint(e));

    private static Purpose? Purpose(ScenarioNode e) => e.Find("purpose") is { Text: not "*" } purpose ? new Purpose(purpose.Text) : null;

    private static Channel? Channel(ScenarioNode e) => e.Find("channel") is { Text: not "*" } channel ? new Channel(channel.Text) : null;

    private ContactPointKey? ContactPoint(ScenarioNode e) => e.Find("contactPoint") is { } contactPoint
        ? contactPoint.Text == "*" ? null : new ContactPointKey(contactPoint.Text)
        : Query.ContactPoint;

    private static ConsentSource Source(ScenarioNode e) => e.Find("source")?.Text switch
    {
        null or "subject" => ConsentSource.Subject,
        "guardian" => ConsentSource.Guardian,
        "import" => ConsentSource.Import,
        _ => throw e["source"].Wrong("subject, guardian or import"),
    };

    private static Instant RecordedAt(ScenarioNode e) => (e.Find("recordedAt") ?? e["at"]).At;

    private static CustomerId Subject(ScenarioNode name) => CustomerId.FromExternal(new("scenario", name.Text));

    // Redundant in the file, there to catch a reader that takes the instant for the wrong wall time.
    private static void CheckZone(ScenarioNode node, ConsentQuery query)
    {
        if (node.Find("localTime") is { } local && query.TimeZone is { } zone)
        {
            var wall = query.At!.Value.InZone(DateTimeZoneProviders.Tzdb[zone]).LocalDateTime;
            Assert.Equal(LocalDateTimePattern.ExtendedIso.Parse(local.Text).Value, wall);
            Assert.Equal(node.Find("localWeekday")?.Text ?? $"{wall.DayOfWeek}"[..3], $"{wall.DayOfWeek}"[..3]);
        }
    }
}
