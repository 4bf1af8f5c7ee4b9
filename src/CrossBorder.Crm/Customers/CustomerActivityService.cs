using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Customers;

/// <inheritdoc cref="ICustomerActivityService"/>
internal sealed class CustomerActivityService(TenantId tenant, ICustomerActivityRepository activity, int maxConflicts) : ICustomerActivityService
{
    private readonly StreamCommands<CustomerId, CustomerActivity, CustomerActivityState, CustomerActivityQuery> commands =
        new(activity, CustomersCollections.Activity, maxConflicts);

    public ValueTask<CrmResult<ActivityRecorded>> RecordOrderAsync(RecordOrder request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfNegative(request.Total.Amount, "request.Total");
        ArgumentNullException.ThrowIfNull(request.Terms, "request.Terms");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.Terms.ReportingRate, "request.Terms.ReportingRate");
        RequireMoney(request.Total, "request.Total");
        if (request.Market == default)
        {
            throw new ArgumentException("The market is the default value and names none.", "request.Market");
        }

        var placed = new OrderPlaced
        {
            OccurredAt = request.OccurredAt.ToMicroseconds(),
            Order = request.Order.ThrowIfDefault("request.Order"),
            Total = request.Total,
            Market = request.Market,
            Terms = request.Terms,
        };
        var hash = new RequestHasher("record_order.v1");
        hash.Add(placed.OccurredAt);
        hash.Add(placed.Order.ToString());
        AddMoney(ref hash, placed.Total);
        hash.Add(placed.Market.Value);
        return commands.RunAsync(
            tenant, request.Customer, IdempotencyKey.For("order", request.Order), hash.Finish(), [], (request.Customer, placed),
            static (r, head) =>
            {
                var state = ActivityFold.Apply(head.State ?? ActivityFold.Start(r.Customer), r.placed);
                return Recorded(head, r.placed, r.placed.Order, state, r.placed);
            },
            request.Owner?.ThrowIfDefault("request.Owner"),
            cancellationToken);
    }

    public ValueTask<CrmResult<ActivityRecorded>> RecordRefundAsync(RecordRefund request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequireMoney(request.Amount, "request.Amount");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.Amount.Amount, "request.Amount");
        var refunded = new OrderRefunded
        {
            OccurredAt = request.OccurredAt.ToMicroseconds(),
            Order = request.Order.ThrowIfDefault("request.Order"),
            Amount = request.Amount,
        };
        var hash = new RequestHasher("record_refund.v1");
        hash.Add(refunded.OccurredAt);
        hash.Add(refunded.Order.ToString());
        AddMoney(ref hash, refunded.Amount);
        return commands.RunAsync(
            tenant, request.Customer, IdempotencyKey.For("refund", request.Refund), hash.Finish(), [CustomersCollections.OrderReference(request.Order)], refunded,
            static (refunded, head) => OrderRules.Refund(OrderHistory.Of(head.Entries), refunded.Order, refunded.Amount).TryGet(out var order, out var refusal)
                ? Recorded(head, refunded, refunded.Order, ActivityFold.Apply(head.State!, refunded, order.Placed!), order.Placed!, refunded.Amount)
                : refusal,
            cancellationToken);
    }

    public async ValueTask<CrmResult<ActivityRecorded>> RecordCancellationAsync(RecordCancellation request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var cancelled = new OrderCancelled { OccurredAt = request.OccurredAt.ToMicroseconds(), Order = request.Order.ThrowIfDefault("request.Order") };
        var hash = new RequestHasher("record_cancellation.v1");
        hash.Add(cancelled.OccurredAt);
        hash.Add(cancelled.Order.ToString());
        var digest = hash.Finish();
        ImmutableArray<CustomerActivity> history = [];
        while (true)
        {
            try
            {
                return await commands.RunAsync(
                    tenant, request.Customer, IdempotencyKey.For("cancel", request.Order), digest, [CustomersCollections.OrderReference(request.Order)],
                    (cancelled, history), static (r, head) => Cancel(r.cancelled, r.history, head), cancellationToken).ConfigureAwait(false);
            }
            catch (HistoryNeededException)
            {
                // Eight orders in a row were called off at one end: once in a while the stream itself must say what comes next.
                history = await HistoryAsync(request.Customer, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public ValueTask<CrmResult<ActivityRecorded>> RecordCreditAsync(RecordCredit request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequireMoney(request.Amount, "request.Amount");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.Amount.Amount, "request.Amount");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.ReportingRate, "request.ReportingRate");
        var given = new CreditGiven
        {
            OccurredAt = request.OccurredAt.ToMicroseconds(),
            Credit = request.Credit.ThrowIfDefault("request.Credit"),
            Amount = request.Amount,
            ReportingCurrency = request.ReportingCurrency,
            ReportingRate = request.ReportingRate,
        };
        var hash = new RequestHasher("record_credit.v1");
        hash.Add(given.OccurredAt);
        hash.Add(given.Credit.ToString());
        AddMoney(ref hash, given.Amount);
        return commands.RunAsync(
            tenant, request.Customer, IdempotencyKey.For("credit", request.Credit), hash.Finish(), [], (request.Customer, given),
            static (r, head) => Recorded(head, r.given, r.given.Credit, ActivityFold.Apply(head.State ?? ActivityFold.Start(r.Customer), r.given)),
            cancellationToken);
    }

    public async ValueTask<CustomerActivityState?> GetAsync(CustomerId customer, CancellationToken cancellationToken)
    {
        var load = new StreamLoad<CustomerId> { Stream = customer.ThrowIfDefault() };
        var head = await activity.LoadAsync(tenant, load, cancellationToken).ConfigureAwait(false);
        return head.State is { Revision: < ActivityFold.Revision }
            ? ActivityFold.Fold(customer, await HistoryAsync(customer, cancellationToken).ConfigureAwait(false))
            : head.State;
    }

    public ValueTask<Page<Versioned<CustomerActivity>>> ReadAsync(CustomerId customer, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        return activity.ReadAsync(tenant, customer.ThrowIfDefault(), page, cancellationToken);
    }

    private static CrmResult<Decision<CustomerActivity, CustomerActivityState, ActivityRecorded>> Cancel(
        OrderCancelled cancelled, ImmutableArray<CustomerActivity> history, StreamHead<CustomerActivity, CustomerActivityState> head)
    {
        var order = OrderHistory.Of(head.Entries);
        if (order.Placed is not { } placed)
        {
            return CustomersErrors.UnknownOrder.With(("order", cancelled.Order));
        }

        var state = ActivityFold.Cancel(head.State!, placed, order.Left);
        if (ActivityFold.NeedsHistory(state))
        {
            state = history.Length == head.Version ? ActivityFold.Fold(state.Customer, history.Add(cancelled)) : throw new HistoryNeededException();
        }

        return Recorded(head, cancelled, cancelled.Order, state, placed, order.Left);
    }

    private static CrmResult<Decision<CustomerActivity, CustomerActivityState, ActivityRecorded>> Recorded(
        StreamHead<CustomerActivity, CustomerActivityState> head,
        CustomerActivity entry,
        ExternalRef filedUnder,
        CustomerActivityState state,
        OrderPlaced? order = null,
        Money? takenBack = null) =>
        new Decision<CustomerActivity, CustomerActivityState, ActivityRecorded>
    {
        Entries = [new() { Entry = entry, References = [CustomersCollections.OrderReference(filedUnder)] }],
        State = state,
        Answer = new()
        {
            Customer = state.Customer,
            Version = head.Version + 1,
            Terms = order?.Terms,
            OrderTotal = order?.Total,
            TakenBack = takenBack,
        },
    };

    private async ValueTask<ImmutableArray<CustomerActivity>> HistoryAsync(CustomerId customer, CancellationToken cancellationToken)
    {
        var entries = ImmutableArray.CreateBuilder<CustomerActivity>();
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var read = await activity.ReadAsync(tenant, customer, page, cancellationToken).ConfigureAwait(false);
            entries.AddRange(read.Items.Select(item => item.Value));
            page = page with { After = read.Next };
        }
        while (page.After is not null);

        return entries.ToImmutable();
    }

    private static void RequireMoney(Money money, string parameter)
    {
        if (money.Currency == default)
        {
            throw new ArgumentException("Money needs a currency.", parameter);
        }
    }

    private static void AddMoney(ref RequestHasher hash, Money money)
    {
        // Equal amounts are equal requests, whatever their trailing zeros.
        hash.Add((money.Amount / 1.0000000000000000000000000000m).ToString(System.Globalization.CultureInfo.InvariantCulture));
        hash.Add(money.Currency.Code);
    }

    private sealed class HistoryNeededException : Exception;
}
