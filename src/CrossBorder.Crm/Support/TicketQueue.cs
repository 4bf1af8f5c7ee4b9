using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Support;

/// <summary>
/// The work queue of a host in memory: which open ticket is served next, for whom. Feed it with tickets as their events come; it reads no clock and
/// no storage. Safe for all threads.
/// </summary>
/// <remarks>
/// <para>The order is that of <see cref="PriorityRanking.Order"/>. Because a rank does not move while a ticket ages, only events move tickets here.</para>
/// <para>Tickets of one language and market stand in one lane, a heap of its own. A change is O(log n) of the lane; the next ticket of a view is O(1) a lane
/// of the view, so as many steps as it has pairs of language and market, however many tickets wait.</para>
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue to those who work from it; it has no need to be a collection.")]
public sealed class TicketQueue
{
    private readonly Lock gate = new();
    private readonly Dictionary<TicketId, int> slotOf = [];
    private readonly Dictionary<(LanguageTag? Language, MarketId? Market), int> laneOf = [];
    private readonly List<QueueLane> lanes = [];

    // The rank at the front of each lane, side by side: a view of hundreds of lanes is one walk through memory.
    private readonly List<long> fronts = [];
    private readonly Stack<int> freeSlots = [];
    private QueueSlot[] slots = [];
    private int used;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="capacity">How many tickets room is made for at once; it grows by itself beyond that.</param>
    public TicketQueue(int capacity = 16)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        slots = new QueueSlot[Math.Max(capacity, 16)];
        slotOf.EnsureCapacity(capacity);
        All = new QueueView(this, [], []);
    }

    /// <summary>All tickets, whatever their language and market.</summary>
    public QueueView All { get; }

    /// <summary>How many tickets are waiting.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return slotOf.Count;
            }
        }
    }

    /// <summary>What somebody can serve.</summary>
    /// <param name="languages">The languages that she speaks, as <see cref="TicketRouting.Serves"/> has it; none means any. A ticket without a language suits everybody.</param>
    /// <param name="markets">The markets that she answers for; none means any. A ticket without a market suits everybody.</param>
    /// <remarks>Keep the view: it remembers which lanes are its own.</remarks>
    public QueueView For(IEnumerable<LanguageTag> languages, IEnumerable<MarketId> markets)
    {
        ArgumentNullException.ThrowIfNull(languages);
        ArgumentNullException.ThrowIfNull(markets);
        return new QueueView(this, [.. languages.Distinct()], [.. markets.Distinct()]);
    }

    /// <summary>What an agent can serve by her languages and markets.</summary>
    /// <param name="agent">The agent.</param>
    public QueueView For(Agent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return For(agent.Languages.Select(skill => skill.Language), agent.Markets);
    }

    /// <summary>Takes in a ticket, or puts it where it stands now. Takes it out where no agent is to act on it, or somebody has it in hand.</summary>
    /// <param name="ticket">The ticket as of its last event.</param>
    /// <returns>Whether it is waiting now.</returns>
    public bool Put(Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        if (ticket.Assignee is null && QueuedTicket.Of(ticket) is { } queued)
        {
            Put(queued);
            return true;
        }

        Remove(ticket.Id);
        return false;
    }

    /// <summary>Takes in a ticket, or puts it where it stands now.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <exception cref="ArgumentException">The id, language or market is the default value.</exception>
    public void Put(in QueuedTicket ticket)
    {
        ticket.Id.ThrowIfDefault(nameof(ticket));
        if (ticket.Language == default(LanguageTag) || ticket.Market == default(MarketId))
        {
            throw new ArgumentException("The language or market is the default value and names nothing; null says that there is none.", nameof(ticket));
        }

        lock (gate)
        {
            var lane = LaneOf(ticket.Language, ticket.Market);
            if (slotOf.TryGetValue(ticket.Id, out var slot))
            {
                if (slots[slot].Lane == lane)
                {
                    slots[slot].Ticket = ticket;
                    lanes[lane].Move(slots, slot);
                    Look(lane);
                    return;
                }

                RemoveFromLane(slot);
            }
            else
            {
                slot = TakeSlot();
                slotOf.Add(ticket.Id, slot);
            }

            slots[slot] = new QueueSlot { Ticket = ticket, Lane = lane };
            lanes[lane].Add(slots, slot);
            Look(lane);
        }
    }

    /// <summary>Takes out a ticket.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <returns>Whether it was waiting.</returns>
    public bool Remove(TicketId ticket)
    {
        lock (gate)
        {
            return RemoveSlot(ticket);
        }
    }

    /// <summary>A ticket that is waiting, or null.</summary>
    /// <param name="ticket">The ticket.</param>
    public QueuedTicket? Find(TicketId ticket)
    {
        lock (gate)
        {
            return slotOf.TryGetValue(ticket, out var slot) ? slots[slot].Ticket : null;
        }
    }

    internal QueuedTicket? Next(QueueView view, bool take)
    {
        lock (gate)
        {
            var (best, rank) = (-1, QueueLane.Empty);
            var ranks = CollectionsMarshal.AsSpan(fronts);
            foreach (var lane in CollectionsMarshal.AsSpan(view.Lanes(lanes)))
            {
                if (ranks[lane] < rank || (ranks[lane] == rank && best >= 0 && IsBefore(lanes[lane].First, best)))
                {
                    (best, rank) = (lanes[lane].First, ranks[lane]);
                }
            }

            if (best < 0)
            {
                return null;
            }

            var ticket = slots[best].Ticket;
            if (take)
            {
                RemoveSlot(ticket.Id);
            }

            return ticket;
        }
    }

    private bool IsBefore(int slot, int best) => QueuedTicket.Compare(slots[slot].Ticket, slots[best].Ticket) < 0;

    private void Look(int lane) => fronts[lane] = lanes[lane].FirstRank;

    private void RemoveFromLane(int slot)
    {
        var lane = slots[slot].Lane;
        lanes[lane].Remove(slots, slot);
        Look(lane);
    }

    private bool RemoveSlot(TicketId ticket)
    {
        if (!slotOf.Remove(ticket, out var slot))
        {
            return false;
        }

        RemoveFromLane(slot);
        slots[slot] = default;
        freeSlots.Push(slot);
        return true;
    }

    private int LaneOf(LanguageTag? language, MarketId? market)
    {
        if (!laneOf.TryGetValue((language, market), out var lane))
        {
            laneOf[(language, market)] = lane = lanes.Count;
            lanes.Add(new QueueLane(language, market));
            fronts.Add(QueueLane.Empty);
        }

        return lane;
    }

    private int TakeSlot()
    {
        if (freeSlots.TryPop(out var free))
        {
            return free;
        }

        if (used == slots.Length)
        {
            Array.Resize(ref slots, slots.Length * 2);
        }

        return used++;
    }
}
