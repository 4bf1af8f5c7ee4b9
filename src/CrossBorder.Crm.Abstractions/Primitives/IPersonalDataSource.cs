namespace CrossBorder.Crm.Primitives;

/// <summary>A room that keeps personal data and can hand it over or erase it when the person asks.</summary>
public interface IPersonalDataSource
{
    /// <summary>The room's name, such as <c>customers</c>; a heading in what the person gets.</summary>
    string Room { get; }

    /// <summary>All that the room keeps about the person, as JSON; null where it keeps nothing.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="customer">The person.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<string?> ExportAsync(TenantId tenant, CustomerId customer, CancellationToken cancellationToken);

    /// <summary>Removes what identifies the person. Safe to repeat.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="customer">The person.</param>
    /// <param name="cancellationToken">Cancels the erasure; what was erased stays so.</param>
    ValueTask EraseAsync(TenantId tenant, CustomerId customer, CancellationToken cancellationToken);
}
