using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>The storage of the ledgers: one stream an account.</summary>
public interface ILoyaltyLedgerRepository : IStreamRepository<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery>;

/// <summary>The storage of programmes, of all versions.</summary>
public interface ILoyaltyProgramRepository : IRecordRepository<LoyaltyProgramId, LoyaltyProgram, LoyaltyProgramQuery>;

/// <summary>Which accounts to list; all by id, or those where something happens by time alone, the earliest first.</summary>
public sealed record LoyaltyAccountQuery
{
    /// <summary>Only those where a lot expires or becomes spendable by this instant, ordered by when.</summary>
    public Instant? DueBy { get; init; }
}

/// <summary>Which programmes to list: all versions, by id.</summary>
public sealed record LoyaltyProgramQuery;
