using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <inheritdoc cref="ILoyaltyService"/>
internal sealed class LoyaltyService(
    TenantId tenant, ILoyaltyLedgerRepository ledger, LoyaltyPrograms programs, IClock clock, int maxConflicts) : ILoyaltyService
{
    private readonly StreamCommands<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery> commands =
        new(ledger, LoyaltyCollections.Ledger, maxConflicts);

    public ValueTask<LoyaltyProgram> SetProgramAsync(LoyaltyProgram program, CancellationToken cancellationToken) =>
        programs.SetAsync(tenant, program, cancellationToken);

    public ValueTask<LoyaltyProgram?> FindProgramAsync(long? version, CancellationToken cancellationToken) =>
        programs.FindAsync(tenant, version, cancellationToken);

    public async ValueTask<CrmResult<EarnReceipt>> EarnForOrderAsync(EarnForOrder request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var key = IdempotencyKey.For("earn", request.Order);
        var earnedAt = request.OccurredAt.ToMicroseconds();
        var hash = new RequestHasher("earn_for_order.v1");
        hash.Add(request.Order.ToString());
        hash.Add(earnedAt);
        hash.Add((request.Basis.Amount / 1.0000000000000000000000000000m).ToString(System.Globalization.CultureInfo.InvariantCulture));
        hash.Add(request.Basis.Currency.Code);
        var digest = hash.Finish();

        var program = await programs.FindAsync(tenant, request.ProgramVersion, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException(request.ProgramVersion is { } version
                ? $"The programme has no version {version}."
                : "No programme was set. Call SetProgramAsync first.");
        var quote = EarnRules.Quote(program, request.Basis, request.Rate);
        var (from, to) = Lifetime(program, earnedAt, null, null);
        var entry = new PointsEarned
        {
            PostedAt = default,
            Points = quote.Points,
            EarnedAt = earnedAt,
            AvailableFrom = from,
            ExpiresAt = to,
            Order = request.Order,
            Quote = quote,
            Clawback = program.Clawback,
        };
        return await RunAsync(request.Account, key, digest, new(request.Account, entry, clock.GetCurrentInstant()), request.Owner, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<CrmResult<EarnReceipt>> EarnAsync(EarnPoints request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Points.Value, 1, "request.Points");
        request.Order?.ThrowIfDefault("request.Order");
        var hash = new RequestHasher("earn_points.v1");
        hash.Add(request.Points.Value);
        hash.Add(request.Order?.ToString());
        hash.Add(request.OccurredAt);
        hash.Add(request.AvailableFrom);
        hash.Add(request.ExpiresAt);
        hash.Add(request.Activation?.ToString());
        hash.Add(request.Validity?.ToString());
        var digest = hash.Finish();

        var now = clock.GetCurrentInstant();
        var earnedAt = (request.OccurredAt ?? now).ToMicroseconds();
        var program = await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false);
        if (program is null && (request.Activation?.Days is not null || request.Validity is not null))
        {
            throw new InvalidOperationException("Validity by calendar needs the programme's zone. Call SetProgramAsync first.");
        }

        var (from, to) = program is null
            ? (request.Activation?.Hours is { } hours ? earnedAt + Duration.FromHours(hours) : earnedAt, null)
            : Lifetime(program, earnedAt, request.Activation, request.Validity);
        var entry = new PointsEarned
        {
            PostedAt = default,
            Points = request.Points,
            EarnedAt = earnedAt,
            AvailableFrom = request.AvailableFrom?.ToMicroseconds() ?? from,
            ExpiresAt = request.ExpiresAt?.ToMicroseconds() ?? to,
            Order = request.Order,
            Clawback = program?.Clawback ?? ClawbackPolicy.AllowNegative,
        };
        return await RunAsync(request.Account, request.Key, digest, new(request.Account, entry, now), request.Owner, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<CrmResult<RedeemReceipt>> RedeemAsync(RedeemPoints request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Points.Value, 1, "request.Points");
        request.Order?.ThrowIfDefault("request.Order");
        var name = request.Redemption ?? request.Key.ThrowIfDefault("request.Key").Value;
        var hash = new RequestHasher("redeem_points.v1");
        hash.Add(name);
        hash.Add(request.Points.Value);
        hash.Add(request.Order?.ToString());
        return commands.RunAsync<LedgerDecisions.Redemption, RedeemReceipt>(
            tenant, request.Account, request.Key, hash.Finish(), [],
            new(request.Account, name, request.Points, request.Order, clock.GetCurrentInstant()),
            LedgerDecisions.Redeem, cancellationToken);
    }

    public ValueTask<CrmResult<RefundReceipt>> RefundEarningAsync(RefundEarning request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.RefundedMinor, 1, "request.RefundedMinor");
        ArgumentOutOfRangeException.ThrowIfLessThan(request.OrderTotalMinor, 1, "request.OrderTotalMinor");
        request.Order.ThrowIfDefault("request.Order");
        var hash = new RequestHasher("refund_earning.v1");
        hash.Add(request.Order.ToString());
        hash.Add(request.RefundedMinor);
        hash.Add(request.OrderTotalMinor);
        return commands.RunAsync<LedgerDecisions.Refund, RefundReceipt>(
            tenant, request.Account, request.Key, hash.Finish(), [LoyaltyCollections.Filed(request.Order)],
            new(request.Account, request, clock.GetCurrentInstant()), LedgerDecisions.RefundEarning, cancellationToken);
    }

    public async ValueTask<LoyaltyBalance> GetBalanceAsync(LoyaltyAccountId account, Instant? asOf, CancellationToken cancellationToken)
    {
        var at = asOf?.ToMicroseconds() ?? clock.GetCurrentInstant();
        var head = await ledger.LoadAsync(tenant, new() { Stream = account.ThrowIfDefault() }, cancellationToken).ConfigureAwait(false);
        if (head.State is { Revision: LedgerFold.Revision } state && at >= state.AsOf)
        {
            return LedgerFold.Balance(state, at);
        }

        // Before the last entry, only the entries know.
        var past = LedgerFold.Fold(account, await EntriesAsync(account, at, cancellationToken).ConfigureAwait(false), at);
        return LedgerFold.Balance(past, at);
    }

    public ValueTask<Page<Versioned<LedgerEntry>>> ReadAsync(LoyaltyAccountId account, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        return ledger.ReadAsync(tenant, account.ThrowIfDefault(), page, cancellationToken);
    }

    public async ValueTask<Page<LoyaltyBalance>> ListAsync(
        LoyaltyAccountQuery query, Instant? asOf, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(page);
        var at = asOf?.ToMicroseconds() ?? clock.GetCurrentInstant();
        var heads = await ledger.ListAsync(tenant, query, page, cancellationToken).ConfigureAwait(false);
        var balances = new List<LoyaltyBalance>(heads.Items.Count);
        foreach (var head in heads.Items)
        {
            balances.Add(head.State!.AsOf <= at
                ? LedgerFold.Balance(head.State, at)
                : await GetBalanceAsync(head.State.Account, at, cancellationToken).ConfigureAwait(false));
        }

        return new() { Items = balances, Next = heads.Next };
    }

    private ValueTask<CrmResult<EarnReceipt>> RunAsync(
        LoyaltyAccountId account, IdempotencyKey key, Digest hash, LedgerDecisions.Grant grant, ExternalRef? owner, CancellationToken cancellationToken) =>
        commands.RunAsync<LedgerDecisions.Grant, EarnReceipt>(tenant, account, key, hash, [], grant, LedgerDecisions.Earn, owner?.ThrowIfDefault("request.Owner"), cancellationToken);

    private (Instant From, Instant? To) Lifetime(LoyaltyProgram program, Instant earnedAt, LotActivation? activation, LotValidity? validity)
    {
        var zone = programs.ZoneOf(program);
        return (
            (activation ?? program.Activation) is { } a ? ExpiryRules.AvailableFrom(a, earnedAt, zone) : earnedAt,
            (validity ?? program.Validity) is { } v ? ExpiryRules.ExpiresAt(v, earnedAt, zone) : null);
    }

    private async ValueTask<ImmutableArray<LedgerEntry>> EntriesAsync(LoyaltyAccountId account, Instant until, CancellationToken cancellationToken)
    {
        var entries = ImmutableArray.CreateBuilder<LedgerEntry>();
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var read = await ledger.ReadAsync(tenant, account, page, cancellationToken).ConfigureAwait(false);
            entries.AddRange(read.Items.Select(item => item.Value));
            page = page with { After = entries.Count > 0 && entries[^1].PostedAt > until ? null : read.Next };
        }
        while (page.After is not null);

        return entries.ToImmutable();
    }
}
