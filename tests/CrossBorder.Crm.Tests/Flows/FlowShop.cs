using System.Text;
using CrossBorder.Crm.Customers;
using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Flows;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Segmentation;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.InMemory;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CrossBorder.Crm.Tests.Flows;

/// <summary>A shop with a programme, tiers, one customer, a policy and two agents, on an engine that may die.</summary>
internal sealed class FlowShop : IDisposable
{
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 9, 0);
    public static readonly CurrencyCode Eur = new("EUR");
    public static readonly CurrencyCode Jpy = new("JPY");
    public static readonly MarketId Germany = new("DE");
    public static readonly CustomerId Customer = CustomerId.FromExternal(new("shop", "c1"));

    private readonly ServiceProvider services;

    private FlowShop() => services = new ServiceCollection()
        .AddSingleton<TimeProvider>(new FakeTimeProvider(Start.ToDateTimeOffset()))
        .AddCrossBorderCrm(crm => crm.SingleTenant("shop").AddAllRooms().UseExchangeRates<FixedRates>().UseStorage(_ => Engine))
        .BuildServiceProvider();

    public CrashingEngine Engine { get; } = new(new InMemoryEngine());

    public ICrmTenant Crm => services.GetRequiredService<ICrm>().For(new("shop"));

    public IOrderFlow Orders => Crm.Get<IOrderFlow>();

    public ITicketFlow Tickets => Crm.Get<ITicketFlow>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<FlowShop> OpenAsync()
    {
        var shop = new FlowShop();
        await shop.Crm.Loyalty.SetProgramAsync(
            new() { Zone = "Europe/Berlin", Currency = Eur, Rates = [new() { Unit = new(1m, Eur), Points = new(1) }] }, Ct);
        await shop.Crm.Segments.SetSchemeAsync(
            new()
            {
                ReportingCurrency = Eur,
                Segments = RfmSegments.Default,
                Tiers =
                [
                    new() { Tier = ValueTier.Vip, EnterAt = 1000m, StayAt = 800m },
                    new() { Tier = ValueTier.Important, EnterAt = 100m, StayAt = 80m },
                ],
            },
            Ct);
        await shop.Crm.Customers.SaveAsync(new() { Id = Customer, Market = Germany, Languages = [new("de-DE"), new("en")] }, 0, Ct);
        await shop.Crm.Tickets.SaveAgentAsync(
            new() { Id = AgentId.FromExternal(new("staff", "anna")), Name = "Anna", Languages = [new(new("de"), 5)], Shift = CalendarId.AlwaysOpen }, cancellationToken: Ct);
        await shop.Crm.Tickets.SaveAgentAsync(
            new() { Id = AgentId.FromExternal(new("staff", "li")), Name = "Li", Languages = [new(new("zh"), 5)], Shift = CalendarId.AlwaysOpen }, cancellationToken: Ct);
        return shop;
    }

    public static PlacedOrder Order(string number, decimal total) => new()
    {
        Customer = Customer,
        Order = new("shop", number),
        OccurredAt = Start - Duration.FromHours(1),
        Total = new(total, Eur),
        Goods = new(total - 5m, Eur),
        Market = Germany,
    };

    /// <summary>All that the flows leave behind, as text: two ends are the same if this is.</summary>
    public async Task<string> EndAsync()
    {
        var text = new StringBuilder();
        var state = (await Crm.Activity.GetAsync(Customer, Ct))!;
        text.AppendLine($"{state.Orders} orders, {state.CancelledOrders} cancelled, net {string.Join('+', state.Net)}, reported {string.Join('+', state.ReportingNet)}");
        text.AppendLine($"{(await Crm.Activity.ReadAsync(Customer, new(), Ct)).Items.Count} activity entries");
        text.AppendLine($"{await Crm.Segments.FindAsync(Customer, Ct)}");
        var account = LoyaltyAccountId.Of(Customer);
        var balance = await Crm.Loyalty.GetBalanceAsync(account, cancellationToken: Ct);
        text.AppendLine($"{balance.Available} available, {balance.Debt} owed, {balance.Totals}, {(await Crm.Loyalty.ReadAsync(account, new(), Ct)).Items.Count} ledger entries");
        foreach (var ticket in (await Crm.Tickets.ListAsync(new() { Customer = Customer }, new(), Ct)).Items)
        {
            var history = await Crm.Tickets.HistoryAsync(ticket.Id, new(), Ct);
            text.AppendLine($"{ticket.Id} {ticket.Status} {ticket.Priority} tier {ticket.Attributes.GetValueOrDefault("tier")} to {ticket.Assignee}, {history.Items.Count} events");
            foreach (var message in (await Crm.Tickets.MessagesAsync(ticket.Id, new(), Ct)).Items)
            {
                text.AppendLine($"{message.Id} {message.Sort} {message.Language} {message.Text} {string.Join(' ', message.Attachments.Select(file => file.Name))}");
            }
        }

        var events = await services.GetRequiredService<IOutboxRepository>().ClaimAsync(1000, "test", Start, Start + Duration.FromMinutes(1), Ct);
        foreach (var e in events.OrderBy(e => e.Event.Id))
        {
            text.AppendLine($"{e.Event.Id} {e.Event.Kind} {e.Event.Data.Value}");
        }

        return text.ToString();
    }

    public void Dispose() => services.Dispose();

    private sealed class FixedRates : IExchangeRates
    {
        public ValueTask<decimal?> FindRateAsync(CurrencyCode from, CurrencyCode to, LocalDate day, CancellationToken cancellationToken) =>
            new(from == Jpy && to == Eur ? 0.006m : null);
    }
}
