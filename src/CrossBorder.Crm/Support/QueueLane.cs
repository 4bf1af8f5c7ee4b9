using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Support;

/// <summary>A ticket and where in its lane it stands.</summary>
internal struct QueueSlot
{
    public QueuedTicket Ticket;
    public int Lane;
    public int Position;
}

/// <summary>The waiting tickets of one language and market: a heap of four children a node, the first one at its root.</summary>
/// <remarks>
/// Ranks stand in the heap itself: the four children that are compared share a cache line, and the slots, far apart in memory, are looked at only
/// where two ranks are equal. With a million tickets that is what the time goes to.
/// </remarks>
internal sealed class QueueLane(LanguageTag? language, MarketId? market)
{
    /// <summary>The rank at the front of a lane in which nobody waits: after every rank of a ticket.</summary>
    public const long Empty = long.MaxValue;

    private const int Children = 4;

    private Node[] nodes = new Node[4];
    private int count;

    public LanguageTag? Language => language;

    public MarketId? Market => market;

    /// <summary>The slot of the first ticket, or -1.</summary>
    public int First => count > 0 ? nodes[0].Slot : -1;

    /// <summary>The rank of the first ticket, in ticks of 100 ns; finer parts of a rank are told apart by <see cref="QueuedTicket.Compare"/>.</summary>
    public long FirstRank => count > 0 ? nodes[0].Rank : Empty;

    public void Add(QueueSlot[] slots, int slot)
    {
        if (count == nodes.Length)
        {
            Array.Resize(ref nodes, count * 2);
        }

        Rise(slots, count++, NodeOf(slots, slot));
    }

    /// <summary>Puts a slot whose ticket has changed where it belongs.</summary>
    public void Move(QueueSlot[] slots, int slot) => Settle(slots, slots[slot].Position, NodeOf(slots, slot));

    public void Remove(QueueSlot[] slots, int slot)
    {
        var hole = slots[slot].Position;
        var last = nodes[--count];
        if (hole < count)
        {
            Settle(slots, hole, last);
        }
    }

    private static Node NodeOf(QueueSlot[] slots, int slot) => new(slots[slot].Ticket.RankAt.ToUnixTimeTicks(), slot);

    private void Settle(QueueSlot[] slots, int position, Node node)
    {
        if (position > 0 && IsBefore(slots, node, nodes[(position - 1) / Children]))
        {
            Rise(slots, position, node);
        }
        else
        {
            Sink(slots, position, node);
        }
    }

    private void Rise(QueueSlot[] slots, int position, Node node)
    {
        while (position > 0 && (position - 1) / Children is var parent && IsBefore(slots, node, nodes[parent]))
        {
            Place(slots, position, nodes[parent]);
            position = parent;
        }

        Place(slots, position, node);
    }

    private void Sink(QueueSlot[] slots, int position, Node node)
    {
        while (position * Children + 1 is var child && child < count)
        {
            var least = child;
            for (var end = Math.Min(child + Children, count); ++child < end;)
            {
                least = IsBefore(slots, nodes[child], nodes[least]) ? child : least;
            }

            if (!IsBefore(slots, nodes[least], node))
            {
                break;
            }

            Place(slots, position, nodes[least]);
            position = least;
        }

        Place(slots, position, node);
    }

    private void Place(QueueSlot[] slots, int position, Node node)
    {
        nodes[position] = node;
        slots[node.Slot].Position = position;
    }

    private static bool IsBefore(QueueSlot[] slots, Node one, Node other) =>
        one.Rank != other.Rank ? one.Rank < other.Rank : QueuedTicket.Compare(slots[one.Slot].Ticket, slots[other.Slot].Ticket) < 0;

    private readonly record struct Node(long Rank, int Slot);
}
