using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests.Support;

/// <summary>What the desk of these tests promises and carries, and who works there.</summary>
internal static class TicketDesk
{
    public static readonly AgentId Ola = AgentId.FromExternal(new("hr", "ola"));
    public static readonly AgentId Mei = AgentId.FromExternal(new("hr", "mei"));
    public static readonly Channel WhatsApp = new("whatsapp");

    private static readonly BusinessCalendar Office = new()
    {
        Name = "office", Zone = "Europe/Warsaw", Weekly = WeeklyHours.MondayToFriday(WallInterval.Parse("09:00-17:00")), Holidays = [new(2024, 6, 12)],
    };

    private static readonly SlaPolicy Care = new()
    {
        Name = "care",
        Goals =
        [
            .. from metric in Enum.GetValues<SlaMetric>()
               from priority in Enum.GetValues<TicketPriority>()
               select new SlaGoal
               {
                   Metric = metric, Priority = priority, Within = Duration.FromHours(2 + (int)metric + 4 * (3 - (int)priority)),
                   Calendar = priority == TicketPriority.Urgent ? CalendarId.AlwaysOpen : Office.Id,
                   Warnings = [SlaWarning.AtPercent(50)],
               },
        ],
        Ranking = RankingRules.Suggested,
        Escalations =
        [
            new() { Code = "late", Level = 1, To = new() { Role = EscalationTarget.Expert }, Metrics = [SlaMetric.FirstReply, SlaMetric.NextReply], MinPercentUsed = 75 },
            new()
            {
                Code = "missed", Level = 2, To = new() { Role = EscalationTarget.Manager, Agent = Mei }, Metrics = [SlaMetric.FirstReply],
                AfterDue = Duration.FromHours(1), RepeatEvery = Duration.FromHours(2), MaxTimes = 3,
            },
        ],
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task DefineAsync(ICrmTenant desk)
    {
        await desk.Calendars.SaveAsync(Office, cancellationToken: Ct);
        await desk.Tickets.SaveAgentAsync(new() { Id = Ola, Name = "Ola", Languages = [new(new("pl"), 5), new(new("en"), 3)], Shift = Office.Id }, cancellationToken: Ct);
        await desk.Tickets.SaveAgentAsync(new() { Id = Mei, Name = "Mei", Languages = [new(new("en"), 5)], Topics = [new("customs", 4)], Shift = CalendarId.AlwaysOpen }, cancellationToken: Ct);
        await desk.Tickets.SavePolicyAsync(Care, cancellationToken: Ct);
        await desk.Tickets.SaveDeskRulesAsync(new() { Channels = [new() { Channel = Channel.Chat, Weight = 3 }] }, cancellationToken: Ct);
        await desk.Tickets.SaveSettingsAsync(
            new()
            {
                Channels = [new() { Channel = WhatsApp, MaxTextLength = 100, ReplyWindow = Duration.FromHours(24) }],
                AutomaticAnswers = [new() { Code = "received", Texts = [new(new("pl"), "Mamy to.", "Odp."), new(new("en"), "Got it.")], Fallback = new("en") }],
            },
            cancellationToken: Ct);
    }
}
