using CrossBorder.Crm.Consent;
using CrossBorder.Crm.Customers;
using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Flows;
using CrossBorder.Crm.Json;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Samples;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Quickstart.Generated;
using Quickstart.Input;

namespace Quickstart.Run;

/// <summary>Replays a shop's year through the library, event by event, on a clock of its own, and then asks what has become of it.</summary>
internal sealed class ShopRun(ShopData shop, Instant end, ShopStore store, Action<double>? progress)
{
    private static readonly Channel Newsletter = Channel.Email;

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly ShopCheckout checkout = new(shop);
    private int unmatchedCredits;
    private ShopCredit? shown;

    public async Task<ShopReport> RunAsync()
    {
        var time = new ManualTime(shop.Events.Count > 0 ? Instant.Min(shop.Events[0].At, end) : end);
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<IExchangeRates>(new FixedRates(shop))
            .AddCrossBorderCrm(crm => store.Use(crm
                .SingleTenant("shop")
                .AddAllRooms()
                .AddConsent(rules => rules.AddPacks(Packs()))))
            .BuildServiceProvider();
        var crm = services.GetRequiredService<ICrm>().For(new("shop"));
        var figures = await store.OpenAsync(services, shop, end);
        if (figures is null)
        {
            await ReplayAsync(crm, time);
            figures = new(checkout.Redemptions, checkout.LapsedHolds, unmatchedCredits, shown?.Customer, shown?.Order);
        }

        time.MoveTo(end);
        progress?.Invoke(1);
        var report = await new ShopQuestions(crm, shop, end).AskAsync(figures);
        if (!figures.AlreadyThere)
        {
            store.Note(shop, end, figures);
        }

        return report with { Store = store.Say(figures) };
    }

    private async Task ReplayAsync(ICrmTenant crm, ManualTime time)
    {
        await ShopSetup.DefineAsync(crm, shop);
        var timeline = Timeline();
        for (var i = 0; i < timeline.Count; i++)
        {
            time.MoveTo(timeline[i].At);
            await ReplayAsync(crm, timeline[i].What);
            if (i % 256 == 0)
            {
                progress?.Invoke((double)i / timeline.Count);
            }
        }
    }

    private static IEnumerable<RulePack> Packs() =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "RulePacks"), "*.json").Order(StringComparer.Ordinal)
            .Select(file => (RulePack)CrmJson.Decode(File.ReadAllBytes(file)));

    /// <summary>What happened up to the end, in order: orders and credits as the shop has them, and the made-up concerns.</summary>
    private List<(Instant At, object What)> Timeline() =>
    [
        .. shop.Events.Where(e => e.At <= end).Select(e => (e.At, (object)e))
            .Concat(GeneratedService.ConcernsOf(shop, end).Select(c => (c.At, (object)c.Concern)))
            .OrderBy(item => item.At),
    ];

    private async Task ReplayAsync(ICrmTenant crm, object what)
    {
        switch (what)
        {
            case ShopOrder order:
                await RecordAsync(crm, order);
                break;
            case ShopCredit credit:
                await RecordAsync(crm, credit);
                break;
            case CustomerConcern concern:
                (await crm.Get<ITicketFlow>().ReceiveAsync(concern)).OrThrow();
                break;
        }
    }

    private async Task RecordAsync(ICrmTenant crm, ShopOrder order)
    {
        var customer = ShopSetup.IdOf(order.Customer);
        var held = GeneratedService.Spends(order) ? await checkout.HoldAsync(crm, customer, order) : null;
        (await crm.Get<IOrderFlow>().RecordAsync(new()
        {
            Customer = customer,
            Order = new("shop", order.Number),
            OccurredAt = order.At,
            Total = order.Total,
            Goods = held is { } worth && GeneratedService.PaysWithPoints(order) ? PaidWithMoney(order.Goods, worth) : order.Goods,
            Market = shop.Customers[CustomerIndex(order.Customer)].Market,
            Owner = new("shop", order.Customer),
        })).OrThrow();
        if (held is not null)
        {
            await checkout.PayAsync(crm, customer, order);
        }

        if (seen.Add(order.Customer))
        {
            await AskForNewsletterAsync(crm, customer, order);
        }
    }

    private static Money PaidWithMoney(Money goods, Money worth) => goods > worth ? goods - worth : Money.Zero(goods.Currency);

    private async Task RecordAsync(ICrmTenant crm, ShopCredit credit)
    {
        var customer = ShopSetup.IdOf(credit.Customer);
        if (credit.Order is { } order)
        {
            var refund = new RecordRefund
            {
                Customer = customer,
                Order = new("shop", order),
                Refund = new("shop", credit.Number),
                OccurredAt = credit.At,
                Amount = credit.Amount,
            };
            if ((await crm.Get<IOrderFlow>().RefundAsync(refund)).TryGet(out var outcome, out _))
            {
                // The first refund that gives points back, in part, shows how a checkout goes.
                shown ??= outcome.Refunded is { } given && given.Returned > Points.Zero && given.Cash.Amount > 0m ? credit : null;
                return;
            }
        }

        // No order is known, or less is left of it than is credited: the money is gone all the same.
        unmatchedCredits++;
        (await crm.Activity.RecordCreditAsync(new()
        {
            Customer = customer,
            Credit = new("shop", credit.Number),
            OccurredAt = credit.At,
            Amount = credit.Amount,
            ReportingCurrency = shop.Currency,
            ReportingRate = credit.Amount.Currency == shop.Currency ? 1m : shop.Rates[credit.Amount.Currency],
        })).OrThrow();
    }

    private static async Task AskForNewsletterAsync(ICrmTenant crm, CustomerId customer, ShopOrder order)
    {
        var scope = new ConsentScope(Purpose.DirectMarketing, Newsletter, ContactPointOf(order.Customer));
        ConsentEntry? said = GeneratedService.Mood(order.Customer) switch
        {
            < 55 => new ConsentGranted { OccurredAt = order.At, Scope = scope },
            < 65 => new ConsentRefused { OccurredAt = order.At, Scope = scope },
            < 72 => new ConsentWithdrawn { OccurredAt = order.At, Scope = scope },
            _ => null,
        };
        if (said is not null)
        {
            await crm.Consent.RecordAsync(new() { Subject = customer, Key = new("newsletter"), Entries = [said] });
        }
    }

    internal static ContactPointKey ContactPointOf(string customer) => new($"mail-{customer}");

    private Dictionary<string, int>? indexes;

    private int CustomerIndex(string number) =>
        (indexes ??= shop.Customers.Select((customer, i) => (customer.Number, i)).ToDictionary(pair => pair.Number, pair => pair.i, StringComparer.Ordinal))[number];
}
