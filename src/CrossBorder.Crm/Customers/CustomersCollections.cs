using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Customers;

/// <summary>How this room is stored.</summary>
internal static class CustomersCollections
{
    public static RecordMap<CustomerId, Customer, CustomerQuery> Customers { get; } = new()
    {
        Schema = new() { Name = "customers", Shape = CollectionShape.Record, Fields = [new("market", IndexType.Text)] },
        Index = customer => [IndexValue.Of(customer.Market.Value)],
        Owner = customer => customer.Externals.IsDefaultOrEmpty ? null : customer.Externals[0],
        Query = Query,
    };

    public static StreamMap<CustomerId, CustomerActivity, CustomerActivityState, CustomerActivityQuery> Activity { get; } = new()
    {
        Schema = new()
        {
            Name = "customer_activity",
            Shape = CollectionShape.Stream,
            Fields = [new("market", IndexType.Text), new("orders", IndexType.Integer), new("last_purchase_at", IndexType.Instant)],
        },
        Index = state => [IndexValue.Of(state.Market?.Value), IndexValue.Of(state.Orders), IndexValue.Of(state.LastPurchaseAt)],
        Query = query => query.Market is { } market ? new() { Where = [Condition.Equal("market", IndexValue.Of(market.Value))] } : StoreQuery.All,
    };

    /// <summary>The write of a customer, filed under her contact points and external keys. Match keys depend on the tenant, so they come here.</summary>
    public static RecordWrite<Customer> Write(TenantId tenant, Customer customer, long expectedVersion) => Customers.Write(customer, expectedVersion) with
    {
        References =
        [
            .. customer.Contacts.Select(contact => FiledAs(ContactNormalisation.KeyOf(tenant, contact.Channel, contact.Address)))
                .Concat(customer.Externals.Select(FiledAs))
                .Distinct(),
        ],
    };

    public static Reference OrderReference(ExternalRef order) => Reference.To("order", order);

    private static StoreQuery Query(CustomerQuery query)
    {
        var where = new List<Condition>();
        if (query.Market is { } market)
        {
            where.Add(Condition.Equal("market", IndexValue.Of(market.Value)));
        }

        if (query.Match is { } match)
        {
            where.Add(Condition.FiledUnder(FiledAs(match)));
        }

        if (query.External is { } external)
        {
            where.Add(Condition.FiledUnder(FiledAs(external)));
        }

        return new() { Where = [.. where] };
    }

    private static Reference FiledAs(MatchKey key) => Reference.To("contact", key.ToString());

    private static Reference FiledAs(ExternalRef external) => Reference.To("external", external);
}

internal sealed class CustomerRepository(IRecordRepository<CustomerId, Customer, CustomerQuery> inner)
    : RecordRepository<CustomerId, Customer, CustomerQuery>(inner), ICustomerRepository;

internal sealed class CustomerActivityRepository(
    IStreamRepository<CustomerId, CustomerActivity, CustomerActivityState, CustomerActivityQuery> inner)
    : StreamRepository<CustomerId, CustomerActivity, CustomerActivityState, CustomerActivityQuery>(inner), ICustomerActivityRepository;
