using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

/// <summary>A ticket that goes on in another one is closed, and is not solved: figures, clocks and comparisons say so.</summary>
public sealed class MergedTicketTests : IDisposable
{
    private static readonly Instant Monday = Instant.FromUtc(2024, 6, 10, 7, 0);
    private static readonly CustomerId Customer = CustomerId.FromExternal(new("shop", "4711"));
    private static readonly TicketId First = TicketId.FromExternal(new("desk", "first"));
    private static readonly TicketId Second = TicketId.FromExternal(new("desk", "second"));

    private static readonly SlaPolicy Care = new()
    {
        Name = "care",
        Goals =
        [
            .. from metric in Enum.GetValues<SlaMetric>()
               select new SlaGoal { Metric = metric, Priority = TicketPriority.Normal, Within = Duration.FromHours(4), Calendar = CalendarId.AlwaysOpen },
        ],
    };

    private readonly FakeTimeProvider time = new(Monday.ToDateTimeOffset());
    private readonly ServiceProvider services;
    private readonly ICrmTenant crm;

    public MergedTicketTests()
    {
        services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddCrossBorderCrm(crm => crm.SingleTenant("shop").AddSupport().UseInMemory()).BuildServiceProvider();
        crm = services.GetRequiredService<ICrm>().For(new("shop"));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_counts_as_opened_and_neither_as_solved_nor_as_waiting()
    {
        await MergeAsync();

        var merged = await ReportAsync();
        Assert.Equal((2, 0, 0, 1), (merged.Opened, merged.Solved, merged.Reopened, merged.Backlog.Count));
        Assert.Equal(0, merged.Of(SlaMetric.TotalResolution)!.Fulfilled);

        time.Advance(TimeSpan.FromHours(1));
        (await crm.Tickets.MoveAsync(new() { Ticket = First, Key = new("solve"), Move = TicketMove.Solve }, Ct)).OrThrow();

        var solved = await ReportAsync();
        Assert.Equal((2, 1, 0, 0), (solved.Opened, solved.Solved, solved.Reopened, solved.Backlog.Count));
        Assert.Equal(1, solved.Of(SlaMetric.TotalResolution)!.Fulfilled);
    }

    [Fact]
    public async Task Its_clocks_stop_and_give_no_time()
    {
        await MergeAsync();

        var clocks = (await crm.Tickets.ClocksAsync(Second, cancellationToken: Ct)).OrThrow();
        Assert.NotEmpty(clocks);
        Assert.All(clocks, clock => Assert.Equal((SlaClockState.Stopped, Monday + Duration.FromHours(1)), (clock.State, clock.EndedAt)));
        var reply = (await ReportAsync()).Of(SlaMetric.FirstReply)!;
        Assert.Equal((0, 1, 1, 0), (reply.Fulfilled, reply.Stopped, reply.Running, reply.BusinessTime.Count));
        Assert.Equal(new KpiRate(0, 1), reply.Breach);
    }

    [Fact]
    public async Task A_breach_from_before_is_not_undone_by_it()
    {
        await OpenAsync(First);
        await OpenAsync(Second);
        time.Advance(TimeSpan.FromHours(6));
        (await crm.Tickets.MergeAsync(new() { Ticket = Second, Into = First, Key = new("merge") }, Ct)).OrThrow();

        Assert.Equal(new KpiRate(1, 1), (await ReportAsync()).Of(SlaMetric.FirstReply)!.Breach);
    }

    [Fact]
    public async Task What_if_compares_it_without_a_reply()
    {
        await MergeAsync();
        time.Advance(TimeSpan.FromHours(1));
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var history = TicketHistory.Of([.. (await crm.Tickets.HistoryAsync(Second, new(), Ct)).Items.Select(item => item.Value)]);
        var plan = SlaPlan.Compile([Care], _ => BusinessTimeline.Compile(BusinessCalendar.AlwaysOpen, DateTimeZoneProviders.Tzdb));

        var report = SupportWhatIf.Policies(new() { From = Monday, To = now, Seed = 1 }, plan, plan, [history]);

        Assert.Equal((1, 0), (report.Tickets, report.CalendarMean.CountBefore));
        Assert.Equal(0m, report.Breach.Change);
    }

    [Fact]
    public void A_history_begins_with_the_event_that_opened_the_ticket() =>
        Assert.Throws<ArgumentException>("events", () => TicketHistory.Of([new TicketMeasuredAnew { At = Monday }]));

    public void Dispose() => services.Dispose();

    private async Task MergeAsync()
    {
        await OpenAsync(First);
        await OpenAsync(Second);
        time.Advance(TimeSpan.FromHours(1));
        (await crm.Tickets.MergeAsync(new() { Ticket = Second, Into = First, Key = new("merge") }, Ct)).OrThrow();
    }

    private async Task OpenAsync(TicketId ticket)
    {
        await crm.Tickets.SavePolicyAsync(Care, cancellationToken: Ct);
        (await crm.Tickets.OpenAsync(
            new() { Ticket = ticket, Key = new("open"), Customer = Customer, Channel = Channel.Email, Language = new("pl"), Text = "Halo?" }, Ct)).OrThrow();
    }

    private async Task<KpiGroup> ReportAsync()
    {
        time.Advance(TimeSpan.FromSeconds(1));
        return (await crm.SupportKpis.ReportAsync(new() { From = Monday, To = Instant.FromDateTimeOffset(time.GetUtcNow()) }, Ct)).Total;
    }
}
