using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>The point ledger of one tenant. Every command may be repeated: the same request gives the first answer and changes nothing.</summary>
/// <remarks>Another request under a used key is an <see cref="IdempotencyMismatchException"/>. A refused request leaves no trace; its key may be used again.</remarks>
public interface ILoyaltyService
{
    /// <summary>Puts a new version of the programme into force. Earlier versions stay for the orders that name them.</summary>
    /// <param name="program">The programme; its version is set by the service.</param>
    /// <param name="cancellationToken">Cancels the write, which then has happened wholly or not at all.</param>
    /// <returns>The programme with its version. The same programme again gives the version in force.</returns>
    /// <exception cref="ArgumentException">The programme is not valid; the message names the member, the value and the rule.</exception>
    ValueTask<LoyaltyProgram> SetProgramAsync(LoyaltyProgram program, CancellationToken cancellationToken = default);

    /// <summary>The programme in force, or a version of it; null where there is none.</summary>
    /// <param name="version">The version, or null for the one in force.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<LoyaltyProgram?> FindProgramAsync(long? version = null, CancellationToken cancellationToken = default);

    /// <summary>Grants what an order earns under the programme, once an order reference.</summary>
    /// <param name="request">The order.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <exception cref="InvalidOperationException">No programme was set, or it has no such version.</exception>
    /// <exception cref="MissingExchangeRateException">The order's currency has no rate and none was given.</exception>
    ValueTask<CrmResult<EarnReceipt>> EarnForOrderAsync(EarnForOrder request, CancellationToken cancellationToken = default);

    /// <summary>Grants a number of points that the caller decided.</summary>
    /// <param name="request">The grant.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>The receipt, or a refusal: <c>loyalty.invalid_validity</c>.</returns>
    ValueTask<CrmResult<EarnReceipt>> EarnAsync(EarnPoints request, CancellationToken cancellationToken = default);

    /// <summary>Spends points, all or nothing.</summary>
    /// <param name="request">The redemption.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>The receipt, or a refusal: <c>loyalty.insufficient_points</c>.</returns>
    ValueTask<CrmResult<RedeemReceipt>> RedeemAsync(RedeemPoints request, CancellationToken cancellationToken = default);

    /// <summary>Takes back the points of a refunded order, in proportion and cumulatively over its refunds.</summary>
    /// <param name="request">The refund.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>The receipt, or a refusal: <c>loyalty.unknown_order</c>, <c>loyalty.refund_exceeds_order</c>.</returns>
    ValueTask<CrmResult<RefundReceipt>> RefundEarningAsync(RefundEarning request, CancellationToken cancellationToken = default);

    /// <summary>An account as of any instant: now, before, or to come. Never writes. An account without entries has a balance of zero.</summary>
    /// <remarks>Now and later cost the same whatever the history; an earlier instant reads the entries up to it.</remarks>
    /// <param name="account">The account.</param>
    /// <param name="asOf">The instant; null for now.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<LoyaltyBalance> GetBalanceAsync(LoyaltyAccountId account, Instant? asOf = null, CancellationToken cancellationToken = default);

    /// <summary>The entries of an account, page by page.</summary>
    /// <param name="account">The account.</param>
    /// <param name="page">Which page; descending for the newest first.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<Versioned<LedgerEntry>>> ReadAsync(LoyaltyAccountId account, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>The balances of accounts as of an instant not before their last entries, page by page.</summary>
    /// <param name="query">Which accounts.</param>
    /// <param name="asOf">The instant; null for now.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<LoyaltyBalance>> ListAsync(LoyaltyAccountQuery query, Instant? asOf, PageRequest page, CancellationToken cancellationToken = default);
}

/// <summary>An order that earns. Its reference is the key: one order earns once.</summary>
public sealed record EarnForOrder
{
    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The host's order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>When it was placed.</summary>
    public required Instant OccurredAt { get; init; }

    /// <summary>What was paid for goods, after discounts, without freight and without what points paid; not negative.</summary>
    public required Money Basis { get; init; }

    /// <summary>The version of the programme; null for the one in force.</summary>
    public long? ProgramVersion { get; init; }

    /// <summary>How many units of the programme's currency one unit of the basis' currency is worth; needed where the basis' currency has no rate of its own.</summary>
    public decimal? Rate { get; init; }

    /// <summary>The host's key of the member, kept beside the account so that reports can join the host's tables; null keeps what is stored.</summary>
    /// <remarks>Not part of what makes a repetition equal.</remarks>
    public ExternalRef? Owner { get; init; }
}

/// <summary>Points that the caller decided to grant.</summary>
public sealed record EarnPoints
{
    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The name of the request.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>How many; from 1.</summary>
    public required Points Points { get; init; }

    /// <summary>The order that earned them, where one did; needed to take them back on a refund.</summary>
    public ExternalRef? Order { get; init; }

    /// <summary>When they were earned; null for now. The age of the lot, and what its validity counts from.</summary>
    public Instant? OccurredAt { get; init; }

    /// <summary>From when on they are spendable; null for what <see cref="Activation"/> says.</summary>
    public Instant? AvailableFrom { get; init; }

    /// <summary>When they become spendable; null for what the programme says, at once without one.</summary>
    public LotActivation? Activation { get; init; }

    /// <summary>Until when they are spendable, exclusive; null for what <see cref="Validity"/> says.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>How long they are valid; null for what the programme says, for ever without one.</summary>
    public LotValidity? Validity { get; init; }

    /// <summary>The host's key of the member, kept beside the account so that reports can join the host's tables; null keeps what is stored.</summary>
    /// <remarks>Not part of what makes a repetition equal.</remarks>
    public ExternalRef? Owner { get; init; }
}

/// <summary>Points to spend.</summary>
public sealed record RedeemPoints
{
    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The name of the request.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The caller's name of the redemption; null for the key's text. Unique in the account.</summary>
    public string? Redemption { get; init; }

    /// <summary>How many; from 1.</summary>
    public required Points Points { get; init; }

    /// <summary>The order that they pay for, where there is one.</summary>
    public ExternalRef? Order { get; init; }
}

/// <summary>A refund of an order that earned points.</summary>
public sealed record RefundEarning
{
    /// <summary>The account.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The name of the request, such as <c>IdempotencyKey.For("refund", refund)</c>.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>How much is refunded now, in minor units; above zero.</summary>
    public required long RefundedMinor { get; init; }

    /// <summary>What the order came to, in the same minor units; above zero, and the same for each of its refunds.</summary>
    public required long OrderTotalMinor { get; init; }
}

/// <summary>The receipt of a grant.</summary>
public sealed record EarnReceipt
{
    /// <summary>How many points were granted.</summary>
    public required Points Points { get; init; }

    /// <summary>The number of the lot; null where none was granted.</summary>
    public long? Lot { get; init; }

    /// <summary>From when on they are spendable.</summary>
    public required Instant AvailableFrom { get; init; }

    /// <summary>Until when they are spendable, exclusive; null for ever.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>What can be spent after it.</summary>
    public required Points Available { get; init; }
}

/// <summary>The receipt of a redemption.</summary>
public sealed record RedeemReceipt
{
    /// <summary>The name of the redemption.</summary>
    public required string Redemption { get; init; }

    /// <summary>How many points were spent.</summary>
    public required Points Points { get; init; }

    /// <summary>What can be spent after it.</summary>
    public required Points Available { get; init; }
}

/// <summary>The receipt of a refund.</summary>
public sealed record RefundReceipt
{
    /// <summary>How many points were newly due.</summary>
    public required Points Due { get; init; }

    /// <summary>How many of them became debt.</summary>
    public required Points Owed { get; init; }

    /// <summary>How many of them were waived.</summary>
    public required Points Waived { get; init; }

    /// <summary>What can be spent after it.</summary>
    public required Points Available { get; init; }
}
