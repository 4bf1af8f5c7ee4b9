using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>The storage of the ledgers: one stream an account.</summary>
public interface ILoyaltyLedgerRepository : IStreamRepository<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery>;

/// <summary>The storage of programmes, of all versions.</summary>
public interface ILoyaltyProgramRepository : IRecordRepository<LoyaltyProgramId, LoyaltyProgram, LoyaltyProgramQuery>;

/// <summary>Which accounts to list: all by id; or, by one of its members, those that a sweep has to do with, the earliest first.</summary>
public sealed record LoyaltyAccountQuery
{
    /// <summary>Only those where a sweep has something to write down by this instant, ordered by when: a lot or hold ends, a tier lapses, a notice follows.</summary>
    public Instant? DueBy { get; init; }

    /// <summary>Only those where the first such thing comes after this instant, ordered by when.</summary>
    public Instant? DueAfter { get; init; }

    /// <summary>Only those where points expire by this instant of which nobody was told yet, ordered by the first expiry.</summary>
    public Instant? UntoldBy { get; init; }

    /// <summary>Only those where the first expiry of which nobody was told yet comes after this instant, ordered by it.</summary>
    public Instant? UntoldAfter { get; init; }
}

/// <summary>Which programmes to list: all versions, by id.</summary>
public sealed record LoyaltyProgramQuery;
