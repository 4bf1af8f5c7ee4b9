using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Customers;

/// <summary>How this room is stored.</summary>
internal static class CustomersCollections
{
    public static RecordMap<CustomerId, Customer, CustomerQuery> Customers { get; } = new()
    {
        Schema = new()
        {
            Name = "customers",
            Shape = CollectionShape.Record,
            Fields = [new("market", IndexType.Text)],
            Views =
            [
                new()
                {
                    Name = "customers",
                    IdColumn = "customer_id",
                    Columns =
                    [
                        new("market", "market", ReportType.Text), new("country", "country", ReportType.Text),
                        new("created_at", "createdAt", ReportType.Instant), new("updated_at", "updatedAt", ReportType.Instant),
                    ],
                },
            ],
        },
        Index = customer => [IndexValue.Of(customer.Market.Value)],
        Owner = customer => customer.Externals.IsDefaultOrEmpty ? null : customer.Externals[0],

        // Filed under her contact points and external keys. Match keys depend on the tenant.
        References = (tenant, customer) =>
        [
            .. customer.Contacts.Select(contact => FiledAs(ContactNormalisation.KeyOf(tenant, contact.Channel, contact.Address)))
                .Concat(customer.Externals.Select(FiledAs))
                .Distinct(),
        ],
        Query = Query,
    };

    public static StreamMap<CustomerId, CustomerActivity, CustomerActivityState, CustomerActivityQuery> Activity { get; } = new()
    {
        Schema = new()
        {
            Name = "customer_activity",
            Shape = CollectionShape.Stream,
            Fields = [new("market", IndexType.Text), new("orders", IndexType.Integer), new("last_purchase_at", IndexType.Instant)],
            Views =
            [
                new()
                {
                    Name = "orders",
                    IdColumn = "customer_id",
                    EntryTypes = ["order_placed.v1", "order_refunded.v1", "order_cancelled.v1"],
                    Columns =
                    [
                        new("order_ref", "order", ReportType.Text), new("kind", "type", ReportType.Text), new("occurred_at", "occurredAt", ReportType.Instant),
                        new("market", "market", ReportType.Text), new("total", "total", ReportType.Amount), new("total_currency", "total", ReportType.Currency),
                        new("refunded", "amount", ReportType.Amount), new("refunded_currency", "amount", ReportType.Currency),
                    ],
                },
            ],
        },
        Fold = (id, _, entries) => ActivityFold.Fold(id, entries),
        Index = state => [IndexValue.Of(state.Market?.Value), IndexValue.Of(state.Orders), IndexValue.Of(state.LastPurchaseAt)],
        Query = query => query.Market is { } market ? new() { Where = [Condition.Equal("market", IndexValue.Of(market.Value))] } : StoreQuery.All,
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
