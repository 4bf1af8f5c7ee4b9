using BenchmarkDotNet.Attributes;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using NodaTime;

namespace CrossBorder.Crm.Benchmarks.Support;

/// <summary>
/// What does a work queue of many open tickets cost by the event? The baseline is a sorted set of all tickets, in which what an agent can serve is found by
/// walking from the front. Its answers are those of the queue, which the set-up checks.
/// </summary>
[MemoryDiagnoser]
public class TicketQueueBenchmarks
{
    private const int Changes = 4096;

    private static readonly Instant Start = Instant.FromUtc(2024, 6, 10, 10, 0);
    private static readonly string[] Languages = ["en", "de", "pl", "es", "pt", "fr", "it", "ja", "zh-Hans", "zh-Hant", "ko", "is"];

    private static readonly Comparer<QueuedTicket> Order = Comparer<QueuedTicket>.Create((one, other) =>
        (one.RankAt, one.OpenedAt, one.Id.Value).CompareTo((other.RankAt, other.OpenedAt, other.Id.Value)));

    private readonly QueuedTicket[] changes = new QueuedTicket[Changes];
    private TicketQueue queue = new();
    private SortedSet<QueuedTicket> sorted = [];
    private Dictionary<TicketId, QueuedTicket> known = [];
    private QueueView agent = new TicketQueue().All;
    private int next;

    /// <summary>How many tickets wait.</summary>
    [Params(10_000, 1_000_000)]
    public int Waiting { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(4711);
        var tickets = Enumerable.Range(1, Waiting).Select(number => new QueuedTicket
        {
            Id = new TicketId(new Guid(number, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8])),
            RankAt = Start + Duration.FromSeconds(random.Next(1_000_000)),
            OpenedAt = Start,
            // The last language is scarce: its tickets stand far behind in the order of all.
            Language = new LanguageTag(Languages[number % 5000 == 0 ? 11 : number % 11]),
            Market = new MarketId($"m{random.Next(20)}"),
        }).ToArray();
        queue = new TicketQueue(Waiting);
        foreach (var ticket in tickets)
        {
            queue.Put(ticket);
        }

        known = tickets.ToDictionary(ticket => ticket.Id);
        sorted = new SortedSet<QueuedTicket>(tickets, Order);
        agent = queue.For([new LanguageTag("is")], [new("m1"), new("m2"), new("m3"), new("m4"), new("m5")]);
        for (var i = 0; i < Changes; i++)
        {
            changes[i] = tickets[random.Next(Waiting)] with { RankAt = Start + Duration.FromSeconds(random.Next(1_000_000)) };
        }

        if (queue.All.Next() != sorted.Min || agent.Next() != WalkToTheNext())
        {
            throw new InvalidOperationException("The queue and the sorted set do not agree.");
        }
    }

    [Benchmark(Baseline = true)]
    public QueuedTicket? WalkToTheNext()
    {
        foreach (var ticket in sorted)
        {
            if (ticket.Language!.Value.Language == "is" && ticket.Market!.Value.Value is "m1" or "m2" or "m3" or "m4" or "m5")
            {
                return ticket;
            }
        }

        return null;
    }

    /// <summary>For an agent of a scarce language and five markets.</summary>
    [Benchmark]
    public QueuedTicket? NextOfAnAgent() => agent.Next();

    /// <summary>Over all lanes.</summary>
    [Benchmark]
    public QueuedTicket? NextOfAll() => queue.All.Next();

    [Benchmark]
    public void RerankInASortedSet()
    {
        ref var change = ref changes[next++ % Changes];
        sorted.Remove(known[change.Id]);
        sorted.Add(change);
        known[change.Id] = change;
        change = Shift(change);
    }

    [Benchmark]
    public void Rerank()
    {
        ref var change = ref changes[next++ % Changes];
        queue.Put(change);
        change = Shift(change);
    }

    // Somewhere else each time: a rank that stays costs nothing.
    private static QueuedTicket Shift(in QueuedTicket ticket) =>
        ticket with { RankAt = Start + Duration.FromSeconds(((ticket.RankAt - Start).BclCompatibleTicks / NodaConstants.TicksPerSecond * 7919 + 104_729) % 1_000_000) };
}
