using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <content>What a ticket of the library needs.</content>
public static partial class TicketRouting
{
    /// <summary>What a ticket takes of an agent: by its channel.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="rules">The desk's rules.</param>
    public static ChannelLoad LoadOf(Ticket ticket, DeskRules rules)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(rules);
        return rules.LoadOf(ticket.Attributes.GetValueOrDefault(TicketAttributes.Channel));
    }

    /// <summary>What a ticket needs of an agent, by its attributes: language, market, topic and channel.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="at">When it is to be given to somebody.</param>
    /// <param name="rules">The desk's rules.</param>
    /// <param name="wishes">What is asked beyond the ticket's attributes.</param>
    /// <returns>The request, or null where neither the ticket nor the wishes name a language.</returns>
    public static RouteRequest? NeedsOf(Ticket ticket, Instant at, DeskRules rules, RouteTicket wishes)
    {
        var load = LoadOf(ticket, rules);
        ArgumentNullException.ThrowIfNull(wishes);
        ImmutableArray<LanguageTag> languages = ticket.Attributes.TryGetValue(TicketAttributes.Language, out var language)
            ? [new LanguageTag(language), .. wishes.MoreLanguages]
            : wishes.MoreLanguages;
        if (languages.IsEmpty)
        {
            return null;
        }

        // A topic that is wished for may ask a higher level than the ticket's own does.
        ImmutableArray<TopicSkill> topics =
            ticket.Attributes.TryGetValue(TicketAttributes.Topic, out var topic) && wishes.Topics.All(wish => wish.Topic != topic)
                ? [new(topic, 1), .. wishes.Topics]
                : wishes.Topics;
        return new()
        {
            At = at,
            Languages = [.. languages.Distinct()],
            MinLevel = wishes.MinLevel,
            Market = ticket.Attributes.TryGetValue(TicketAttributes.Market, out var market) ? new MarketId(market) : null,
            MinMarketLevel = wishes.MinMarketLevel,
            Topics = topics,
            Weight = load.Weight,
            ShiftLeft = Duration.Max(wishes.ShiftLeft, load.HandlingTime),
            LastAgent = ticket.LastAgent,
            Assignee = ticket.Assignee,
        };
    }

    /// <summary>The question of handing a ticket over.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="needs">What it needs.</param>
    /// <param name="rules">The desk's rules.</param>
    /// <returns>The request, or null where nobody has the ticket and nobody has answered it.</returns>
    public static HandoverRequest? HandoverOf(Ticket ticket, RouteRequest needs, DeskRules rules)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(needs);
        ArgumentNullException.ThrowIfNull(rules);
        return (ticket.Assignee ?? ticket.LastAgent) is not { } agent ? null : new()
        {
            Needs = needs,
            Agent = agent,
            DueAt = SlaEvaluator.EarliestDue(ticket.Sla),
            Rule = rules.Handover,
            OpenClocks =
            [
                .. ticket.Sla.Clocks.Where(clock => clock.FulfilledAt is null).Select(clock => new OpenClock
                {
                    Metric = clock.Metric,
                    StartedAt = clock.StartedAt,
                    DueAt = clock.DueAt,
                    IsRunning = clock.RunningSince is not null,
                    IsBreached = clock.Breached,
                }),
            ],
        };
    }
}
