using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Customers;

/// <inheritdoc cref="ICustomerService"/>
internal sealed class CustomerService(TenantId tenant, ICustomerRepository customers, IClock clock, IDateTimeZoneProvider zones) : ICustomerService
{
    private static readonly PageRequest Few = new() { Size = 20 };

    public ValueTask<Versioned<Customer>?> FindAsync(CustomerId id, CancellationToken cancellationToken) =>
        customers.FindAsync(tenant, id.ThrowIfDefault(), cancellationToken);

    public async ValueTask<Versioned<Customer>?> FindAsync(ExternalRef external, CancellationToken cancellationToken)
    {
        external.ThrowIfDefault(nameof(external));
        var found = await customers.ListAsync(tenant, new() { External = external }, Few, cancellationToken).ConfigureAwait(false);
        return found.Items.Count > 0 ? found.Items[0] : null;
    }

    public async ValueTask<IReadOnlyList<Versioned<Customer>>> FindAsync(Channel channel, string address, CancellationToken cancellationToken)
    {
        var key = ContactNormalisation.KeyOf(tenant, channel, address);
        return (await customers.ListAsync(tenant, new() { Match = key }, Few, cancellationToken).ConfigureAwait(false)).Items;
    }

    public ValueTask<Page<Versioned<Customer>>> ListAsync(CustomerQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(page);
        return customers.ListAsync(tenant, query, page, cancellationToken);
    }

    public async ValueTask<CrmResult<Versioned<Customer>>> SaveAsync(Customer customer, long expectedVersion, CancellationToken cancellationToken)
    {
        CustomerValidation.Require(customer, zones);
        ArgumentOutOfRangeException.ThrowIfNegative(expectedVersion);
        var now = clock.GetCurrentInstant();
        var stored = await customers.FindAsync(tenant, customer.Id, cancellationToken).ConfigureAwait(false);

        // A repetition whose first answer was lost finds what it wanted to write.
        if (stored is { } same && Equals(same.Value, WithTimesOf(customer, same.Value)))
        {
            return same;
        }

        var next = customer with { CreatedAt = expectedVersion == 0 ? now : stored?.Value.CreatedAt ?? now, UpdatedAt = now };
        var write = CustomersCollections.Customers.Write(tenant, next, expectedVersion);
        var result = await customers.SaveAsync(tenant, customer.Id, write, cancellationToken).ConfigureAwait(false);
        return result.Status == WriteStatus.Saved
            ? new Versioned<Customer>(next, result.Version)
            : CustomersErrors.ChangedMeanwhile.With(("expected", expectedVersion), ("actual", result.Version));
    }

    private static Customer WithTimesOf(Customer customer, Customer stored) =>
        customer with { CreatedAt = stored.CreatedAt, UpdatedAt = stored.UpdatedAt };
}
