using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Customers;

/// <summary>What customers of one tenant did. Every command may be repeated: the same request gives the first answer and changes nothing.</summary>
public interface ICustomerActivityService
{
    /// <summary>Records an order, once an order reference.</summary>
    /// <param name="request">The order.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    ValueTask<CrmResult<ActivityRecorded>> RecordOrderAsync(RecordOrder request, CancellationToken cancellationToken = default);

    /// <summary>Records money given back for an order.</summary>
    /// <param name="request">The refund.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>The receipt, or a refusal: <c>customers.unknown_order</c>, <c>customers.order_cancelled</c>, <c>customers.refund_exceeds_order</c>.</returns>
    ValueTask<CrmResult<ActivityRecorded>> RecordRefundAsync(RecordRefund request, CancellationToken cancellationToken = default);

    /// <summary>Records that an order was called off, once an order reference.</summary>
    /// <param name="request">The cancellation.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>The receipt, or a refusal: <c>customers.unknown_order</c>.</returns>
    ValueTask<CrmResult<ActivityRecorded>> RecordCancellationAsync(RecordCancellation request, CancellationToken cancellationToken = default);

    /// <summary>Records money given back that belongs to no known order.</summary>
    /// <param name="request">The credit.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    ValueTask<CrmResult<ActivityRecorded>> RecordCreditAsync(RecordCredit request, CancellationToken cancellationToken = default);

    /// <summary>What a customer's activity comes to; null where there is none.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<CustomerActivityState?> GetAsync(CustomerId customer, CancellationToken cancellationToken = default);

    /// <summary>A customer's activity, entry by entry.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="page">Which page; descending for the newest first.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<Versioned<CustomerActivity>>> ReadAsync(CustomerId customer, PageRequest page, CancellationToken cancellationToken = default);
}

/// <summary>An order to record. Its reference is the key: one order is recorded once.</summary>
public sealed record RecordOrder
{
    /// <summary>The customer.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>The host's order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>When it was placed.</summary>
    public required Instant OccurredAt { get; init; }

    /// <summary>What she paid; not negative.</summary>
    public required Money Total { get; init; }

    /// <summary>The market that she bought in.</summary>
    public required MarketId Market { get; init; }

    /// <summary>What is in force now. Not part of what makes a repetition equal: the first one counts.</summary>
    public required OrderTerms Terms { get; init; }

    /// <summary>The host's key of the customer, kept beside the activity so that reports can join the host's tables; null keeps what is stored.</summary>
    /// <remarks>Not part of what makes a repetition equal.</remarks>
    public ExternalRef? Owner { get; init; }
}

/// <summary>A refund to record.</summary>
public sealed record RecordRefund
{
    /// <summary>The customer.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>The order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>The host's refund; the key of this request.</summary>
    public required ExternalRef Refund { get; init; }

    /// <summary>When the money was given back.</summary>
    public required Instant OccurredAt { get; init; }

    /// <summary>How much, in the order's currency; above zero.</summary>
    public required Money Amount { get; init; }
}

/// <summary>A cancellation to record. The order's reference is the key.</summary>
public sealed record RecordCancellation
{
    /// <summary>The customer.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>The order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>When it was called off.</summary>
    public required Instant OccurredAt { get; init; }
}

/// <summary>A credit to record. Its reference is the key.</summary>
public sealed record RecordCredit
{
    /// <summary>The customer.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>The host's credit note.</summary>
    public required ExternalRef Credit { get; init; }

    /// <summary>When the money was given back.</summary>
    public required Instant OccurredAt { get; init; }

    /// <summary>How much; above zero.</summary>
    public required Money Amount { get; init; }

    /// <summary>The currency in which the shop compares customers.</summary>
    public required CurrencyCode ReportingCurrency { get; init; }

    /// <summary>How many units of it one unit of the credit's currency was worth on that day; above zero.</summary>
    public required decimal ReportingRate { get; init; }
}

/// <summary>The receipt of recorded activity.</summary>
public sealed record ActivityRecorded
{
    /// <summary>The customer.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>The version of the entry in her stream.</summary>
    public required long Version { get; init; }

    /// <summary>What is in force for the order: frozen when it was first recorded. Null where there is no order.</summary>
    public OrderTerms? Terms { get; init; }

    /// <summary>What the order came to; null where there is no order.</summary>
    public Money? OrderTotal { get; init; }

    /// <summary>What this entry took back of the order; null where it took nothing back.</summary>
    public Money? TakenBack { get; init; }
}
