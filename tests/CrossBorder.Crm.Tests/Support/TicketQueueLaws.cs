using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Support;

/// <summary>The work queue against a sorted list: the same next ticket for everybody, whatever was put, moved and taken.</summary>
public sealed class TicketQueueLaws
{
    private static readonly Instant Start = Instant.FromUtc(2024, 6, 10, 10, 0);
    private static readonly LanguageTag?[] Languages = [null, new("pl"), new("zh-Hans"), new("zh-Hant"), new("zh")];
    private static readonly MarketId?[] Markets = [null, new("PL"), new("CN")];

    private enum Act
    {
        Put,
        Remove,
        Take,
    }

    private static readonly Gen<Step> Steps =
        from act in Gen.Frequency((6, Gen.Constant(Act.Put)), (2, Gen.Constant(Act.Remove)), (2, Gen.Constant(Act.Take)))
        from id in Gen.Choose(1, 40)
        from rank in Gen.Choose(-3, 30)
        from fraction in Gen.Choose(0, 2)
        from opened in Gen.Choose(0, 2)
        from language in Gen.Elements(Languages)
        from market in Gen.Elements(Markets)
        from view in Gen.Choose(0, 5)
        select new Step(
            act,
            new()
            {
                // Nanoseconds as well: ranks closer than the heap's own unit are still told apart.
                Id = new TicketId(new Guid(id, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0])),
                RankAt = Start + Duration.FromMinutes(rank) + Duration.FromNanoseconds(fraction),
                OpenedAt = Start + Duration.FromSeconds(opened),
                Language = language,
                Market = market,
            },
            view);

    [Fact]
    public void The_queue_serves_as_a_sorted_list_would() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Arb.From(Gen.ListOf(Steps)), steps =>
        {
            var queue = new TicketQueue();
            var model = new List<QueuedTicket>();
            var views = Views(queue);
            foreach (var (act, ticket, number) in steps)
            {
                var (view, suits) = views[number];
                switch (act)
                {
                    case Act.Put:
                        queue.Put(ticket);
                        model.RemoveAll(other => other.Id == ticket.Id);
                        model.Add(ticket);
                        break;
                    case Act.Remove:
                        Assert.Equal(model.RemoveAll(other => other.Id == ticket.Id) > 0, queue.Remove(ticket.Id));
                        break;
                    default:
                        var next = Sorted(model, suits).FirstOrDefault();
                        Assert.Equal(next.Id == default ? null : next, view.Take());
                        model.Remove(next);
                        break;
                }

                Assert.Equal(model.Count, queue.Count);
                Assert.All(views, item => Assert.Equal(Sorted(model, item.Suits).Cast<QueuedTicket?>().FirstOrDefault(), item.View.Next()));
            }

            Assert.Equal(Sorted(model, _ => true), Drain(queue));
        }));

    private static (QueueView View, Func<QueuedTicket, bool> Suits)[] Views(TicketQueue queue)
    {
        var chinese = queue.For([new LanguageTag("zh-Hant")], [new MarketId("CN")]);
        return
        [
            (queue.All, _ => true),
            (queue.For([], []), _ => true),
            (queue.For([new LanguageTag("pl")], []), ticket => ticket.Language is null or { Value: "pl" }),
            (queue.For([], [new MarketId("PL")]), ticket => ticket.Market is null or { Value: "PL" }),
            (chinese, ticket => ticket is { Language: null or { Value: "zh" or "zh-Hant" }, Market: null or { Value: "CN" } }),
            (queue.For([new LanguageTag("fr")], []), ticket => ticket.Language is null),
        ];
    }

    private static IEnumerable<QueuedTicket> Sorted(List<QueuedTicket> tickets, Func<QueuedTicket, bool> suits) =>
        tickets.Where(suits).OrderBy(ticket => ticket.RankAt).ThenBy(ticket => ticket.OpenedAt).ThenBy(ticket => ticket.Id.Value);

    private static IEnumerable<QueuedTicket> Drain(TicketQueue queue)
    {
        while (queue.All.Take() is { } next)
        {
            yield return next;
        }
    }

    private readonly record struct Step(Act Act, QueuedTicket Ticket, int View);
}
