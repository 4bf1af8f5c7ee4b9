using NodaTime;

namespace CrossBorder.Crm.Support;

/// <content>When the shift ends before the ticket is due.</content>
public static partial class TicketRouting
{
    /// <summary>Says whether an agent keeps a ticket or another one takes it over, who, and when.</summary>
    /// <param name="request">The ticket and who has it.</param>
    /// <param name="agents">The staff, the agent who has it among them. Loads are those of now, also for a handover to come.</param>
    /// <param name="costs">What speaks against an agent; null for <see cref="RouteCosts.Default"/>.</param>
    /// <remarks>
    /// She keeps it where nothing is due, where it is due within her shift (at its end included), and where nobody else could act before she is back. Else it goes over with the
    /// end of her shift, or now where she is off shift: to the cheapest of those who can then, or to the first who can after it.
    /// </remarks>
    /// <exception cref="ArgumentException">A part of the request is not valid, or an agent is given twice; the message names it.</exception>
    public static HandoverPlan PlanHandover(HandoverRequest request, IEnumerable<AgentOnDuty> agents, RouteCosts? costs = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        Require(request.Needs);
        var staff = Staff(agents);
        var needs = request.Needs;
        var shift = staff.Find(duty => duty.Agent.Id == request.Agent) is { Agent.IsActive: true } duty ? duty.Shift : null;
        var isOnShift = shift?.IsOpen(needs.At) ?? false;
        var endsAt = isOnShift ? shift!.NextClose(needs.At) : null;
        var free = endsAt ?? needs.At;
        var stays = new HandoverPlan
        {
            Outcome = HandoverOutcome.NothingDue,
            From = request.Agent,
            DueAt = request.DueAt,
            OpenClocks = request.OpenClocks,
            ShiftEndsAt = endsAt,
            BackAt = isOnShift && endsAt is null ? null : NextShift(shift, free, needs.ShiftLeft),
        };
        if (request.DueAt is not { } due)
        {
            return stays;
        }

        if (isOnShift && (endsAt is null || due <= endsAt))
        {
            return stays with { Outcome = HandoverOutcome.DueWithinShift };
        }

        if (request.Rule == HandoverRule.NotBackInTime && stays.BackAt + needs.ShiftLeft <= due)
        {
            return stays with { Outcome = HandoverOutcome.BackInTime };
        }

        var others = staff.Where(duty => duty.Agent.Id != request.Agent).ToList();
        var decision = Decide(needs with { At = free }, others, costs);
        if (decision.NextPossibleAt is not { } at || stays.BackAt <= at)
        {
            return stays with { Outcome = stays.BackAt is null ? HandoverOutcome.Nobody : HandoverOutcome.NobodySooner, Decision = decision };
        }

        decision = at == free ? decision : Decide(needs with { At = at }, others, costs);
        return stays with
        {
            Outcome = at + needs.ShiftLeft <= due ? HandoverOutcome.HandOver : HandoverOutcome.HandOverLate,
            To = decision.Agent,
            At = at,
            Decision = decision,
        };
    }
}
