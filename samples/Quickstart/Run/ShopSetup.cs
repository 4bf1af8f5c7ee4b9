using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Customers;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Segmentation;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using NodaTime;
using Quickstart.Input;

namespace Quickstart.Run;

/// <summary>What a shop sets up once: its programme, its tiers, its teams and what it promises.</summary>
internal static class ShopSetup
{
    public static async Task DefineAsync(ICrmTenant crm, ShopData shop)
    {
        await crm.Loyalty.SetProgramAsync(ShopProgram.Of(shop));
        await crm.Segments.SetSchemeAsync(new()
        {
            ReportingCurrency = shop.Currency,
            Segments = RfmSegments.Default,
            Tiers =
            [
                new() { Tier = ValueTier.Vip, EnterAt = shop.TiersFrom.Vip, StayAt = shop.TiersFrom.Vip * 0.8m },
                new() { Tier = ValueTier.Important, EnterAt = shop.TiersFrom.Important, StayAt = shop.TiersFrom.Important * 0.8m },
            ],
            Markets = [.. shop.Markets],
        });
        foreach (var customer in shop.Customers)
        {
            await SaveCustomerAsync(crm, shop.Markets.First(market => market.Id == customer.Market), customer);
        }

        await DefineSupportAsync(crm);
    }

    public static CustomerId IdOf(string customer) => CustomerId.FromExternal(new("shop", customer));

    private static async Task SaveCustomerAsync(ICrmTenant crm, Market market, ShopCustomer customer)
    {
        // An earlier run that was cut off may have saved her.
        if (await crm.Customers.FindAsync(IdOf(customer.Number)) is not null)
        {
            return;
        }

        (await crm.Customers.SaveAsync(NewCustomer(market, customer), expectedVersion: 0)).OrThrow();
    }

    private static Customer NewCustomer(Market market, ShopCustomer customer) => new()
    {
        Id = IdOf(customer.Number),
        Market = market.Id,
        Country = market.Countries.Length == 1 ? market.Countries[0] : null,
        Languages = market.Languages,
        Zone = new() { Zone = market.DefaultZone, Provenance = Provenance.Default },
        Externals = [new("shop", customer.Number)],
    };

    // Three sites round the globe; each agent's shift is the calendar of her site.
    private static async Task DefineSupportAsync(ICrmTenant crm)
    {
        await SiteAsync(crm, "shenzhen", "Asia/Shanghai", [("Lin", "zh:5 en:4 ja:3"), ("Wei", "zh:5 en:3")]);
        await SiteAsync(crm, "krakow", "Europe/Warsaw", [("Ania", "pl:5 en:5 de:4"), ("Marek", "pl:5 en:4 fr:4 it:3"), ("Eva", "cs:5 en:4 de:5 nl:3")]);
        await SiteAsync(crm, "mexico", "America/Mexico_City", [("Sofia", "es:5 en:4"), ("Diego", "es:5 en:5 pt:4")]);
        await crm.Tickets.SavePolicyAsync(new()
        {
            Name = "standard",
            Order = 2,
            Goals = [.. Goals(4)],
            Ranking = Ranking,
        });
        await crm.Tickets.SavePolicyAsync(new()
        {
            Name = "vip",
            Order = 1,
            When = [new(TicketAttributes.Tier, ValueTier.Vip.Code)],
            Goals = [.. Goals(1)],
            Ranking = Ranking,
        });
    }

    private static RankingRules Ranking { get; } = new()
    {
        Boosts =
        [
            new() { Code = "tier_vip", By = Duration.FromMinutes(60), When = [new(TicketAttributes.Tier, ValueTier.Vip.Code)] },
            new() { Code = "tier_important", By = Duration.FromMinutes(20), When = [new(TicketAttributes.Tier, ValueTier.Important.Code)] },
            new() { Code = "complaint", By = Duration.FromMinutes(30), When = [new(TicketAttributes.Type, "complaint")] },
        ],
    };

    private static IEnumerable<SlaGoal> Goals(int firstReplyHours)
    {
        foreach (var (priority, factor) in new[] { (TicketPriority.Low, 4), (TicketPriority.Normal, 2), (TicketPriority.High, 1), (TicketPriority.Urgent, 1) })
        {
            var calendar = priority == TicketPriority.Urgent ? CalendarId.AlwaysOpen : CalendarId.Named("krakow");
            yield return new() { Metric = SlaMetric.FirstReply, Priority = priority, Within = Duration.FromHours(firstReplyHours * factor), Calendar = calendar };
            yield return new() { Metric = SlaMetric.TotalResolution, Priority = priority, Within = Duration.FromHours(firstReplyHours * factor * 6), Calendar = calendar };
        }
    }

    private static async Task SiteAsync(ICrmTenant crm, string site, string zone, (string Name, string Languages)[] agents)
    {
        await crm.Calendars.SaveAsync(new()
        {
            Name = site,
            Zone = zone,
            Weekly = WeeklyHours.MondayToFriday(new WallInterval(new(9, 0), new(18, 0))),
        });
        foreach (var (name, languages) in agents)
        {
            await crm.Tickets.SaveAgentAsync(new()
            {
                Id = AgentIdOf(name),
                Name = name,
                Languages = [.. languages.Split(' ').Select(skill => new LanguageSkill(new(skill.Split(':')[0]), skill[^1] - '0'))],
                Shift = CalendarId.Named(site),
                Capacity = 40,
            });
        }
    }

    public static AgentId AgentIdOf(string name) => AgentId.FromExternal(new("staff", name));
}
