using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.InMemory;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

public abstract class SupportKpiServiceTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly Instant Monday = Instant.FromUtc(2024, 6, 10, 7, 0);
    private static readonly AgentId Ola = AgentId.FromExternal(new ExternalRef("hr", "ola"));

    private readonly FakeTimeProvider time = new(Monday.ToDateTimeOffset());
    private readonly ITicketService tickets;
    private readonly ISupportKpiService kpis;

    protected SupportKpiServiceTests(IStorageEngine? engine)
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddCrossBorderCrm(crm =>
        {
            crm.SingleTenant("shop").AddSupport();
            _ = engine is null ? crm.UseInMemory() : crm.UseStorage(_ => engine);
        }).BuildServiceProvider();
        tickets = services.GetRequiredService<ITicketService>();
        kpis = services.GetRequiredService<ISupportKpiService>();
    }

    [Fact]
    public async Task A_report_reads_what_was_open_or_touched_in_the_period_and_nothing_else()
    {
        await DefineAsync();
        await OpenAsync("old", TicketPriority.Normal);
        await ReplyAsync("old", TicketMove.Solve);          // done before the period, and not touched since
        await OpenAsync("waiting", TicketPriority.High);    // open since long before the period
        Pass(hours: 240);
        var from = Now;
        await OpenAsync("new", TicketPriority.High);
        Pass(hours: 1);
        await ReplyAsync("new", TicketMove.AskCustomer);
        Pass(hours: 3);
        await OpenAsync("late", TicketPriority.Low);
        Pass(hours: 3);
        await ReplyAsync("late", TicketMove.Solve);
        Pass(hours: 1);
        var to = Now;
        await OpenAsync("next", TicketPriority.Normal);     // at the end: belongs to the next period
        Pass(hours: 100);
        await ReplyAsync("waiting", TicketMove.Solve);

        var report = await kpis.ReportAsync(new() { From = from, To = to, By = [KpiDimension.Priority] }, Ct);

        Assert.Equal((from, to), (report.From, report.To));
        Assert.Equal((2, 1, 0), (report.Total.Opened, report.Total.Solved, report.Total.Reopened));
        Assert.Equal((1, 1), (report.Total.Backlog.Open, report.Total.Backlog.Waiting));
        var reply = report.Total.Of(SlaMetric.FirstReply)!;
        Assert.Equal((2, new KpiRate(1, 2), 1, new KpiRate(1, 1)), (reply.Fulfilled, reply.Breach, reply.Running, reply.RunningBreach));
        Assert.Equal(Duration.FromHours(3), reply.CalendarTime.Longest);
        Assert.Equal(["high", "low"], report.Groups.Select(group => Assert.Single(group.Key)));
    }

    [Fact]
    public async Task A_report_is_that_of_the_rules_over_the_histories()
    {
        await DefineAsync();
        for (var i = 0; i < 30; i++)
        {
            await OpenAsync($"t{i}", (TicketPriority)(i % 4));
            Pass(hours: 0.1 * (i % 7));
            if (i % 3 > 0)
            {
                await ReplyAsync($"t{i}", i % 2 == 0 ? TicketMove.Solve : TicketMove.AskCustomer);
            }
        }

        Pass(hours: 1);
        var request = new KpiRequest { From = Monday, To = Now, By = [KpiDimension.Priority, KpiDimension.Policy] };
        var plan = SlaPlan.Compile(await tickets.PoliciesAsync(Ct), _ => BusinessTimeline.Compile(BusinessCalendar.AlwaysOpen, DateTimeZoneProviders.Tzdb));
        var measured = new List<TicketMeasurement>();
        for (var i = 0; i < 30; i++)
        {
            var history = await tickets.HistoryAsync(IdOf($"t{i}"), new PageRequest { Size = 100 }, Ct);
            measured.Add(TicketMeasuring.Measure(plan, [.. history.Items.Select(item => item.Value)], request.To));
        }

        Assert.Equal(KpiModel.Describe(SupportKpis.Report(request, measured)), KpiModel.Describe(await kpis.ReportAsync(request, Ct)));
    }

    [Fact]
    public async Task A_period_that_ends_in_the_future_ends_now_and_one_that_begins_there_is_refused()
    {
        await DefineAsync();
        Pass(hours: 1);

        Assert.Equal(Now, (await kpis.ReportAsync(new() { From = Monday, To = Monday + Duration.FromDays(7) }, Ct)).To);
        await Assert.ThrowsAsync<ArgumentException>(async () => await kpis.ReportAsync(new() { From = Now, To = Now + Duration.FromDays(7) }, Ct));
    }

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    private static TicketId IdOf(string name) => TicketId.FromExternal(new ExternalRef("desk", name));

    private void Pass(double hours) => time.Advance(TimeSpan.FromHours(hours));

    private async Task DefineAsync() => await tickets.SavePolicyAsync(new()
    {
        Name = "care",
        Goals =
        [
            .. from metric in new[] { SlaMetric.FirstReply, SlaMetric.TotalResolution }
               from priority in Enum.GetValues<TicketPriority>()
               select new SlaGoal { Metric = metric, Priority = priority, Within = Duration.FromHours(2), Calendar = CalendarId.AlwaysOpen },
        ],
    }, cancellationToken: Ct);

    private async Task OpenAsync(string name, TicketPriority priority) => (await tickets.OpenAsync(new()
    {
        Ticket = IdOf(name),
        Key = new("open"),
        Customer = CustomerId.FromExternal(new("shop", name)),
        Channel = Channel.Email,
        Language = new LanguageTag("pl"),
        Priority = priority,
        Text = "Gdzie jest paczka?",
    }, Ct)).OrThrow();

    private async Task ReplyAsync(string name, TicketMove then) => (await tickets.AddMessageAsync(new()
    {
        Ticket = IdOf(name),
        Key = new("reply"),
        Sort = TicketMessageKind.AgentReply,
        Channel = Channel.Email,
        Agent = Ola,
        Text = "Jutro.",
        Then = then,
    }, Ct)).OrThrow();
}

public sealed class SupportKpiServiceInMemoryTests() : SupportKpiServiceTests(engine: null);

/// <summary>The same over the untyped engine: everything passes through its stored form.</summary>
public sealed class SupportKpiServiceOnAnEngineTests() : SupportKpiServiceTests(new InMemoryEngine());
