using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

/// <summary>One fully populated example a stored name, for the golden files.</summary>
internal static class SupportExamples
{
    private static readonly Instant At = Instant.FromUtc(2025, 3, 4, 5, 6, 7).PlusNanoseconds(123_456_000);
    private static readonly TicketId Id = TicketId.FromExternal(new ExternalRef("desk", "T-1"));
    private static readonly TicketId Other = TicketId.FromExternal(new ExternalRef("desk", "T-2"));
    private static readonly CustomerId Customer = CustomerId.FromExternal(new ExternalRef("shop", "4711"));
    private static readonly AgentId Mei = AgentId.FromExternal(new ExternalRef("hr", "mei"));
    private static readonly AgentId Ola = AgentId.FromExternal(new ExternalRef("hr", "ola"));
    private static readonly TicketMessageId Message = TicketMessageId.FromExternal(new ExternalRef("desk", "M-1"));
    private static readonly CalendarId Office = CalendarId.Named("office");
    private static readonly SlaTarget Target = new(Duration.FromHours(4), Office);

    private static readonly ImmutableSortedDictionary<string, string> Attributes = ImmutableSortedDictionary<string, string>.Empty
        .WithComparers(StringComparer.Ordinal).Add("tier", "vip").Add("Brand", "Zhōu").Add("language", "zh-Hant-TW");

    public static IEnumerable<object> Stored =>
    [
        new TicketOpened
        {
            At = At, Customer = Customer, By = TicketParty.Agent, Agent = Mei, Priority = TicketPriority.High, Attributes = Attributes,
            Message = Message, Source = new ExternalRef("desk", "T-1"),
        },
        new TicketMessageAdded { At = At, Message = Message, Sort = TicketMessageKind.AgentReply, Agent = Mei },
        new TicketStatusChanged
        {
            At = At, From = TicketStatus.Open, To = TicketStatus.Pending, Move = TicketMove.AskCustomer, Agent = Mei, FollowUpAt = At + Duration.FromDays(2),
        },
        new TicketPriorityChanged { At = At, Priority = TicketPriority.Urgent },
        new TicketAttributeChanged { At = At, Attribute = "brand", Value = "Ōsaka" },
        new TicketAssigned { At = At, Agent = Mei, Before = Ola },
        new SlaBreached { At = At, Metric = SlaMetric.FirstReply, StartedAt = At, BreachedAt = At },
        new TicketMeasuredAnew { At = At },
        new SlaWarned { At = At, Metric = SlaMetric.NextReply, StartedAt = At, Warning = SlaWarning.Before(Duration.FromMinutes(30)), WarnedAt = At, DueAt = At },
        new AnswerPromised { At = At, Within = Duration.FromHours(40), Calendar = Office, DueAt = At, TimeZoneVersion = "TZDB: 2025b", Agent = Mei },
        new TicketMerged { At = At, Into = Other, Agent = Mei },
        new TicketJoined { At = At, From = [Id, Other], Agent = Mei },
        new TicketRated { At = At, Score = 4, Comment = Message, Agent = Ola },
        new TicketEscalated
        {
            At = At, Level = 2, To = new EscalationTarget { Role = EscalationTarget.Manager, Queue = "claims", Agent = Ola }, Rule = "late",
            Metric = SlaMetric.FirstReply, StartedAt = At, ReachedAt = At, Times = 3, Agent = Mei,
        },
        new TicketAnsweredAutomatically { At = At, Message = Message, Rule = "received", Channel = Channel.Email, Language = new LanguageTag("pt-BR") },
        Ticket,
        new TicketReceipt
        {
            Ticket = Id, Version = 7, At = At, Status = TicketStatus.Hold, Priority = TicketPriority.Low, Message = Message, DueAt = At, RankAt = At,
        },
        new TicketMessage
        {
            Id = Message, Ticket = Id, Customer = Customer, Sort = TicketMessageKind.InternalNote, Agent = Mei, Channel = Channel.Chat,
            Language = new LanguageTag("pl"), At = At, Subject = "Paczka", Text = "Gdzie jest \"moja\" paczka? 📦",
        },
        Policy,
        new Agent
        {
            Id = Mei, Name = "Mei", Languages = [new(new LanguageTag("zh-Hans"), 5), new(new LanguageTag("en"), 3)],
            Markets = [new MarketId("CN")], Shift = Office, Capacity = 12, IsActive = false,
        },
        new DeskRules
        {
            Channels = [new() { Channel = Channel.Chat, Weight = 3, HandlingTime = Duration.FromMinutes(20) }],
            Costs = new() { Load = 1, SecondLanguage = 2, Level = 3, MarketLevel = 4, TopicLevel = 5, OtherAgent = 6, Handover = 7 },
            Handover = HandoverRule.NotBackInTime,
        },
        new SupportSettings
        {
            Channels =
            [
                new ChannelCapabilities
                {
                    Channel = new Channel("whatsapp"), MaxTextLength = 4096, MaxAttachments = 1, MaxAttachmentSize = 5_242_880,
                    MediaTypes = ["image/*", "application/pdf"], ReplyWindow = Duration.FromHours(24),
                },
            ],
            AutomaticAnswers =
            [
                new AutomaticAnswer
                {
                    Code = "received", When = [new AttributeCondition("type", "complaint")], Texts = [new AnswerText(new LanguageTag("pt-BR"), "Recebemos.", "Olá")],
                    Fallback = new LanguageTag("pt-BR"), Then = TicketMove.AskCustomer,
                },
            ],
            MaxAutomaticAnswers = 2,
            LoopWindow = Duration.FromMinutes(90),
        },
        .. Later,
    ];

    // Members that a stored type got after its first file.
    private static IEnumerable<object> Later =>
    [
        new TicketOpened { At = At, Customer = Customer, By = TicketParty.Customer, Priority = TicketPriority.Low, Attributes = Attributes, FromMachine = MachineSign.MailingList },
        new TicketMessageAdded
        {
            At = At, Message = Message, Sort = TicketMessageKind.AgentReply, Agent = Mei, Channel = Channel.Chat, IsFinal = true, FromMachine = MachineSign.OwnAddress,
        },
        new SlaWarned { At = At, Metric = SlaMetric.PromisedAnswer, StartedAt = At, Warning = SlaWarning.AtPercent(75), WarnedAt = At },
        new TicketMessage
        {
            Id = Message, Ticket = Id, Customer = Customer, Sort = TicketMessageKind.Customer, Channel = Channel.Email, At = At, Text = "Zdjęcie",
            Attachments = [new MessageAttachment { Name = "zdjęcie.png", MediaType = "image/png", Size = 1234, Reference = new ExternalRef("files", "1") }],
        },
        Policy with
        {
            Goals = [Policy.Goals[0] with { Warnings = [SlaWarning.AtPercent(50), SlaWarning.Before(Duration.FromMinutes(30))] }],
            Ranking = new RankingRules
            {
                Boosts = [new RankBoost { Code = "care", By = Duration.FromMinutes(20), MinComplaints = 3, MaxSpeakers = 2, MaxSentiment = -50 }],
            },
            Escalations =
            [
                new EscalationRule
                {
                    Code = "late", Level = 2, To = new EscalationTarget { Role = EscalationTarget.Expert, Queue = "claims", Agent = Ola },
                    When = [new AttributeCondition("tier", "vip")], Statuses = [TicketStatus.Open], MinReopened = 1, Metrics = [SlaMetric.FirstReply],
                    MinPercentUsed = 75, RepeatEvery = Duration.FromHours(2), MaxTimes = 3,
                },
                new EscalationRule { Code = "missed", Level = 3, To = new EscalationTarget { Queue = "care" }, AfterDue = Duration.FromHours(1) },
            ],
        },
        new Agent
        {
            Id = Ola, Name = "Ola", Languages = [new(new LanguageTag("pl"), 5)], Shift = Office, MarketSkills = [new(new MarketId("PL"), 4)], Topics = [new("customs", 3)],
        },
        Ticket with
        {
            Contacts = [new ChannelContact(Channel.Email, At), new ChannelContact(new Channel("whatsapp"), At)],
            LastMessageFrom = MachineSign.Bulk,
            AnsweredAutomaticallyAt = At,
            EscalationLevel = 2,
            EscalatedTo = new EscalationTarget { Role = EscalationTarget.Manager },
            Escalations = [new EscalationFired { Rule = "late", Metric = SlaMetric.FirstReply, StartedAt = At, Times = 2, At = At }],
            Rating = 4,
            CanBeRated = true,
            MergedInto = Other,
            MergedFrom = [Other],
            Revision = 2,
            Sla = Ticket.Sla with
            {
                Clocks = [Ticket.Sla.Clocks[0] with { WarnAt = At, Warnings = [new SlaWarningGiven(SlaWarning.AtPercent(50), At)] }],
            },
        },
    ];

    public static SlaPolicy Policy { get; } = new()
    {
        Name = "cn-vip",
        Order = 3,
        When = [new AttributeCondition(TicketAttributes.Tier, "vip")],
        Goals = [new SlaGoal { Metric = SlaMetric.PausableUpdate, Priority = TicketPriority.High, Within = Duration.FromMinutes(90), Calendar = Office }],
        ExactFill = ExactFill.NeighbouringInterval,
        Ranking = new RankingRules
        {
            Defaults = [new PriorityTarget(TicketPriority.Urgent, Target)],
            Boosts = [new RankBoost { Code = "tier_vip", By = Duration.FromHours(1), When = [new AttributeCondition("tier", "vip")], MinReopened = 1 }],
            MaxBoost = Duration.FromHours(6),
        },
    };

    private static Ticket Ticket { get; } = new()
    {
        Id = Id,
        Customer = Customer,
        Source = new ExternalRef("desk", "T-1"),
        Sla = new SlaState
        {
            OpenedAt = At,
            LastEventAt = At + Duration.FromHours(1),
            Status = TicketStatus.Open,
            Priority = TicketPriority.High,
            Attributes = Attributes,
            Policy = "cn-vip",
            CustomerWrote = true,
            FirstReplyGiven = true,
            Basis = "b1",
            Clocks =
            [
                new SlaRunningClock
                {
                    Metric = SlaMetric.RequesterWait,
                    StartedAt = At,
                    RunningSince = At + Duration.FromMinutes(30),
                    FulfilledAt = At,
                    Target = Target,
                    Fill = ExactFill.NeighbouringInterval,
                    DueAt = At,
                    Breached = true,
                    BreachEvents = [At],
                    Tallies = [new SlaTally { Calendar = Office, Elapsed = Duration.FromSeconds(90), Passed = [new SlaPassed(Duration.FromSeconds(60), ExactFill.SameInterval, At)] }],
                },
            ],
        },
        Assignee = Mei,
        LastAgent = Ola,
        FollowUpAt = At,
        CustomerMessages = 2,
        AgentReplies = 1,
        Reopened = 1,
        Breaches = 1,
        Rank = new PriorityRank
        {
            At = At,
            Terms =
            [
                new RankTerm { Code = "due.first_reply", From = At, Text = "first reply is due" },
                new RankTerm { Code = "boost.tier_vip", Shift = Duration.FromMinutes(-60), Text = "tier_vip: -60 min" },
            ],
        },
        NextCheckAt = At,
        Revision = 1,
    };
}
