using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Customers;

/// <summary>The customers of one tenant.</summary>
public interface ICustomerService
{
    /// <summary>Reads a customer.</summary>
    /// <param name="id">Her id.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The record and its version, or null where there is none.</returns>
    ValueTask<Versioned<Customer>?> FindAsync(CustomerId id, CancellationToken cancellationToken = default);

    /// <summary>The customer whom a system of the host knows by a key.</summary>
    /// <param name="external">The key.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Versioned<Customer>?> FindAsync(ExternalRef external, CancellationToken cancellationToken = default);

    /// <summary>The customers who have a contact point, however it is written; usually one.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="address">The address; compared in normal form.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<Versioned<Customer>>> FindAsync(Channel channel, string address, CancellationToken cancellationToken = default);

    /// <summary>Lists customers, page by page.</summary>
    /// <param name="query">Which.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Page<Versioned<Customer>>> ListAsync(CustomerQuery query, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>Writes a customer. A repetition of the same write changes nothing and gives what is stored.</summary>
    /// <param name="customer">The customer; the times in it are set by the service.</param>
    /// <param name="expectedVersion">The version that was read, or 0 for a new customer.</param>
    /// <param name="cancellationToken">Cancels the write, which then has happened wholly or not at all.</param>
    /// <returns>The stored record, or a refusal: <c>customers.changed_meanwhile</c>.</returns>
    /// <exception cref="ArgumentException">The customer is not valid; the message names the member, the value and the rule.</exception>
    ValueTask<CrmResult<Versioned<Customer>>> SaveAsync(Customer customer, long expectedVersion, CancellationToken cancellationToken = default);
}
