using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using NodaTime;

namespace SupportDesk.Week;

/// <summary>The work follows the sun: what is due while an agent sleeps goes to who is awake then, with what she must know.</summary>
internal sealed class Handovers(Floor floor)
{
    /// <summary>How long before the end of a shift it is asked what becomes of what is in hand.</summary>
    public static Duration BeforeTheEnd { get; } = Duration.FromMinutes(15);

    /// <summary>Asks for everything that an agent is to act on.</summary>
    public async Task AskAllAsync(AgentId agent)
    {
        foreach (var ticket in (await floor.Tickets.ListAsync(new() { Assignee = agent, InQueue = true }, new())).Items)
        {
            await AskAsync(ticket);
        }
    }

    public async Task AskAsync(Ticket ticket)
    {
        var plan = (await floor.Tickets.PlanHandoverAsync(floor.Dispatch.Question(ticket))).OrThrow();
        floor.Note(
            ticket,
            plan.IsHandedOver ? Deed.HandoverPlanned : Deed.Kept,
            plan.IsHandedOver ? $"{Sites.NameOf(plan.From)} hands it to {Sites.NameOf(plan.To!.Value)} {Reasons.At(plan.At!.Value)}" : $"{Sites.NameOf(plan.From)} keeps it: {Reasons.Words(plan.Outcome)}",
            Reasons.Of(plan),
            plan.From,
            Reasons.Words(plan.Outcome));
        if (plan.IsHandedOver)
        {
            floor.Agenda.At(plan.At!.Value, () => TakeOverAsync(ticket.Id, plan));
        }
    }

    private async Task TakeOverAsync(TicketId id, HandoverPlan plan)
    {
        var ticket = await floor.GetAsync(id);
        if (!ticket.IsInQueue || ticket.Assignee != plan.From)
        {
            return;
        }

        var to = plan.To!.Value;
        var key = floor.Now.ToUnixTimeSeconds();
        (await floor.Tickets.AssignAsync(new() { Ticket = id, Key = new($"handover-{key}"), Agent = to })).OrThrow();
        (await floor.Tickets.AddMessageAsync(new()
        {
            Ticket = id, Key = new($"handover-note-{key}"), Sort = TicketMessageKind.InternalNote, Channel = Channel.Web, Text = string.Join('\n', Reasons.OpenClocksOf(plan)), Agent = plan.From,
        })).OrThrow();
        floor.Note(ticket, Deed.HandedOver, $"from {Sites.NameOf(plan.From)} to {Sites.NameOf(to)}", Reasons.OpenClocksOf(plan), to);
        await floor.ChangedAsync(id);
    }
}
