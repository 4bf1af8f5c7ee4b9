using System.Collections.Concurrent;
using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

public sealed class TicketQueueTests
{
    private static readonly Instant Start = Instant.FromUtc(2024, 6, 10, 10, 0);

    [Fact]
    public void An_agent_is_served_what_she_can_answer_the_most_pressing_first()
    {
        var queue = new TicketQueue();
        queue.Put(Queued(1, 10, "pl", "PL"));
        queue.Put(Queued(2, 5, "de", "DE"));
        queue.Put(Queued(3, 20, "pl", "DE"));
        var ola = queue.For(new Agent
        {
            Id = AgentId.New(), Name = "Ola", Languages = [new(new LanguageTag("pl"), 5)], Markets = [new MarketId("PL")], Shift = CalendarId.AlwaysOpen,
        });

        Assert.Equal(Id(2), queue.All.Next()!.Value.Id);
        Assert.Equal(Id(1), ola.Take()!.Value.Id);
        Assert.Null(ola.Next());
        queue.Put(Queued(3, 20, "pl", "PL"));
        Assert.Equal(Id(3), ola.Next()!.Value.Id);
        Assert.Equal(2, queue.Count);
    }

    [Fact]
    public void A_ticket_of_the_library_comes_in_with_an_event_and_goes_out_with_another()
    {
        var queue = new TicketQueue();
        var ticket = Ticket(TicketStatus.Open, Start);

        Assert.True(queue.Put(ticket));
        Assert.Equal(Start, queue.Find(ticket.Id)!.Value.RankAt);
        Assert.Equal((new LanguageTag("pl"), new MarketId("PL")), (queue.Find(ticket.Id)!.Value.Language, queue.Find(ticket.Id)!.Value.Market));
        Assert.False(queue.Put(ticket with { Assignee = AgentId.New() }));
        Assert.Equal(0, queue.Count);
        Assert.True(queue.Put(ticket with { Rank = new() { At = Start - Duration.FromHours(1) } }));
        Assert.False(queue.Put(Ticket(TicketStatus.Pending, null)));
        Assert.Null(queue.Find(ticket.Id));
        Assert.False(queue.Remove(ticket.Id));
    }

    [Fact]
    public void Many_threads_never_take_the_same_ticket()
    {
        var queue = new TicketQueue(capacity: 1000);
        var taken = new ConcurrentBag<TicketId>();

        Parallel.For(1, 2001, number => queue.Put(Queued(number, number % 7, number % 2 == 0 ? "pl" : "de", "PL")));
        Parallel.For(0, 2000, number => taken.Add((number % 2 == 0 ? queue.For([new LanguageTag("pl")], []) : queue.For([new LanguageTag("de")], [])).Take()!.Value.Id));

        Assert.Equal(2000, taken.Distinct().Count());
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void The_next_ticket_is_found_without_allocation()
    {
        var queue = new TicketQueue();
        for (var number = 1; number <= 100; number++)
        {
            queue.Put(Queued(number, number, "pl", number % 2 == 0 ? "PL" : "DE"));
        }

        var view = queue.For([new LanguageTag("pl")], []);
        var ticket = Queued(7, 3, "pl", "DE");
        view.Next();
        queue.Put(ticket);

        var before = GC.GetAllocatedBytesForCurrentThread();
        view.Next();
        queue.Put(ticket with { RankAt = Start });
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void What_names_nothing_is_refused()
    {
        var queue = new TicketQueue();

        Assert.Throws<ArgumentException>(() => queue.Put(Queued(1, 0, "pl", "PL") with { Id = default }));
        Assert.Throws<ArgumentException>(() => queue.Put(Queued(1, 0, "pl", "PL") with { Language = default(LanguageTag) }));
        Assert.Throws<ArgumentException>(() => queue.Put(Queued(1, 0, "pl", "PL") with { Market = default(MarketId) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TicketQueue(-1));
        Assert.Null(queue.All.Next());
    }

    private static QueuedTicket Queued(int number, int minutes, string language, string market) => new()
    {
        Id = Id(number),
        RankAt = Start + Duration.FromMinutes(minutes),
        OpenedAt = Start,
        Language = new LanguageTag(language),
        Market = new MarketId(market),
    };

    private static TicketId Id(int number) => new(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]));

    private static Ticket Ticket(TicketStatus status, Instant? rankAt) => new()
    {
        Id = Id(99),
        Customer = new CustomerId(new Guid(1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0])),
        Sla = new()
        {
            OpenedAt = Start,
            LastEventAt = Start,
            Status = status,
            Priority = TicketPriority.Normal,
            Attributes = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("language", "pl").Add("market", "PL"),
        },
        Rank = new() { At = rankAt },
    };
}
