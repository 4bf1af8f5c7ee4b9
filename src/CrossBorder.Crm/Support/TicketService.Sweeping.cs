using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <content>What time alone changes.</content>
internal sealed partial class TicketService
{
    // How long a ticket that could not be checked waits for the next attempt, unless another is due before.
    private static readonly Duration RetryAfter = Duration.FromMinutes(1);

    public async ValueTask<TicketSweep> SweepAsync(int max = 100, string? after = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, PageRequest.MaxSize);
        var now = clock.GetCurrentInstant();
        var due = await tickets.ListAsync(tenant, new() { CheckDueBy = now }, new() { Size = max, After = after }, cancellationToken).ConfigureAwait(false);
        var (changed, failed) = (0, 0);
        foreach (var head in due.Items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                changed += await CheckAsync(head, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }
            catch (Exception fault) when (fault is NotEnoughOpenTimeException or StateTooLargeException or ConcurrencyConflictException)
            {
                // One ticket that cannot be measured, or is being changed all the time, does not keep the others waiting.
                failed++;
            }
        }

        return new TicketSweep(changed, due.Next is null ? await NextAtAsync(now, cancellationToken).ConfigureAwait(false) : now) { Next = due.Next, Failed = failed };
    }

    public async ValueTask<TicketSweep> RunOnceAsync(CancellationToken cancellationToken = default)
    {
        var whole = default(TicketSweep);
        do
        {
            var page = await SweepAsync(PageRequest.MaxSize, whole.Next, cancellationToken).ConfigureAwait(false);
            whole = page with { Changed = whole.Changed + page.Changed, Failed = whole.Failed + page.Failed };
        }
        while (whole.Next is not null);

        return whole;
    }

    // The key is of the version: whoever checks the same state again, or at the same time, changes nothing.
    private async ValueTask<bool> CheckAsync(StreamHead<TicketEvent, Ticket> head, CancellationToken cancellationToken)
    {
        var check = new TicketCheck { Ticket = head.State!.Id, Key = new IdempotencyKey($"check:{head.Version}") };
        var result = await commands.ChangeAsync(check, TicketArguments.Hash("support.check.v1", check), null, Check, cancellationToken).ConfigureAwait(false);
        return result.TryGet(out var receipt) && receipt.Version > head.Version;

        static CrmError? Check(TicketChange change)
        {
            change.Observe();
            if (change.Ticket.FollowUpAt <= change.At)
            {
                change.Move(TicketMove.Resume);
            }

            return null;
        }
    }

    private async ValueTask<Instant?> NextAtAsync(Instant now, CancellationToken cancellationToken)
    {
        var next = await FirstAsync(new() { CheckDueAfter = now }).ConfigureAwait(false);
        return await FirstAsync(new() { CheckDueBy = now }).ConfigureAwait(false) is null ? next
            : Instant.Min(next ?? Instant.MaxValue, now + RetryAfter);

        async ValueTask<Instant?> FirstAsync(TicketQuery query) =>
            (await tickets.ListAsync(tenant, query, new() { Size = 1 }, cancellationToken).ConfigureAwait(false)).Items is [var first, ..]
                ? first.State!.NextCheckAt
                : null;
    }

    private sealed record TicketCheck : TicketRequest;
}
