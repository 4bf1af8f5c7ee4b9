using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>When would a roster have given each ticket its first reply? A model of a queue: it decides nothing, and repeats exactly.</summary>
/// <remarks>
/// <para>What it assumes: tickets wait from their creation in the order of <see cref="PriorityRank.At"/> at creation. An agent on shift who is free
/// takes the first ticket that she speaks a language for and whose market she answers; the reply takes her <see cref="Roster.Work"/> of shift
/// time, and goes out at its end. What a shift's end interrupts, her next shift finishes. She does one at a time, and nothing else.</para>
/// <para>What it leaves out: every other duty of an agent, levels of skill, absence, tickets that are withdrawn. So compare two rosters of the
/// model with each other, not the model with the log.</para>
/// </remarks>
public static class RosterReplay
{
    /// <summary>Serves the tickets.</summary>
    /// <param name="plan">The policies and calendars, for the order of the queue.</param>
    /// <param name="tickets">How they began, in any order. Those without a language are for everybody.</param>
    /// <param name="roster">The agents.</param>
    /// <returns>The replies, in the order of the tickets.</returns>
    /// <exception cref="ArgumentException">The work takes no time, or a ticket's language is not one.</exception>
    /// <exception cref="NotEnoughOpenTimeException">A shift closes for good while a reply is being written.</exception>
    public static ImmutableArray<RosterReply> Serve(SlaPlan plan, IReadOnlyList<SlaOpening> tickets, Roster roster)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(tickets);
        ArgumentNullException.ThrowIfNull(roster);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(roster.Work, Duration.Zero, nameof(roster));
        return new Run(plan, tickets, roster).Serve();
    }

    private sealed class Run
    {
        private readonly SlaPlan plan;
        private readonly IReadOnlyList<SlaOpening> tickets;
        private readonly Duration work;
        private readonly RosterReply[] replies;
        private readonly int[] arrivals;
        private readonly Dictionary<(string? Language, string? Market), Line> lines = [];
        private readonly PriorityQueue<Desk, (Instant At, int Number)> desks = new();
        private int arrived;

        public Run(SlaPlan plan, IReadOnlyList<SlaOpening> tickets, Roster roster)
        {
            (this.plan, this.tickets, work) = (plan, tickets, roster.Work);
            replies = new RosterReply[tickets.Count];
            arrivals = [.. Enumerable.Range(0, tickets.Count).OrderBy(i => tickets[i].At)];
            foreach (var ticket in tickets)
            {
                var need = NeedOf(ticket);
                lines.TryAdd(need, new(lines.Count));
            }

            for (var i = 0; i < roster.Agents.Length; i++)
            {
                if (roster.Agents[i] is { Agent: { IsActive: true } agent, Shift: { } shift } && arrivals.Length > 0)
                {
                    Wait(new Desk(i, agent.Id, shift, [.. lines.Where(line => Serves(agent, line.Key)).Select(line => line.Value)]), tickets[arrivals[0]].At);
                }
            }
        }

        public ImmutableArray<RosterReply> Serve()
        {
            while (desks.TryDequeue(out var desk, out var free))
            {
                Admit(free.At);
                if (desk.Next() is { } ticket)
                {
                    var reply = desk.Shift.Add(free.At, work);
                    replies[ticket] = new RosterReply(reply, desk.Agent);
                    Wait(desk, reply);
                }
                else if (arrived < arrivals.Length)
                {
                    Wait(desk, Instant.Max(free.At, tickets[arrivals[arrived]].At));
                }
            }

            return [.. replies];
        }

        private void Wait(Desk desk, Instant from)
        {
            if (desk.Shift.NextOpen(from) is { } opens)
            {
                desks.Enqueue(desk, (opens, desk.Number));
            }
        }

        private void Admit(Instant until)
        {
            for (; arrived < arrivals.Length && tickets[arrivals[arrived]].At <= until; arrived++)
            {
                var i = arrivals[arrived];
                var rank = PriorityRanking.Rank(plan, SlaEvaluator.Open(plan, tickets[i])).At ?? tickets[i].At;
                lines[NeedOf(tickets[i])].Waiting.Enqueue(i, (rank, tickets[i].At, i));
            }
        }

        private static (string? Language, string? Market) NeedOf(SlaOpening ticket) =>
            (ticket.Attributes.GetValueOrDefault(TicketAttributes.Language), ticket.Attributes.GetValueOrDefault(TicketAttributes.Market));

        private static bool Serves(Agent agent, (string? Language, string? Market) need) =>
            (need.Language is null || agent.Languages.Any(skill => TicketRouting.Serves(skill.Language, new LanguageTag(need.Language))))
            && (need.Market is null || agent.Markets.IsEmpty || agent.Markets.Contains(new MarketId(need.Market)));
    }

    /// <summary>Tickets that need the same of an agent, by rank.</summary>
    private sealed record Line(int Number)
    {
        public PriorityQueue<int, (Instant Rank, Instant At, int Ticket)> Waiting { get; } = new();
    }

    /// <summary>An agent at work and the lines that she serves.</summary>
    private sealed record Desk(int Number, AgentId Agent, BusinessTimeline Shift, Line[] Lines)
    {
        /// <summary>Takes the first ticket of all her lines; null where nobody waits.</summary>
        public int? Next()
        {
            Line? best = null;
            (Instant, Instant, int) first = default;
            foreach (var line in Lines)
            {
                if (line.Waiting.TryPeek(out _, out var rank) && (best is null || rank.CompareTo(first) < 0))
                {
                    (best, first) = (line, rank);
                }
            }

            return best?.Waiting.Dequeue();
        }
    }
}
