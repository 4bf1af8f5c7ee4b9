using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Customers;

/// <summary>The storage of customers.</summary>
public interface ICustomerRepository : IRecordRepository<CustomerId, Customer, CustomerQuery>;

/// <summary>The storage of customers' activity: one stream a customer.</summary>
public interface ICustomerActivityRepository : IStreamRepository<CustomerId, CustomerActivity, CustomerActivityState, CustomerActivityQuery>;

/// <summary>Which activity streams to list. Ordered by id.</summary>
public sealed record CustomerActivityQuery
{
    /// <summary>Only those of a market, as of the last order.</summary>
    public MarketId? Market { get; init; }
}
