using System.Runtime.CompilerServices;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <inheritdoc/>
internal sealed class SupportKpiService(TenantId tenant, ITicketRepository tickets, SlaPlans plans, IClock clock) : ISupportKpiService
{
    public async ValueTask<KpiReport> ReportAsync(KpiRequest request, CancellationToken cancellationToken = default)
    {
        KpiArguments.Require(request);
        var now = clock.GetCurrentInstant();
        if (request.From >= now)
        {
            throw new ArgumentException($"The period begins at {request.From}, and it is {now} only.", nameof(request));
        }

        request = request with { To = Instant.Min(request.To, now) };
        var plan = await plans.GetAsync(tenant, cancellationToken).ConfigureAwait(false);
        var tally = new KpiTally(request);
        await foreach (var ticket in TicketsAsync(request, cancellationToken).ConfigureAwait(false))
        {
            var history = await TicketCommands.HistoryAsync(tickets, tenant, ticket, cancellationToken).ConfigureAwait(false);
            tally.Add(TicketMeasuring.Measure(plan, history, request.To));
        }

        return tally.ToReport();
    }

    // What is neither open nor touched since the period began is in none of its figures. What is open comes first: a ticket that is solved
    // between the two walks has been touched, and comes in the second.
    private async IAsyncEnumerable<TicketId> TicketsAsync(KpiRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<TicketId>();
        foreach (var query in new TicketQuery[] { new() { Unsolved = true }, new() { ChangedFrom = request.From } })
        {
            var page = new PageRequest { Size = PageRequest.MaxSize };
            do
            {
                var read = await tickets.ListAsync(tenant, query, page, cancellationToken).ConfigureAwait(false);
                foreach (var ticket in read.Items.Select(head => head.State!).Where(ticket => ticket.OpenedAt < request.To && seen.Add(ticket.Id)))
                {
                    yield return ticket.Id;
                }

                page = page with { After = read.Next };
            }
            while (page.After is not null);
        }
    }
}
