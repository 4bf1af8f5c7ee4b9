using System.Collections.Immutable;
using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using NodaTime;

namespace SupportDesk.Week;

/// <summary>What the shop promises its customers, what its channels carry and how its work is given out. Made up.</summary>
internal static class DeskSetup
{
    /// <summary>The host's own attribute: the site whose hours the customer was promised.</summary>
    public const string Site = "site";

    public static Channel WhatsApp { get; } = new("whatsapp");

    public static SupportSettings Settings { get; } = new()
    {
        Channels =
        [
            new() { Channel = WhatsApp, MaxTextLength = 4096, ReplyWindow = Duration.FromHours(24) },
            new() { Channel = Channel.Email },
        ],
        AutomaticAnswers =
        [
            new()
            {
                Code = "received",
                Texts =
                [
                    new(new("en"), "We have your message."), new(new("de"), "Ihre Nachricht ist da."), new(new("pl"), "Mamy Twoją wiadomość."),
                    new(new("fr"), "Nous avons votre message."), new(new("es"), "Recibimos su mensaje."), new(new("pt"), "Recebemos sua mensagem."),
                    new(new("zh-Hans"), "已收到您的消息。"), new(new("ja"), "メッセージを受け取りました。"),
                ],
                Fallback = new("en"),
            },
        ],
    };

    public static DeskRules Rules { get; } = new()
    {
        Channels =
        [
            new() { Channel = Channel.Chat, Weight = 3, HandlingTime = Duration.FromMinutes(20) },
            new() { Channel = WhatsApp, Weight = 2, HandlingTime = Duration.FromMinutes(15) },
            new() { Channel = Channel.Email, HandlingTime = Duration.FromMinutes(15) },
        ],
    };

    public static ImmutableArray<SlaPolicy> Policies { get; } = Promise(normalReplyHours: 4);

    /// <summary>The policies, with so many hours for the first reply to a concern of normal priority.</summary>
    public static ImmutableArray<SlaPolicy> Promise(int normalReplyHours) =>
    [
        Policy("vip", order: 1, new(TicketAttributes.Tier, ValueTier.Vip.Code), CalendarId.AlwaysOpen, normalReplyHours: 3),
        .. Sites.All.Select((site, i) => Policy(site.Name, order: i + 2, new(Site, site.Name), site.Id, normalReplyHours)),
    ];

    public static async Task DefineAsync(ICrmTenant crm)
    {
        foreach (var site in Sites.All)
        {
            await crm.Calendars.SaveAsync(site);
        }

        foreach (var agent in Sites.Staff)
        {
            await crm.Tickets.SaveAgentAsync(agent);
        }

        foreach (var policy in Policies)
        {
            await crm.Tickets.SavePolicyAsync(policy);
        }

        await crm.Tickets.SaveDeskRulesAsync(Rules);
        await crm.Tickets.SaveSettingsAsync(Settings);
    }

    private static SlaPolicy Policy(string name, int order, AttributeCondition when, CalendarId hours, int normalReplyHours) => new()
    {
        Name = name,
        Order = order,
        When = [when],
        Goals =
        [
            .. Goals(TicketPriority.Urgent, CalendarId.AlwaysOpen, reply: 1, solution: 8),
            .. Goals(TicketPriority.High, hours, reply: 2, solution: 16),
            .. Goals(TicketPriority.Normal, hours, normalReplyHours, solution: 24),
            .. Goals(TicketPriority.Low, hours, reply: 8, solution: 40),
        ],
        Ranking = RankingRules.Suggested,
        Escalations =
        [
            new() { Code = "reply_at_risk", Level = 1, To = new() { Role = EscalationTarget.Expert }, Metrics = [SlaMetric.FirstReply], MinPercentUsed = 75 },
            new()
            {
                Code = "reply_overdue", Level = 2, To = new() { Role = EscalationTarget.Manager }, Metrics = [SlaMetric.FirstReply, SlaMetric.NextReply],
                AfterDue = Duration.FromHours(1), RepeatEvery = Duration.FromHours(4), MaxTimes = 3,
            },
        ],
    };

    private static IEnumerable<SlaGoal> Goals(TicketPriority priority, CalendarId calendar, int reply, int solution)
    {
        SlaGoal goal = new() { Metric = SlaMetric.FirstReply, Priority = priority, Within = Duration.FromHours(reply), Calendar = calendar };
        return
        [
            goal with { Warnings = [SlaWarning.AtPercent(50)] },
            goal with { Metric = SlaMetric.NextReply, Within = Duration.FromHours(2 * reply) },
            goal with { Metric = SlaMetric.RequesterWait, Within = Duration.FromHours(solution) },
            goal with { Metric = SlaMetric.PromisedAnswer, Within = Duration.FromHours(2 * solution) },
        ];
    }
}
