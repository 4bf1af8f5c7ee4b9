using System.Collections.Frozen;
using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Support;
using NodaTime;

namespace SupportDesk.Week;

/// <summary>The desk at work: the tenant's services, the agenda, and those who act on them.</summary>
internal sealed class Floor
{
    private readonly FrozenDictionary<TicketId, Concern> concerns;

    public Floor(ICrm crm, ICrmTenant tenant, Agenda agenda, IReadOnlyList<Concern> concerns)
    {
        (Tenant, Agenda) = (tenant, agenda);
        this.concerns = concerns.ToFrozenDictionary(concern => concern.Id);
        Inbox = new(this);
        Dispatch = new(this);
        Staff = new(this);
        Handovers = new(this);
        Timer = new(this, crm.Outbox);
    }

    public ICrmTenant Tenant { get; }

    public ITicketService Tickets => Tenant.Tickets;

    public Agenda Agenda { get; }

    public Journal Journal { get; } = new();

    public TicketQueue Queue { get; } = new();

    public Inbox Inbox { get; }

    public Dispatch Dispatch { get; }

    public StaffAtWork Staff { get; }

    public Handovers Handovers { get; }

    public SweepTimer Timer { get; }

    public Instant Now => Agenda.Now;

    public Concern ConcernOf(TicketId ticket) => concerns[ticket];

    public string NameOf(TicketId ticket) => ConcernOf(ticket).Name;

    public async Task<Ticket> GetAsync(TicketId ticket) => (await Tickets.FindAsync(ticket))!.Value.Value;

    /// <summary>What follows from any change of a ticket: its place in the queue, the next look at the clock, and whoever is to act.</summary>
    public async Task ChangedAsync(TicketId id)
    {
        var ticket = await GetAsync(id);
        Timer.WakeBy(ticket.NextCheckAt);
        Dispatch.LookAgain(id);
        if (Queue.Put(ticket))
        {
            Dispatch.Soon(Now);
        }
        else if (ticket is { IsInQueue: true, Assignee: { } agent })
        {
            if (Sites.ShiftOf(Sites.Of(agent)).IsOpen(Now))
            {
                await Staff.WakeAsync(agent);
            }
            else
            {
                await Handovers.AskAsync(ticket);
            }
        }
    }

    public void Note(Ticket ticket, Deed deed, string what, IEnumerable<string>? why = null, AgentId? agent = null, string? code = null) =>
        Journal.Add(new(Now, ticket.Id, deed, what) { Why = [.. why ?? []], Agent = agent, Code = code });
}
