using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Loyalty;

/// <summary>How this room is stored.</summary>
internal static class LoyaltyCollections
{
    // What a part can ever come to: nothing where its hold times out only when its lot has expired, or never by itself.
    private const string Usable =
        "case when available_from is null or available_from >= expires_at then 0 else coalesce(remaining, 0) + coalesce(reserved, 0) end";

    // Debt is paid by parts in the order in which they become spendable, then in consumption order: what stood before a part in that order.
    private const string Earlier =
        $"coalesce(cast(sum({Usable}) over (partition by tenant, account_id order by available_from, expires_at nulls last, earned_at, lot "
        + "rows between unbounded preceding and 1 preceding) as bigint), 0)";

    /// <summary>
    /// The open lots of every account, and the parts of lots that are held: one row each. The sum of <c>spendable</c> over the rows that are available
    /// and not expired at an instant is what the service says is available then, for every instant that is not before the account's last entry.
    /// A held part is <c>reserved</c>, not <c>remaining</c>, and available from its hold's time-out on.
    /// </summary>
    private static readonly ReportView PointsLots = new()
    {
        Name = "points_lots",
        Version = 2,
        IdColumn = "account_id",
        Rows = "lots",
        Columns =
        [
            new("lot", "number", ReportType.Integer), new("order_ref", "order", ReportType.Text), new("points", "points", ReportType.Integer),
            new("remaining", "remaining", ReportType.Integer), new("earned_at", "earnedAt", ReportType.Instant),
            new("available_from", "availableFrom", ReportType.Instant), new("expires_at", "expiresAt", ReportType.Instant),
            new("debt", "debt", ReportType.Integer) { FromWhole = true },
            new("reserved", Nowhere, ReportType.Integer) { IsLater = true }, new("hold", Nowhere, ReportType.Text) { IsLater = true },
        ],
        MoreRows = new()
        {
            Outer = "holds",
            Inner = "from",
            Columns =
            [
                new("lot", "number", ReportType.Integer), new("order_ref", "order", ReportType.Text), new("points", "points", ReportType.Integer),
                new("remaining", Nowhere, ReportType.Integer), new("earned_at", "earnedAt", ReportType.Instant),
                new("available_from", "expiresAt", ReportType.Instant) { FromOuter = true }, new("expires_at", "expiresAt", ReportType.Instant),
                new("debt", "debt", ReportType.Integer) { FromWhole = true },
                new("reserved", "remaining", ReportType.Integer), new("hold", "name", ReportType.Text) { FromOuter = true },
            ],
        },
        Computed =
        [
            new("spendable", $"case when debt <= {Earlier} then {Usable} when debt >= {Earlier} + {Usable} then 0 else {Usable} - (debt - {Earlier}) end"),
        ],
    };

    private const string Nowhere = "nowhere";

    private const string NextCheck = "next_check_at";

    private const string UntoldExpiry = "untold_expiry_at";

    // Most accounts of a programme without expiry: the same for all of them.
    private static readonly ImmutableArray<IndexValue> NothingDue = [default, default];

    public static StreamMap<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery> Ledger { get; } = new()
    {
        Schema = new()
        {
            Name = "loyalty_accounts",
            Shape = CollectionShape.Stream,
            Fields = [new(NextCheck, IndexType.Instant), new(UntoldExpiry, IndexType.Instant)],
            Views = [PointsLots],
        },
        Index = static state => (SweepRules.NextDue(state), NoticeRules.FirstUntold(state)) is var (due, untold) && due is null && untold is null
            ? NothingDue
            : [IndexValue.Of(due), IndexValue.Of(untold)],
        Fold = static (id, state, entries) => LedgerFold.Fold(id, entries, state.AsOf),
        Revision = LedgerFold.Revision,
        RevisionOf = static state => state.Revision,
        Query = static query => new()
        {
            Where =
            [
                .. query.DueBy is { } due ? [Condition.AtMost(NextCheck, IndexValue.Of(due))] : Array.Empty<Condition>(),
                .. query.DueAfter is { } after ? [Condition.Greater(NextCheck, IndexValue.Of(after))] : Array.Empty<Condition>(),
                .. query.UntoldBy is { } by ? [Condition.AtMost(UntoldExpiry, IndexValue.Of(by))] : Array.Empty<Condition>(),
                .. query.UntoldAfter is { } later ? [Condition.Greater(UntoldExpiry, IndexValue.Of(later))] : Array.Empty<Condition>(),
            ],
            OrderBy = query.DueBy is not null || query.DueAfter is not null ? NextCheck
                : query.UntoldBy is not null || query.UntoldAfter is not null ? UntoldExpiry
                : null,
        },
    };

    public static RecordMap<LoyaltyProgramId, LoyaltyProgram, LoyaltyProgramQuery> Programs { get; } = new()
    {
        Schema = new() { Name = "loyalty_programs", Shape = CollectionShape.Record },
        Index = static _ => [],
        Query = static _ => StoreQuery.All,
    };

    public static Reference Filed(ExternalRef order) => Reference.To("order", order);

    /// <summary>What every entry is filed under that changes the account's tier: its history costs what it has, not what the account has.</summary>
    public static Reference Tiers { get; } = Reference.To("tier", "history");

    public static Reference Hold(string name) => Reference.To("hold", name);

    public static Reference Redemption(string name) => Reference.To("redemption", name);

    public static Reference Merge(LoyaltyAccountId merged) => Reference.To("merge", merged.Value.ToString("N"));

    /// <summary>What every entry is filed under that changes who shares an account, and how.</summary>
    public static Reference Members { get; } = Reference.To("member", "history");

    public static Reference Transfer(string name) => Reference.To("transfer", name);
}

internal sealed class LoyaltyLedgerRepository(IStreamRepository<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery> inner)
    : StreamRepository<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery>(inner), ILoyaltyLedgerRepository;

internal sealed class LoyaltyProgramRepository(IRecordRepository<LoyaltyProgramId, LoyaltyProgram, LoyaltyProgramQuery> inner)
    : RecordRepository<LoyaltyProgramId, LoyaltyProgram, LoyaltyProgramQuery>(inner), ILoyaltyProgramRepository;
