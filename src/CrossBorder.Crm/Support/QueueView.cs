using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Support;

/// <summary>What of a <see cref="TicketQueue"/> somebody can serve. Safe for all threads.</summary>
public sealed class QueueView
{
    private readonly TicketQueue queue;
    private readonly List<int> lanes = [];
    private int known;

    internal QueueView(TicketQueue queue, ImmutableArray<LanguageTag> languages, ImmutableArray<MarketId> markets) =>
        (this.queue, Languages, Markets) = (queue, languages, markets);

    /// <summary>The languages; empty for any.</summary>
    public ImmutableArray<LanguageTag> Languages { get; }

    /// <summary>The markets; empty for any.</summary>
    public ImmutableArray<MarketId> Markets { get; }

    /// <summary>The ticket to be served next, or null where none waits. It stays in the queue.</summary>
    public QueuedTicket? Next() => queue.Next(this, take: false);

    /// <summary>Takes the ticket to be served next out of the queue, or null where none waits. No two callers get the same one.</summary>
    public QueuedTicket? Take() => queue.Next(this, take: true);

    // Called under the queue's lock. Lanes are only ever added, so that each is judged once.
    internal List<int> Lanes(List<QueueLane> all)
    {
        for (; known < all.Count; known++)
        {
            if (Serves(all[known]))
            {
                lanes.Add(known);
            }
        }

        return lanes;
    }

    private bool Serves(QueueLane lane)
    {
        var isSpoken = Languages.IsEmpty || lane.Language is null;
        foreach (var language in Languages)
        {
            isSpoken |= lane.Language is { } asked && TicketRouting.Serves(language, asked);
        }

        return isSpoken && (Markets.IsEmpty || lane.Market is not { } market || Markets.Contains(market));
    }
}
