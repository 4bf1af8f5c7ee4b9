using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Loyalty;

/// <summary>How this room is stored.</summary>
internal static class LoyaltyCollections
{
    public static StreamMap<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery> Ledger { get; } = new()
    {
        Schema = new() { Name = "loyalty_accounts", Shape = CollectionShape.Stream, Fields = [new("next_check_at", IndexType.Instant)] },
        Index = static state => [IndexValue.Of(LedgerTime.NextChange(state))],
        Query = static query => query.DueBy is { } due
            ? new() { Where = [Condition.AtMost("next_check_at", IndexValue.Of(due))], OrderBy = "next_check_at" }
            : StoreQuery.All,
    };

    public static RecordMap<LoyaltyProgramId, LoyaltyProgram, LoyaltyProgramQuery> Programs { get; } = new()
    {
        Schema = new() { Name = "loyalty_programs", Shape = CollectionShape.Record },
        Index = static _ => [],
        Query = static _ => StoreQuery.All,
    };

    public static Reference Filed(ExternalRef order) => Reference.To("order", order);
}

internal sealed class LoyaltyLedgerRepository(IStreamRepository<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery> inner)
    : StreamRepository<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery>(inner), ILoyaltyLedgerRepository;

internal sealed class LoyaltyProgramRepository(IRecordRepository<LoyaltyProgramId, LoyaltyProgram, LoyaltyProgramQuery> inner)
    : RecordRepository<LoyaltyProgramId, LoyaltyProgram, LoyaltyProgramQuery>(inner), ILoyaltyProgramRepository;
