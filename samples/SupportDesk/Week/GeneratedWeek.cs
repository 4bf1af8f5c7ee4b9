using System.Globalization;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using NodaTime;

namespace SupportDesk.Week;

/// <summary>A week of concerns made up from a seed: the same on every run.</summary>
internal sealed class GeneratedWeek
{
    public const string Customs = "customs";

    /// <summary>The customer of São Paulo, who writes at 23:40 on the eve of the holiday of the team that speaks her language.</summary>
    public const string OnTheEve = "T-001";

    private const int Count = 600;

    private static readonly (string Market, string Zone, string Language, string More, string Site, int Share, string Text)[] Markets =
    [
        ("CN", "Asia/Shanghai", "zh-Hans-CN", "", Sites.Shenzhen.Name, 15, "我的包裹在哪里？"),
        ("JP", "Asia/Tokyo", "ja-JP", "en", Sites.Shenzhen.Name, 9, "荷物はどこですか。"),
        ("KR", "Asia/Seoul", "ko-KR", "en", Sites.Shenzhen.Name, 4, "제 소포는 어디에 있나요?"),
        ("AU", "Australia/Sydney", "en-AU", "", Sites.Shenzhen.Name, 5, "Where is my parcel?"),
        ("PL", "Europe/Warsaw", "pl-PL", "en", Sites.Krakow.Name, 11, "Gdzie jest moja paczka?"),
        ("DE", "Europe/Berlin", "de-DE", "en", Sites.Krakow.Name, 11, "Wo ist mein Paket?"),
        ("FR", "Europe/Paris", "fr-FR", "", Sites.Krakow.Name, 7, "Où est mon colis ?"),
        ("GB", "Europe/London", "en-GB", "", Sites.Krakow.Name, 7, "Where is my parcel?"),
        ("BR", "America/Sao_Paulo", "pt-BR", "", Sites.MexicoCity.Name, 11, "Onde está minha encomenda?"),
        ("MX", "America/Mexico_City", "es-MX", "", Sites.MexicoCity.Name, 10, "¿Dónde está mi paquete?"),
        ("US", "America/New_York", "en-US", "es", Sites.MexicoCity.Name, 10, "Where is my parcel?"),
    ];

    private static readonly (string Type, TicketImpact Impact, TicketUrgency Urgency, int Share)[] Types =
    [
        ("question", TicketImpact.Low, TicketUrgency.Low, 15), ("delivery", TicketImpact.Medium, TicketUrgency.Medium, 40),
        ("return", TicketImpact.Low, TicketUrgency.Medium, 15), (Customs, TicketImpact.Medium, TicketUrgency.Medium, 10),
        ("complaint", TicketImpact.High, TicketUrgency.Medium, 15), ("payment", TicketImpact.High, TicketUrgency.High, 5),
    ];

    private static readonly (Channel Channel, int Share)[] Channels =
        [(Channel.Email, 50), (Channel.Chat, 20), (DeskSetup.WhatsApp, 20), (Channel.Web, 10)];

    private readonly Random random;
    private readonly LocalDate monday;

    private GeneratedWeek(long seed, LocalDate monday) => (random, this.monday) = (new Random(unchecked((int)(seed ^ (seed >> 32)))), monday);

    /// <summary>The concerns of the week, in order.</summary>
    public static IReadOnlyList<Concern> Of(long seed, LocalDate monday) => new GeneratedWeek(seed, monday).Concerns();

    private List<Concern> Concerns()
    {
        var drafts = new List<Concern>();
        while (drafts.Count < Count - 1)
        {
            var draft = Draft(Pick(Markets, market => market.Share));
            drafts.Add(draft);
            if (random.Next(100) < 4)
            {
                drafts.Add(OnAnotherChannel(draft));
            }
        }

        return [Eve(), .. drafts.OrderBy(concern => concern.At).Select((concern, i) => Named(concern, Invariant($"T-{i + 2:000}")))];
    }

    private Concern Eve()
    {
        var eve = Draft(Markets.First(market => market.Market == "BR"));
        return Named(eve with
        {
            At = InZone(eve.Zone, monday.PlusDays(-1) + new LocalTime(23, 40)),
            MoreLanguages = [new("en")],
            Opening = eve.Opening with { Channel = Channel.Email, Type = "delivery", Impact = TicketImpact.Medium, Urgency = TicketUrgency.Medium, Tier = ValueTier.Vip, Origin = null },
        }, OnTheEve);
    }

    // Night and weekend are quieter, as they are.
    private Concern Draft((string Market, string Zone, string Language, string More, string Site, int Share, string Text) market)
    {
        var day = random.Next(100) < 85 ? random.Next(5) : 5 + random.Next(2);
        var hour = random.Next(100) < 90 ? 8 + random.Next(14) : random.Next(8);
        var (type, impact, urgency, _) = Pick(Types, type => type.Share);
        var language = new LanguageTag(market.Language);
        var opening = new OpenTicket
        {
            Ticket = default,
            Key = default,
            Customer = CustomerId.FromExternal(new("shop", Invariant($"C-{random.Next(1_000_000)}"))),
            Channel = Pick(Channels, channel => channel.Share).Channel,
            Language = language,
            Market = new(market.Market),
            Tier = random.Next(100) switch { < 8 => ValueTier.Vip, < 28 => ValueTier.Important, _ => ValueTier.Normal },
            Type = type,
            Impact = impact,
            Urgency = urgency,
            Facts = new()
            {
                Complaints = type == "complaint" ? 1 + random.Next(4) : 0,
                Speakers = PriorityRanking.CountSpeakers(language, Sites.Staff),
                Sentiment = random.Next(-80, 60) - (type == "complaint" ? 20 : 0),
            },
            Text = market.Text,
            Origin = random.Next(100) < 3 ? new() { AutoSubmitted = "auto-replied" } : null,
        };
        return new()
        {
            Name = "",
            At = InZone(market.Zone, monday.PlusDays(day) + new LocalTime(hour, random.Next(60))),
            Zone = market.Zone,
            Opening = opening with
            {
                Attributes = type == Customs
                    ? opening.Attributes.Add(DeskSetup.Site, market.Site).Add(TicketAttributes.Topic, Customs)
                    : opening.Attributes.Add(DeskSetup.Site, market.Site),
            },
            MoreLanguages = [.. market.More.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(tag => new LanguageTag(tag))],
            Turns = [.. Turns()],
            Rating = random.Next(100) < 40 ? 1 + random.Next(5) : null,
        };
    }

    // Most concerns are settled with the first reply; some need an answer of the customer, or of a carrier; a few come back.
    private IEnumerable<Turn> Turns()
    {
        while (random.Next(100) < 35)
        {
            yield return random.Next(100) < 75
                ? new(Minutes(12, 40), TicketMove.AskCustomer, random.Next(100) < 80 ? Minutes(20, 1800) : null)
                : new(Minutes(15, 45), TicketMove.WaitForThirdParty, null);
        }

        yield return new(Minutes(10, 35), TicketMove.Solve, random.Next(100) < 8 ? Minutes(60, 1500) : null);
    }

    private Concern OnAnotherChannel(Concern first) => first with
    {
        At = first.At + Minutes(30, 180),
        Opening = first.Opening with { Channel = first.Opening.Channel == Channel.Email ? Channel.Chat : Channel.Email },
    };

    private static Concern Named(Concern concern, string name) => concern with
    {
        Name = name,
        Opening = concern.Opening with
        {
            Ticket = Concern.IdOf(name),
            Key = IdempotencyKey.For("open", Concern.SourceOf(name)),
            Source = Concern.SourceOf(name),
        },
    };

    private static Instant InZone(string zone, LocalDateTime time) => DateTimeZoneProviders.Tzdb[zone].AtLeniently(time).ToInstant();

    private Duration Minutes(int least, int most) => Duration.FromMinutes(random.Next(least, most));

    private T Pick<T>(T[] items, Func<T, int> share)
    {
        var ticket = random.Next(items.Sum(share));
        foreach (var item in items)
        {
            ticket -= share(item);
            if (ticket < 0)
            {
                return item;
            }
        }

        throw new InvalidOperationException("The shares do not add up.");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
