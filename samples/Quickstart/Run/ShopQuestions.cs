using CrossBorder.Crm.Consent;
using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Segmentation;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Support;
using NodaTime;
using Quickstart.Input;

namespace Quickstart.Run;

/// <summary>What the shop wants to know at the end.</summary>
internal sealed class ShopQuestions(ICrmTenant crm, ShopData shop, Instant at)
{
    private const int TopOfQueue = 10;

    private readonly PointQuestions points = new(crm, at);

    private readonly Dictionary<CustomerId, ShopCustomer> customers = shop.Customers.ToDictionary(customer => ShopSetup.IdOf(customer.Number));

    public async Task<ShopReport> AskAsync(ReplayFigures replay)
    {
        var run = await crm.Segments.RunAsync(at);
        var memberships = await Pages.AllAsync(page => crm.Segments.ListAsync(new(), page));
        return new()
        {
            Shop = shop,
            At = at,
            Segments = SegmentsOf(run, [.. memberships.Select(m => m.Value)]),
            Points = await points.AskAsync(replay),
            Tickets = await TicketsAsync(),
            Campaign = await CampaignAsync([.. memberships.Select(m => m.Value).Where(m => m.Segment == RfmSegments.Champions)]),
            UnmatchedCredits = replay.UnmatchedCredits,
        };
    }

    private static List<MarketSegments> SegmentsOf(SegmentationRun run, IReadOnlyList<SegmentMembership> memberships) =>
    [
        .. run.Baselines
            .Select(baseline => (baseline, members: memberships.Where(m => m.Market == baseline.Market && m.Segment is not null).ToList()))
            .OrderByDescending(item => item.members.Count).ThenBy(item => item.baseline.Market.Value, StringComparer.Ordinal)
            .Select(item => new MarketSegments(
                item.baseline.Market,
                item.baseline.MeasuredAgainst,
                item.baseline.SampleSize,
                Count(item.members, m => m.Segment!),
                Count(item.members, m => m.Tier.Code))),
    ];

    private async Task<TicketFigures> TicketsAsync()
    {
        var agents = (await Pages.AllAsync(page => crm.Tickets.AgentsAsync(new(), page))).ToDictionary(agent => agent.Id, agent => agent.Name);
        var queue = await Pages.AllAsync(page => crm.Tickets.ListAsync(new() { InQueue = true }, page));
        var top = new List<QueuedTicket>();
        foreach (var ticket in queue.Take(TopOfQueue))
        {
            var (agent, why) = await AgentOfAsync(ticket, agents);
            top.Add(new(
                ticket.Source!.Value.Value,
                customers[ticket.Customer].Number,
                ticket.Attributes.GetValueOrDefault(TicketAttributes.Tier, "-"),
                ticket.Attributes.GetValueOrDefault(TicketAttributes.Language, "-"),
                ticket.Rank.At!.Value,
                [.. ticket.Rank.Terms.Select(term => term.Text)],
                agent,
                why));
        }

        return new(queue.Count, top);
    }

    private async Task<(string Agent, string Why)> AgentOfAsync(Ticket ticket, Dictionary<AgentId, string> agents)
    {
        if (ticket.Assignee is { } has)
        {
            return (agents[has], "has it");
        }

        var route = (await crm.Tickets.RouteAsync(new() { Ticket = ticket.Id })).OrThrow();
        return route.Agent is { } agent ? (agents[agent], "is on shift now")
            : route.NextPossibleAt is { } next ? ("nobody now", $"somebody can at {next}")
            : ("nobody", string.Join(", ", route.Verdicts.SelectMany(v => v.Reasons).Select(r => r.Code).Distinct().Order(StringComparer.Ordinal)));
    }

    private async Task<CampaignFigures> CampaignAsync(IReadOnlyList<SegmentMembership> champions)
    {
        var reasons = new List<string>();
        var allowed = 0;
        foreach (var champion in champions)
        {
            var market = shop.Markets.First(m => m.Id == customers[champion.Customer].Market);
            var decision = await crm.Consent.MayContactAsync(new()
            {
                Subject = champion.Customer,
                Purpose = Purpose.DirectMarketing,
                Channel = Channel.Email,
                ContactPoint = ShopRun.ContactPointOf(customers[champion.Customer].Number),
                Jurisdictions = [.. market.Jurisdictions.Select(code => new Jurisdiction(code))],
                TimeZone = market.DefaultZone,
            });
            allowed += decision.Allowed ? 1 : 0;
            reasons.Add(decision.Reason.Code());
        }

        return new(RfmSegments.Champions, champions.Count, allowed, Count(reasons, reason => reason));
    }

    private static SortedDictionary<string, int> Count<T>(IEnumerable<T> items, Func<T, string> key) =>
        new(items.GroupBy(key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count()), StringComparer.Ordinal);
}
