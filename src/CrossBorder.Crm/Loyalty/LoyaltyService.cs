using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <inheritdoc cref="ILoyaltyService"/>
internal sealed partial class LoyaltyService(
    TenantId tenant,
    ILoyaltyLedgerRepository ledger,
    IVoucherRepository vouchers,
    IReferralRepository referrals,
    LoyaltyPrograms programs,
    IClock clock,
    int maxConflicts) : ILoyaltyService
{
    private const int MaxNameLength = 200;
    private const int MaxReasonLength = 100;

    private readonly StreamCommands<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery> commands =
        new(ledger, LoyaltyCollections.Ledger, maxConflicts, programs.Links);

    public ValueTask<LoyaltyProgram> SetProgramAsync(LoyaltyProgram program, CancellationToken cancellationToken) =>
        programs.SetAsync(tenant, program, cancellationToken);

    public ValueTask<LoyaltyProgram?> FindProgramAsync(long? version, CancellationToken cancellationToken) =>
        programs.FindAsync(tenant, version, cancellationToken);

    public async ValueTask<CrmResult<EarnReceipt>> EarnForOrderAsync(EarnForOrder request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Basis.Currency == default)
        {
            throw new ArgumentException("The basis names no currency.", "request.Basis");
        }

        var key = IdempotencyKey.For("earn", request.Order);
        var earnedAt = request.OccurredAt.ToMicroseconds();
        var hash = LoyaltyRequestHash.Of(request, earnedAt);
        var program = await programs.FindAsync(tenant, request.ProgramVersion, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException(request.ProgramVersion is { } version
                ? $"The programme has no version {version}."
                : "No programme was set. Call SetProgramAsync first.");
        var current = request.ProgramVersion is null ? program : await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false);
        var (from, to) = Lifetime(program, earnedAt, null, null);
        var grant = Grant(request.Account, Entry(program, Points.Zero, earnedAt, from, to, request.Order), program) with
        {
            Order = new(program, OrderOf(request, earnedAt), programs.ZoneOf(program)),
            Tiers = TierTerms.Of(current, ZoneOf(current)),
        };
        return await RunAsync<LedgerDecisions.Grant, EarnReceipt>(
            request.Account, key, hash, [], grant, LedgerDecisions.Earn, cancellationToken, request.Owner).ConfigureAwait(false);
    }

    public async ValueTask<CrmResult<EarnReceipt>> EarnAsync(EarnPoints request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Points.Value, 1, "request.Points");
        request.Order?.ThrowIfDefault("request.Order");
        var hash = LoyaltyRequestHash.Of(request);
        var program = await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false);
        if (program is null && (request.Activation?.Days is not null || request.Validity is not null))
        {
            throw NeedsZone();
        }

        var now = clock.GetCurrentInstant();
        var earnedAt = (request.OccurredAt ?? now).ToMicroseconds();
        var (from, to) = program is null
            ? (request.Activation?.Hours is { } hours ? earnedAt + Duration.FromHours(hours) : earnedAt, null)
            : Lifetime(program, earnedAt, request.Activation, request.Validity);
        var entry = Entry(
            program, request.Points, earnedAt, request.AvailableFrom?.ToMicroseconds() ?? from, request.ExpiresAt?.ToMicroseconds() ?? to, request.Order);
        return await RunAsync<LedgerDecisions.Grant, EarnReceipt>(
            request.Account, request.Key, hash, [], Grant(request.Account, entry, program, now), LedgerDecisions.Earn, cancellationToken, request.Owner).ConfigureAwait(false);
    }

    private static InvalidOperationException NeedsZone() => new("Validity by calendar needs the programme's zone. Call SetProgramAsync first.");

    internal static PointsEarned Entry(LoyaltyProgram? program, Points points, Instant earnedAt, Instant from, Instant? to, ExternalRef? order) => new()
    {
        // Mostly so; the decision sets another, as the ledger's time may be ahead of this clock.
        PostedAt = earnedAt,
        Points = points,
        EarnedAt = earnedAt,
        AvailableFrom = from,
        ExpiresAt = to,
        Order = order,
        Clawback = program?.Clawback ?? ClawbackPolicy.AllowNegative,
        RefundTerms = program?.Policies is { } p && !(p.ExpiredCountAgainstRefund && p.WaivedForGood)
            ? new() { IgnoresExpired = !p.ExpiredCountAgainstRefund, AsksForWaived = !p.WaivedForGood }
            : null,
    };

    private LedgerDecisions.Grant Grant(LoyaltyAccountId account, PointsEarned entry, LoyaltyProgram? program, Instant? now = null)
    {
        var zone = ZoneOf(program);
        return new(account, entry, now ?? clock.GetCurrentInstant(), zone, program?.Policies?.PostExpired ?? true) { Tiers = TierTerms.Of(program, zone) };
    }

    private static EarnOrder OrderOf(EarnForOrder request, Instant earnedAt)
    {
        var lines = request.Lines;
        if (lines.IsDefaultOrEmpty)
        {
            lines = [new() { Amount = request.Basis }];
        }
        else if (lines.Aggregate(Money.Zero(request.Basis.Currency), (sum, line) => sum + line.Amount) is var sum && sum != request.Basis)
        {
            throw new ArgumentException($"The lines come to {sum}, the basis is {request.Basis}; they are the same goods.", nameof(request));
        }

        return new() { Lines = lines, PlacedAt = earnedAt, Rate = request.Rate, Tier = request.Tier, Segments = request.Segments, Market = request.Market };
    }

    private DateTimeZone? ZoneOf(LoyaltyProgram? program) => program is null ? null : programs.ZoneOf(program);

    private (Instant From, Instant? To) Lifetime(LoyaltyProgram program, Instant earnedAt, LotActivation? activation, LotValidity? validity)
    {
        var zone = programs.ZoneOf(program);
        var from = (activation ?? program.Activation) is { } a ? ExpiryRules.AvailableFrom(a, earnedAt, zone) : earnedAt;
        return (from, (validity ?? program.Validity) is { } v ? ExpiryRules.ExpiresAt(v, earnedAt, zone, from) : null);
    }

    /// <summary>Every command goes this way; sums beyond what can be counted are refused before anything is written.</summary>
    private ValueTask<CrmResult<TAnswer>> RunAsync<TRequest, TAnswer>(
        LoyaltyAccountId account,
        IdempotencyKey key,
        Digest hash,
        ImmutableArray<Reference> references,
        TRequest request,
        Func<TRequest, StreamHead<LedgerEntry, LoyaltyAccountState>, CrmResult<Decision<LedgerEntry, LoyaltyAccountState, TAnswer>>> decide,
        CancellationToken cancellationToken,
        ExternalRef? owner = null)
        where TAnswer : class
    {
        var running = commands.RunAsync(tenant, account, key, hash, references, request, decide, owner?.ThrowIfDefault("request.Owner"), cancellationToken);
        if (!running.IsCompletedSuccessfully)
        {
            return AnsweredAsync(account, key, hash, references, request, decide, running, cancellationToken);
        }

        // A storage that answers at once, as memory does, costs no waiting.
        var result = running.Result;
        return result.IsSuccess ? new(result) : AnsweredAsync(account, key, hash, references, request, decide, new(result), cancellationToken);
    }

    private async ValueTask<CrmResult<TAnswer>> AnsweredAsync<TRequest, TAnswer>(
        LoyaltyAccountId account,
        IdempotencyKey key,
        Digest hash,
        ImmutableArray<Reference> references,
        TRequest request,
        Func<TRequest, StreamHead<LedgerEntry, LoyaltyAccountState>, CrmResult<Decision<LedgerEntry, LoyaltyAccountState, TAnswer>>> decide,
        ValueTask<CrmResult<TAnswer>> running,
        CancellationToken cancellationToken)
        where TAnswer : class
    {
        CrmResult<TAnswer> result;
        try
        {
            result = await running.ConfigureAwait(false);
        }
        catch (OverflowException)
        {
            result = LoyaltyErrors.SumTooLarge.With();
        }

        if (!result.IsSuccess)
        {
            result = await Elsewhere.AskAsync(account, key, hash, references, request, decide, result, cancellationToken).ConfigureAwait(false);
        }

        return result.IsSuccess ? result : await RefusedAsync(account, key, hash, result, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A refusal leaves no trace, unless the programme says that it uses up the request's name.</summary>
    private async ValueTask<CrmResult<TAnswer>> RefusedAsync<TAnswer>(
        LoyaltyAccountId account, IdempotencyKey key, Digest hash, CrmResult<TAnswer> refused, CancellationToken cancellationToken)
        where TAnswer : class
    {
        var program = await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false);
        return program?.Policies is { RefusalsAreKept: true }
            ? await commands.RunAsync<LedgerDecisions.Refusal, TAnswer>(
                tenant, account, key, hash, [], new(account, refused.Error, clock.GetCurrentInstant()), LedgerDecisions.Refuse<TAnswer>, cancellationToken).ConfigureAwait(false)
            : refused;
    }
}
