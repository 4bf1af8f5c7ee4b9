using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>The same tickets twice, as they were and as they would have been: under other policies, or with another roster.</summary>
/// <remarks>
/// Every ticket is compared with itself, so the interval is of paired differences: tickets are drawn with replacement, both measurements of a
/// ticket together, and the interval runs between two ranks of the resampled changes (B. Efron and R. J. Tibshirani, An Introduction to the
/// Bootstrap, 1993, section 13.3, the percentile interval). The seed is a parameter; nothing else is left to chance.
/// </remarks>
public static class SupportWhatIf
{
    /// <summary>The same histories under other policies or calendars. What people did stays as it was; only what it is measured by changes.</summary>
    /// <param name="request">What is compared.</param>
    /// <param name="before">The policies as they were.</param>
    /// <param name="after">The policies as they would have been.</param>
    /// <param name="tickets">The histories; those created outside of the period are passed over.</param>
    /// <exception cref="ArgumentException">A part of the request is not valid, or a history is not in order.</exception>
    public static WhatIfReport Policies(WhatIfRequest request, SlaPlan before, SlaPlan after, IEnumerable<TicketHistory> tickets)
    {
        WhatIfArguments.Require(request);
        ArgumentNullException.ThrowIfNull(tickets);
        var comparison = new WhatIfComparison(request);
        foreach (var ticket in tickets.Where(ticket => IsInPeriod(request, ticket.Opening)))
        {
            comparison.Add(
                TicketMeasuring.Measure(before, ticket.Opening, ticket.Events, request.To),
                TicketMeasuring.Measure(after, ticket.Opening, ticket.Events, request.To));
        }

        return comparison.ToReport();
    }

    /// <summary>The same tickets with another roster: when would each have had its first reply?</summary>
    /// <remarks>
    /// A model, and compared with the same model of today's roster, never with what really happened: see <see cref="RosterReplay"/> for what it
    /// assumes. Each ticket has one reply and no other event, so the metric is the first reply.
    /// </remarks>
    /// <param name="request">What is compared; its metric is <see cref="SlaMetric.FirstReply"/>.</param>
    /// <param name="plan">The policies and calendars.</param>
    /// <param name="before">The roster as it was.</param>
    /// <param name="after">The roster as it would have been.</param>
    /// <param name="tickets">How the tickets began; those created outside of the period are passed over.</param>
    /// <exception cref="ArgumentException">A part of the request or of a roster is not valid, or the metric is another one.</exception>
    /// <exception cref="Time.NotEnoughOpenTimeException">A shift closes for good while a reply is being written.</exception>
    public static WhatIfReport Rosters(WhatIfRequest request, SlaPlan plan, Roster before, Roster after, IEnumerable<SlaOpening> tickets)
    {
        WhatIfArguments.Require(request);
        ArgumentNullException.ThrowIfNull(tickets);
        if (request.Metric != SlaMetric.FirstReply)
        {
            throw new ArgumentException($"A roster is compared by {SlaMetric.FirstReply}, not by {request.Metric}.", nameof(request));
        }

        ImmutableArray<SlaOpening> openings = [.. tickets.Where(opening => IsInPeriod(request, opening))];
        var (was, wouldBe) = (RosterReplay.Serve(plan, openings, before), RosterReplay.Serve(plan, openings, after));
        var comparison = new WhatIfComparison(request);
        for (var i = 0; i < openings.Length; i++)
        {
            comparison.Add(Measure(plan, openings[i], was[i], request.To), Measure(plan, openings[i], wouldBe[i], request.To));
        }

        return comparison.ToReport();
    }

    private static TicketMeasurement Measure(SlaPlan plan, SlaOpening opening, RosterReply reply, Instant until) => TicketMeasuring.Measure(
        plan, opening, reply.At is { } at ? [new SlaEvent { At = at.ToMicroseconds(), Kind = SlaEventKind.AgentReply }] : [], until);

    private static bool IsInPeriod(WhatIfRequest request, SlaOpening opening) => opening.At >= request.From && opening.At < request.To;
}
