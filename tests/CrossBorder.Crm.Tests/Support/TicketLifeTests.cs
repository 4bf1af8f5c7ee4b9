using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.InMemory;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

/// <summary>What happens to a ticket besides its conversation: warnings, escalations, promises, mergers, ratings, limits of channels, automatic answers.</summary>
public abstract class TicketLifeTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly Instant Monday = Instant.FromUtc(2024, 6, 10, 7, 0);
    private static readonly CustomerId Customer = CustomerId.FromExternal(new ExternalRef("shop", "4711"));
    private static readonly AgentId Ola = AgentId.FromExternal(new ExternalRef("hr", "ola"));
    private static readonly Channel WhatsApp = new("whatsapp");

    private static readonly SlaPolicy Care = new()
    {
        Name = "care",
        Goals =
        [
            new()
            {
                Metric = SlaMetric.FirstReply, Priority = TicketPriority.Normal, Within = Duration.FromHours(4), Calendar = CalendarId.AlwaysOpen,
                Warnings = [SlaWarning.AtPercent(50), SlaWarning.Before(Duration.FromMinutes(30))],
            },
            new() { Metric = SlaMetric.PromisedAnswer, Priority = TicketPriority.Normal, Within = Duration.FromDays(5), Calendar = CalendarId.AlwaysOpen },
        ],
        Escalations =
        [
            new() { Code = "late", Level = 1, To = new() { Role = EscalationTarget.Expert }, Metrics = [SlaMetric.FirstReply], MinPercentUsed = 75 },
            new()
            {
                Code = "missed", Level = 2, To = new() { Role = EscalationTarget.Manager }, Metrics = [SlaMetric.FirstReply], AfterDue = Duration.FromHours(1),
                RepeatEvery = Duration.FromHours(2), MaxTimes = 3,
            },
            new() { Code = "angry", Level = 3, To = new() { Queue = "care" }, When = [new("mood", "angry")] },
        ],
    };

    private readonly FakeTimeProvider time = new(Monday.ToDateTimeOffset());
    private readonly IServiceProvider services;
    private readonly ITicketService tickets;

    protected TicketLifeTests(IStorageEngine? engine)
    {
        services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddCrossBorderCrm(crm =>
            {
                crm.SingleTenant("shop").AddSupport();
                _ = engine is null ? crm.UseInMemory() : crm.UseStorage(_ => engine);
            })
            .BuildServiceProvider();
        tickets = services.GetRequiredService<ITicketService>();
    }

    [Fact]
    public async Task Warnings_and_escalations_come_once_and_in_time_and_are_told()
    {
        var ticket = await OpenAsync("t-1");
        Assert.Equal(Monday + Duration.FromHours(2) + Duration.FromTicks(10), (await GetAsync(ticket)).NextCheckAt);

        await PassAndSweepAsync(hours: 2);
        Assert.Equal(["warned 50 at 2"], await MarksAsync(ticket));
        await PassAndSweepAsync(hours: 1);
        Assert.Equal("late 1 at 3", (await MarksAsync(ticket))[^1]);
        await PassAndSweepAsync(hours: 30);
        Assert.Equal(["warned 50 at 2", "late 1 at 3", "warned 0:00:30:00 at 3.5", "breached at 4", "missed 1 at 5"], await MarksAsync(ticket));
        await PassAndSweepAsync(hours: 2);
        await PassAndSweepAsync(hours: 2);
        await PassAndSweepAsync(hours: 2);
        Assert.Equal(["missed 2 at 35", "missed 3 at 37"], (await MarksAsync(ticket))[5..]);
        Assert.Equal(2, (await GetAsync(ticket)).EscalationLevel);

        var told = await services.GetRequiredService<IOutboxRepository>().ClaimAsync(100, "w", Now, Now + Duration.FromHours(1), Ct);
        Assert.Equal((2, 4), (told.Count(e => e.Event.Kind == "sla_warned.v1"), told.Count(e => e.Event.Kind == "ticket_escalated.v1")));
    }

    [Fact]
    public async Task A_rule_without_a_clock_fires_once_its_condition_holds()
    {
        var ticket = await OpenAsync("t-1");
        Done(await tickets.SetAttributeAsync(new() { Ticket = ticket, Key = new("a"), Attribute = "mood", Value = "angry" }, Ct));
        await PassAndSweepAsync(hours: 0);
        await PassAndSweepAsync(hours: 1);

        Assert.Equal(["angry 1 at 0"], await MarksAsync(ticket));
        Assert.Equal("care", (await GetAsync(ticket)).EscalatedTo!.Queue);
    }

    [Fact]
    public async Task A_promise_runs_until_the_final_answer_and_orders_the_queue()
    {
        var ticket = await OpenAsync("t-1");
        Done(await ReplyAsync(ticket, "r-1"));
        Done(await tickets.PromiseAnswerAsync(new() { Ticket = ticket, Key = new("p-1"), Within = Duration.FromHours(10) }, Ct));
        Assert.Equal("due.promised_answer", (await GetAsync(ticket)).Rank.Terms[0].Code);
        time.Advance(TimeSpan.FromHours(1));
        Done(await ReplyAsync(ticket, "r-2"));
        Assert.Equal(SlaClockState.Running, (await PromiseOf(ticket)).State);
        time.Advance(TimeSpan.FromHours(10));
        Done(await tickets.AddMessageAsync(Message(ticket, "r-3", TicketMessageKind.AgentReply) with { IsFinal = true }, Ct));

        var promise = await PromiseOf(ticket);
        Assert.Equal((SlaClockState.Fulfilled, true, Duration.FromHours(11)), (promise.State, promise.Breached, promise.Elapsed));
        Assert.Equal(Monday + Duration.FromHours(10), promise.DueAt);

        Done(await tickets.PromiseAnswerAsync(new() { Ticket = ticket, Key = new("p-2") }, Ct));
        Assert.Equal(Now + Duration.FromDays(5), (await PromiseOf(ticket)).DueAt);
        Done(await tickets.SetPriorityAsync(new() { Ticket = ticket, Key = new("u"), Priority = TicketPriority.Urgent }, Ct));
        Assert.Equal("support.no_promise_target", (await tickets.PromiseAnswerAsync(new() { Ticket = ticket, Key = new("p-3") }, Ct)).Error.Code);
        Assert.Equal(
            "support.unknown_calendar",
            (await tickets.PromiseAnswerAsync(new() { Ticket = ticket, Key = new("p-4"), Within = Duration.FromHours(1), Calendar = CalendarId.Named("none") }, Ct)).Error.Code);
    }

    [Fact]
    public async Task A_merged_ticket_points_to_the_other_whose_conversation_has_both()
    {
        var (first, second) = (await OpenAsync("t-1"), await OpenAsync("t-2"));
        time.Advance(TimeSpan.FromHours(1));
        var merge = new MergeTicket { Ticket = second, Into = first, Key = new("m"), Agent = Ola };
        var receipt = Done(await tickets.MergeAsync(merge, Ct));
        Assert.Equal(receipt, Done(await tickets.MergeAsync(merge, Ct)));

        var closed = await GetAsync(second);
        Assert.Equal((TicketStatus.Closed, first), (closed.Status, closed.MergedInto));
        Assert.All((await tickets.ClocksAsync(second, cancellationToken: Ct)).OrThrow(), clock => Assert.Equal(SlaClockState.Stopped, clock.State));
        Assert.Equal(first, (await tickets.FollowAsync(second, Ct))!.Value.Value.Id);
        Assert.Equal(SlaClockState.Running, (await tickets.ClocksAsync(first, cancellationToken: Ct)).OrThrow()[0].State);

        var late = Message(second, "late", TicketMessageKind.Customer);
        var written = Done(await tickets.AddMessageAsync(late, Ct));
        Assert.Equal(first, written.Ticket);
        Assert.Equal(written, Done(await tickets.AddMessageAsync(late, Ct)));
        Assert.Equal(3, (await tickets.MessagesAsync(first, new(), Ct)).Items.Count);
        Assert.Equal(2, (await GetAsync(first)).CustomerMessages);
    }

    [Fact]
    public async Task Mergers_that_lead_nowhere_are_refused_by_name()
    {
        var (first, second) = (await OpenAsync("t-1"), await OpenAsync("t-2"));
        var other = await OpenAsync("t-3", customer: CustomerId.New());
        Assert.Equal("support.merge_into_itself", await CodeAsync(first, first));
        Assert.Equal("support.merge_other_customer", await CodeAsync(first, other));
        Assert.Equal("support.unknown_ticket", await CodeAsync(first, TicketId.New()));
        Done(await tickets.MergeAsync(new() { Ticket = second, Into = first, Key = new("ok") }, Ct));
        Assert.Equal("support.merge_cycle", await CodeAsync(first, second));
        Assert.Equal("support.ticket_merged", await CodeAsync(second, first));
        Assert.Equal("support.ticket_merged", (await tickets.SetPriorityAsync(new() { Ticket = second, Key = new("p"), Priority = TicketPriority.Low }, Ct)).Error.Code);
        var third = await OpenAsync("t-4");
        Done(await tickets.MergeAsync(new() { Ticket = third, Into = second, Key = new("followed") }, Ct));
        Assert.Equal([second, third], (await GetAsync(first)).MergedFrom);

        async Task<string> CodeAsync(TicketId from, TicketId into) =>
            (await tickets.MergeAsync(new() { Ticket = from, Into = into, Key = new($"{from}{into}"[..60]) }, Ct)).Error.Code;
    }

    [Fact]
    public async Task A_solution_is_rated_once_by_the_customer_and_her_words_stand_apart()
    {
        var ticket = await OpenAsync("t-1");
        var rating = new RateTicket { Ticket = ticket, Key = new("c-1"), Customer = Customer, Score = 5, Comment = "Świetnie!" };
        Assert.Equal("support.not_solved", (await tickets.RateAsync(rating, Ct)).Error.Code);
        await MoveAsync(ticket, TicketMove.Solve, "s-1");
        Assert.Equal("support.not_the_customer", (await tickets.RateAsync(rating with { Customer = CustomerId.New() }, Ct)).Error.Code);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await tickets.RateAsync(rating with { Score = 6 }, Ct));
        var rated = Done(await tickets.RateAsync(rating, Ct));
        Assert.Equal(rated, Done(await tickets.RateAsync(rating, Ct)));
        Assert.Equal("support.rated_already", (await tickets.RateAsync(rating with { Key = new("c-2") }, Ct)).Error.Code);
        Assert.Equal(5, (await GetAsync(ticket)).Rating);
        Assert.Equal("Świetnie!", (await tickets.MessagesAsync(ticket, new(), Ct)).Items.Single(m => m.Sort == TicketMessageKind.RatingComment).Text);

        await MoveAsync(ticket, TicketMove.Reopen, "o-1");
        await MoveAsync(ticket, TicketMove.Solve, "s-2");
        Done(await tickets.RateAsync(rating with { Key = new("c-3"), Score = 1, Comment = null }, Ct));
        Assert.Equal(1, (await GetAsync(ticket)).Rating);
    }

    [Fact]
    public async Task A_reply_that_the_channel_does_not_carry_is_refused_before_anything_is_written()
    {
        await tickets.SaveSettingsAsync(
            new()
            {
                Channels =
                [
                    new() { Channel = WhatsApp, MaxTextLength = 20, MaxAttachments = 1, MaxAttachmentSize = 1000, MediaTypes = ["image/*"], ReplyWindow = Duration.FromHours(24) },
                    new() { Channel = Channel.Email },
                    new() { Channel = Channel.Sms, MaxTextLength = 2 },
                ],
            }, cancellationToken: Ct);
        var ticket = await OpenAsync("t-1", WhatsApp);
        var photo = new MessageAttachment { Name = "a.png", MediaType = "image/png", Size = 1000, Reference = new ExternalRef("files", "1") };
        await RefusedAsync("support.text_too_long", message => message with { Text = new string('x', 21) });
        await RefusedAsync("support.too_many_attachments", message => message with { Attachments = [photo, photo] });
        await RefusedAsync("support.attachment_too_large", message => message with { Attachments = [photo with { Size = 1001 }] });
        await RefusedAsync("support.attachment_type_not_carried", message => message with { Attachments = [photo with { MediaType = "application/pdf" }] });
        time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMicroseconds(1));
        Done(await tickets.AddMessageAsync(Message(ticket, "in time", TicketMessageKind.AgentReply, WhatsApp) with { Attachments = [photo] }, Ct));
        time.Advance(TimeSpan.FromMicroseconds(1));
        var refusal = await RefusedAsync("support.reply_window_closed", message => message);
        Assert.Equal("email", refusal.Parameters["alternatives"]);
        Done(await tickets.AddMessageAsync(Message(ticket, "by mail", TicketMessageKind.AgentReply), Ct));
        Assert.Equal(3, (await tickets.MessagesAsync(ticket, new(), Ct)).Items.Count);

        Done(await tickets.AddMessageAsync(Message(ticket, "again", TicketMessageKind.Customer, WhatsApp), Ct));
        Done(await tickets.AddMessageAsync(Message(ticket, "open again", TicketMessageKind.AgentReply, WhatsApp), Ct));

        async Task<CrmError> RefusedAsync(string code, Func<AddMessage, AddMessage> change)
        {
            var result = await tickets.AddMessageAsync(change(Message(ticket, "no", TicketMessageKind.AgentReply, WhatsApp)), Ct);
            Assert.Equal(code, result.Error.Code);
            return result.Error;
        }
    }

    [Fact]
    public async Task A_ticket_is_answered_automatically_once_in_her_language_and_no_clock_stops()
    {
        await AnswerAsync();
        var ticket = await OpenAsync("t-1", language: "pt-BR");
        var given = Done(await tickets.AnswerAutomaticallyAsync(ticket, Ct));
        Assert.Equal(("Recebemos.", "pt"), (given.Draft!.Text, given.Draft.Language.Value));
        Assert.Equal("already_given", Done(await tickets.AnswerAutomaticallyAsync(ticket, Ct)).Reason);
        Assert.Equal(SlaClockState.Running, (await tickets.ClocksAsync(ticket, cancellationToken: Ct)).OrThrow().Single().State);
        Assert.Equal(2, (await tickets.MessagesAsync(ticket, new(), Ct)).Items.Count);

        Assert.Equal("Got it.", Done(await tickets.AnswerAutomaticallyAsync(await OpenAsync("t-2", language: "fi"), Ct)).Draft!.Text);
        Assert.Equal("loop", Done(await tickets.AnswerAutomaticallyAsync(await OpenAsync("t-3"), Ct)).Reason);
        time.Advance(TimeSpan.FromHours(2));
        Assert.NotNull(Done(await tickets.AnswerAutomaticallyAsync(await OpenAsync("t-4"), Ct)).Draft);
    }

    [Fact]
    public async Task No_machine_is_answered()
    {
        await AnswerAsync();
        await SaysAsync("auto_submitted", new() { AutoSubmitted = " Auto-Replied; owner=x" });
        await SaysAsync("null_return_path", new() { HasNullReturnPath = true });
        await SaysAsync("mailing_list", new() { HasListId = true });
        await SaysAsync("bulk", new() { Precedence = "Bulk" });
        await SaysAsync("own_address", new() { IsFromOwnAddress = true, AutoSubmitted = "no" });
        await SaysAsync(null, new() { AutoSubmitted = "No (a person)", Precedence = "first-class" });

        async Task SaysAsync(string? reason, MessageOrigin origin) => Assert.Equal(
            reason, Done(await tickets.AnswerAutomaticallyAsync(await OpenAsync($"m-{reason}", origin: origin), Ct)).Reason);
    }

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    private static T Done<T>(CrmResult<T> result) => result.OrThrow();

    private async Task AnswerAsync() => await tickets.SaveSettingsAsync(
        new()
        {
            MaxAutomaticAnswers = 2,
            AutomaticAnswers =
            [
                new() { Code = "received", Texts = [new(new("pt"), "Recebemos."), new(new("en"), "Got it.")], Fallback = new LanguageTag("en") },
            ],
        }, cancellationToken: Ct);

    // What time has brought falls due at the instant; a microsecond later it is written.
    private async Task PassAndSweepAsync(double hours)
    {
        time.Advance(TimeSpan.FromHours(hours) + TimeSpan.FromMicroseconds(1));
        var sweep = await tickets.RunOnceAsync(Ct);
        Assert.Equal(0, sweep.Failed);
        Assert.True(sweep.NextAt is null || sweep.NextAt > Now);
        Assert.Equal(0, (await tickets.RunOnceAsync(Ct)).Changed);
    }

    private async Task<List<string>> MarksAsync(TicketId ticket)
    {
        var history = await tickets.HistoryAsync(ticket, new(), Ct);
        return [.. history.Items.Select(item => item.Value switch
        {
            SlaWarned warned => $"warned {warned.Warning.Percent?.ToString() ?? warned.Warning.Left.ToString()} at {Hours(warned.WarnedAt)}",
            SlaBreached breached => $"breached at {Hours(breached.BreachedAt)}",
            TicketEscalated escalated => $"{escalated.Rule} {escalated.Times} at {Hours(escalated.ReachedAt!.Value)}",
            _ => null,
        }).OfType<string>()];

        static string Hours(Instant at) => Math.Round((at - Monday).TotalHours, 3).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<Ticket> GetAsync(TicketId ticket) => (await tickets.FindAsync(ticket, Ct))!.Value.Value;

    private async Task<SlaClock> PromiseOf(TicketId ticket) =>
        (await tickets.ClocksAsync(ticket, cancellationToken: Ct)).OrThrow().Last(clock => clock.Metric == SlaMetric.PromisedAnswer);

    private async Task MoveAsync(TicketId ticket, TicketMove move, string key) => Done(await tickets.MoveAsync(new() { Ticket = ticket, Key = new(key), Move = move }, Ct));

    private async Task<CrmResult<TicketReceipt>> ReplyAsync(TicketId ticket, string key) =>
        await tickets.AddMessageAsync(Message(ticket, key, TicketMessageKind.AgentReply), Ct);

    private async Task<TicketId> OpenAsync(string name, Channel? channel = null, string language = "pl", CustomerId? customer = null, MessageOrigin? origin = null)
    {
        await tickets.SavePolicyAsync(Care, cancellationToken: Ct);
        var id = TicketId.FromExternal(new ExternalRef("desk", name));
        Done(await tickets.OpenAsync(new()
        {
            Ticket = id, Key = new(name), Customer = customer ?? Customer, Channel = channel ?? Channel.Email, Language = new LanguageTag(language), Text = "Halo?", Origin = origin,
        }, Ct));
        return id;
    }

    private static AddMessage Message(TicketId ticket, string key, TicketMessageKind sort, Channel? channel = null) => new()
    {
        Ticket = ticket, Key = new(key), Sort = sort, Channel = channel ?? Channel.Email, Text = "Tak", Agent = sort == TicketMessageKind.AgentReply ? Ola : null,
    };
}

public sealed class TicketLifeInMemoryTests() : TicketLifeTests(engine: null);

/// <summary>The same over the untyped engine: everything passes through its stored form.</summary>
public sealed class TicketLifeOnAnEngineTests() : TicketLifeTests(new InMemoryEngine());
