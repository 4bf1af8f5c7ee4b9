using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Tests.Flows;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

/// <summary>Bad input is refused by parameter, value and rule, before the storage is written.</summary>
public sealed class SupportBadInputTests
{
    private static readonly TicketId Ticket = TicketId.FromExternal(new("desk", "t-1"));
    private static readonly AgentId Ola = AgentId.FromExternal(new("hr", "ola"));

    private static readonly OpenTicket Open = new()
    {
        Ticket = Ticket, Key = new("open"), Customer = CustomerId.FromExternal(new("shop", "4711")), Channel = Channel.Email, Language = new("pl"), Text = "Halo?",
    };

    private static readonly AddMessage Message = new() { Ticket = Ticket, Key = new("m"), Sort = TicketMessageKind.AgentReply, Channel = Channel.Email, Text = "Tak", Agent = Ola };
    private static readonly MessageAttachment Photo = new() { Name = "a.png", MediaType = "image/png", Size = 1, Reference = new ExternalRef("files", "1") };
    private static readonly SlaPolicy Policy = new() { Name = "care" };
    private static readonly SlaGoal Goal = new() { Metric = SlaMetric.FirstReply, Priority = TicketPriority.High, Within = Duration.FromHours(4), Calendar = CalendarId.AlwaysOpen };
    private static readonly EscalationRule Rule = new() { Code = "late", Level = 1, To = new() { Role = EscalationTarget.Expert }, MinPercentUsed = 75 };
    private static readonly RankBoost Boost = new() { Code = "angry", By = Duration.FromMinutes(20), MaxSentiment = -50 };
    private static readonly ChannelCapabilities WhatsApp = new() { Channel = new("whatsapp") };
    private static readonly AutomaticAnswer Answer = new() { Code = "received", Texts = [new(new("en"), "Got it.")] };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>What is asked, the parameter that the error names, and what its message must say: the value and the rule, or the place and the rule.</summary>
    private static readonly Dictionary<string, (Func<ITicketService, Task> Ask, string Parameter, string[] Says)> Cases = new()
    {
        ["a ticket without an id"] = (Opens(Open with { Ticket = default }), "Ticket", ["default value"]),
        ["a ticket without a key"] = (Opens(Open with { Key = default }), "Key", ["default value"]),
        ["a ticket of nobody"] = (Opens(Open with { Customer = default }), "Customer", ["default value"]),
        ["a ticket without a channel"] = (Opens(Open with { Channel = default }), "request", ["channel", "names nothing"]),
        ["a ticket without a language"] = (Opens(Open with { Language = default }), "request", ["language", "names nothing"]),
        ["a market that names nothing"] = (Opens(Open with { Market = default(MarketId) }), "request", ["market", "names nothing"]),
        ["a tier that names nothing"] = (Opens(Open with { Tier = default(ValueTier) }), "request", ["tier", "names nothing"]),
        ["a ticket of the future"] = (Opens(Open with { OccurredAt = FlowShop.Start + Duration.FromHours(2) }), "request", ["2026-03-02T11:00", "future", "2026-03-02T09:00"]),
        ["a party that there is not"] = (Opens(Open with { By = (TicketParty)9 }), "By", ["9", "TicketParty"]),
        ["a priority that there is not"] = (Opens(Open with { Priority = (TicketPriority)9 }), "priority", ["9", "TicketPriority"]),
        ["impact without urgency"] = (Opens(Open with { Impact = TicketImpact.High }), "impact", ["High", "not given", "both"]),
        ["files without words"] = (Opens(Open with { Text = null, Attachments = [Photo] }), "request", ["Attachments", "neither text nor subject"]),
        ["too many files"] = (Opens(Open with { Attachments = [.. Enumerable.Repeat(Photo, 51)] }), "attachments", ["51", "at most 50"]),
        ["a file of no type"] = (Opens(Open with { Attachments = [Photo, Photo with { MediaType = "picture" }] }), "attachments", ["attachments[1]", "'picture'", "image/png"]),
        ["a file of less than nothing"] = (Opens(Open with { Attachments = [Photo with { Size = -1 }] }), "attachments", ["attachments[0]", "-1"]),
        ["a fact that is no number"] = (Opens(Open with { Attributes = Open.Attributes.Add("sentiment", "angry") }), "value", ["sentiment", "'angry'", "whole number"]),
        ["a fact out of its range"] = (Opens(Open with { Facts = new() { Sentiment = -101 } }), "value", ["sentiment", "'-101'"]),
        ["a language that is none"] = (Opens(Open with { Attributes = Open.Attributes.Add("language", "not a tag") }), "tag", ["not a tag"]),
        ["33 attributes"] = (Opens(Open with { Attributes = Enumerable.Range(0, 33).ToImmutableSortedDictionary(i => $"a{i}", _ => "x", StringComparer.Ordinal) }), "request", ["33", "at most 32"]),

        ["a message without words"] = (Writes(Message with { Text = "" }), "request", ["has a text"]),
        ["a reply of no agent"] = (Writes(Message with { Agent = null }), "request", ["names the agent"]),
        ["a comment without a rating"] = (Writes(Message with { Sort = TicketMessageKind.RatingComment }), "request", ["comes with the rating"]),
        ["a move that a customer cannot make"] = (Writes(Message with { Sort = TicketMessageKind.Customer, Then = TicketMove.Solve }), "request", ["Solve", "Customer"]),
        ["a follow-up of nothing"] = (Writes(Message with { FollowUpAt = FlowShop.Start }), "followUpAt", ["2026-03-02T09:00", "no move", "made to wait"]),
        ["a follow-up of a solution"] = (Writes(Message with { Then = TicketMove.Solve, FollowUpAt = FlowShop.Start }), "followUpAt", ["the move Solve", "made to wait"]),
        ["a message without a channel"] = (Writes(Message with { Channel = default }), "request", ["channel", "names nothing"]),

        ["a promise of no time"] = (Promises(new() { Ticket = Ticket, Key = new("p"), Within = Duration.Zero }), "request", ["more than zero", "0:00:00:00"]),
        ["a promise of nanoseconds"] = (Promises(new() { Ticket = Ticket, Key = new("p"), Within = Duration.FromNanoseconds(1) }), "request", ["whole microseconds"]),
        ["a calendar without a time"] = (Promises(new() { Ticket = Ticket, Key = new("p"), Calendar = CalendarId.AlwaysOpen }), "request", ["goes with a time"]),
        ["six stars"] = (async tickets => await tickets.RateAsync(new() { Ticket = Ticket, Key = new("r"), Customer = Open.Customer, Score = 6 }, Ct), "request", ["6", "from 1 to 5"]),
        ["no priority at all"] = (async tickets => await tickets.SetPriorityAsync(new() { Ticket = Ticket, Key = new("s") }, Ct), "request", ["A priority, or impact and urgency"]),
        ["level ten"] = (Escalates(10, new() { Role = "expert" }), "request", ["10", "from 1 to 9"]),
        ["an escalation to nobody"] = (Escalates(1, new()), "request", ["a role, a queue or an agent"]),

        ["a goal twice"] = (Saves(Policy with { Goals = [Goal, Goal] }), "policy", ["'care', goals[1]", "FirstReply at High", "twice"]),
        ["a goal of no time"] = (Saves(Policy with { Goals = [Goal with { Within = Duration.Zero }] }), "policy", ["goals[0]", "0:00:00:00", "more than zero"]),
        ["a goal in no calendar"] = (Saves(Policy with { Goals = [Goal with { Calendar = default }] }), "policy", ["goals[0]", "no calendar"]),
        ["a goal in a calendar that there is not"] = (Saves(Policy with { Goals = [Goal with { Calendar = CalendarId.Named("none") }] }), "policy", ["goals[0]", "no calendar"]),
        ["a warning at the end"] = (Saves(Warns(SlaWarning.AtPercent(100))), "policy", ["goals[0].warnings[0]", "100 %", "from 1 to 99"]),
        ["a warning before the beginning"] = (Saves(Warns(SlaWarning.Before(Duration.FromHours(4)))), "policy", ["goals[0].warnings[0]", "0:04:00:00", "less than the target"]),
        ["a warning by nothing"] = (Saves(Warns(new SlaWarning())), "policy", ["goals[0].warnings[0]", "either a share or a time"]),
        ["a warning twice"] = (Saves(Warns(SlaWarning.AtPercent(50), SlaWarning.AtPercent(50))), "policy", ["goals[0].warnings[1]", "twice"]),
        ["a boost back"] = (Saves(Boosts(Boost with { By = Duration.FromHours(-1) })), "policy", ["ranking.boosts[0]", "-0:01:00:00", "more than zero"]),
        ["a boost by no complaint"] = (Saves(Boosts(Boost with { MinComplaints = 0 })), "policy", ["ranking.boosts[0].minComplaints", "it is 0", "from 1"]),
        ["a boost by fewer speakers than none"] = (Saves(Boosts(Boost with { MaxSpeakers = -1 })), "policy", ["ranking.boosts[0].maxSpeakers", "it is -1", "from 0"]),
        ["a boost by a mood that there is not"] = (Saves(Boosts(Boost with { MaxSentiment = 101 })), "policy", ["ranking.boosts[0].maxSentiment", "it is 101", "to 100"]),
        ["a rule twice"] = (Saves(Policy with { Escalations = [Rule, Rule] }), "policy", ["escalations[1]", "'late'", "twice"]),
        ["a rule at level nought"] = (Saves(Policy with { Escalations = [Rule with { Level = 0 }] }), "policy", ["escalations[0]", "from 1 to 9"]),
        ["a rule to nobody"] = (Saves(Policy with { Escalations = [Rule with { To = new() }] }), "policy", ["escalations[0]", "a role, a queue or an agent"]),
        ["a rule to an agent that there is not"] = (Saves(Policy with { Escalations = [Rule with { To = new() { Agent = AgentId.FromExternal(new("hr", "none")) } }] }), "policy", ["escalations[0]", "no agent"]),
        ["a rule at nought percent"] = (Saves(Policy with { Escalations = [Rule with { MinPercentUsed = 0 }] }), "policy", ["escalations[0].minPercentUsed", "0 %", "from 1 to 1000"]),
        ["a rule before it is due"] = (Saves(Policy with { Escalations = [Rule with { MinPercentUsed = null, AfterDue = Duration.FromHours(-1) }] }), "policy", ["escalations[0].afterDue", "-0:01:00:00", "from 0"]),
        ["a rule of fewer reopenings than none"] = (Saves(Policy with { Escalations = [Rule with { MinReopened = -1 }] }), "policy", ["escalations[0].minReopened", "-1", "negative"]),
        ["a rule of a share and a time"] = (Saves(Policy with { Escalations = [Rule with { AfterDue = Duration.Zero }] }), "policy", ["escalations[0]", "either"]),
        ["a rule of metrics without a clock"] = (Saves(Policy with { Escalations = [Rule with { MinPercentUsed = null, Metrics = [SlaMetric.FirstReply] }] }), "policy", ["escalations[0]", "only such a rule names metrics"]),
        ["a rule that repeats once"] = (Saves(Policy with { Escalations = [Rule with { RepeatEvery = Duration.FromHours(1), MaxTimes = 1 }] }), "policy", ["escalations[0]", "at most 1", "from 2 to 100"]),
        ["33 rules"] = (Saves(Policy with { Escalations = [.. Enumerable.Range(0, 33).Select(i => Rule with { Code = $"r{i}" })] }), "policy", ["escalations", "33", "at most 32"]),

        ["a channel twice"] = (Sets(new() { Channels = [WhatsApp, WhatsApp] }), "settings", ["channels", "whatsapp", "twice"]),
        ["no channel"] = (Sets(new() { Channels = [WhatsApp with { Channel = Channel.None }] }), "settings", ["channels[0]", "no channel"]),
        ["a channel of no length"] = (Sets(new() { Channels = [WhatsApp with { MaxTextLength = 0 }] }), "settings", ["channels[0]", "maxTextLength is 0", "from 1"]),
        ["a channel of 51 files"] = (Sets(new() { Channels = [WhatsApp with { MaxAttachments = 51 }] }), "settings", ["channels[0]", "maxAttachments is 51", "from 0 to 50"]),
        ["a channel of empty files"] = (Sets(new() { Channels = [WhatsApp with { MaxAttachmentSize = 0 }] }), "settings", ["channels[0]", "maxAttachmentSize is 0", "at least 1"]),
        ["a window of no time"] = (Sets(new() { Channels = [WhatsApp with { ReplyWindow = Duration.Zero }] }), "settings", ["channels[0]", "replyWindow is 0:00:00:00", "more than zero"]),
        ["a type that is none"] = (Sets(new() { Channels = [WhatsApp with { MediaTypes = ["image/*", "*"] }] }), "settings", ["channels[0].mediaTypes[1]", "'*'", "image/png"]),
        ["an answer twice"] = (Sets(new() { AutomaticAnswers = [Answer, Answer] }), "settings", ["automaticAnswers", "'received'", "twice"]),
        ["an answer without words"] = (Sets(new() { AutomaticAnswers = [Answer with { Texts = [] }] }), "settings", ["automaticAnswers[0].texts", "needed"]),
        ["an answer twice in a language"] = (Sets(new() { AutomaticAnswers = [Answer with { Texts = [.. Answer.Texts, .. Answer.Texts] }] }), "settings", ["automaticAnswers[0].texts", "'en'", "twice"]),
        ["a fallback without words"] = (Sets(new() { AutomaticAnswers = [Answer with { Fallback = new("pl") }] }), "settings", ["automaticAnswers[0]", "fallback language pl"]),
        ["an answer that solves"] = (Sets(new() { AutomaticAnswers = [Answer with { Then = TicketMove.Solve }] }), "settings", ["automaticAnswers[0]", "Solve", "not one of software"]),
        ["an answer on no condition"] = (Sets(new() { AutomaticAnswers = [Answer with { When = [new(" ", "x")] }] }), "settings", ["automaticAnswers[0].when", "an attribute and a value"]),
        ["no answer at all"] = (Sets(new() { MaxAutomaticAnswers = 0 }), "settings", ["maxAutomaticAnswers", "it is 0", "from 1 to 1000"]),
        ["a loop of no time"] = (Sets(new() { LoopWindow = Duration.Zero }), "settings", ["loopWindow", "0:00:00:00", "more than zero"]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task It_is_refused_by_parameter_value_and_rule_and_nothing_is_written(string name)
    {
        var (ask, parameter, says) = Cases[name];
        using var shop = await FlowShop.OpenAsync();
        await shop.Crm.Tickets.SaveAgentAsync(new() { Id = Ola, Name = "Ola", Languages = [new(new("pl"), 5)], Shift = CalendarId.AlwaysOpen }, cancellationToken: Ct);
        (await shop.Crm.Tickets.OpenAsync(Open with { Key = new("there already") }, Ct)).OrThrow();
        var before = shop.Engine.Writes;
        var refused = await Assert.ThrowsAnyAsync<ArgumentException>(() => ask(shop.Crm.Tickets));

        Assert.Equal(parameter, refused.ParamName);
        Assert.All(says, text => Assert.Contains(text, refused.Message, StringComparison.Ordinal));
        Assert.Equal(before, shop.Engine.Writes);
    }

    private static Func<ITicketService, Task> Opens(OpenTicket request) => async tickets => await tickets.OpenAsync(request, Ct);

    private static Func<ITicketService, Task> Writes(AddMessage request) => async tickets => await tickets.AddMessageAsync(request, Ct);

    private static Func<ITicketService, Task> Promises(PromiseAnswer request) => async tickets => await tickets.PromiseAnswerAsync(request, Ct);

    private static Func<ITicketService, Task> Escalates(int level, EscalationTarget to) =>
        async tickets => await tickets.EscalateAsync(new() { Ticket = Ticket, Key = new("e"), Level = level, To = to }, Ct);

    private static Func<ITicketService, Task> Saves(SlaPolicy policy) => async tickets => await tickets.SavePolicyAsync(policy, cancellationToken: Ct);

    private static Func<ITicketService, Task> Sets(SupportSettings settings) => async tickets => await tickets.SaveSettingsAsync(settings, cancellationToken: Ct);

    private static SlaPolicy Warns(params ImmutableArray<SlaWarning> warnings) => Policy with { Goals = [Goal with { Warnings = warnings }] };

    private static SlaPolicy Boosts(RankBoost boost) => Policy with { Ranking = new() { Boosts = [boost] } };
}
