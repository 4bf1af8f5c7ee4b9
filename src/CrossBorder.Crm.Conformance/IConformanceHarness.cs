using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Conformance;

/// <summary>Hands stores to the kit. Written by whoever proves an adapter.</summary>
/// <typeparam name="TStore">The engine or the typed repository.</typeparam>
public interface IConformanceHarness<TStore> where TStore : class
{
    /// <summary>What is claimed.</summary>
    StorageCapabilities Capabilities { get; }

    /// <summary>The one tenant of a store that keeps no others, such as a host's own table; such a store claims nothing of STO-4. Null for all others.</summary>
    TenantId? OnlyTenant => null;

    /// <summary>Opens a store. It may be on a database that others used before: every case takes a new tenant.</summary>
    /// <remarks>With <see cref="OnlyTenant"/> the store must be empty.</remarks>
    /// <param name="cancellationToken">Gives it up.</param>
    ValueTask<IStoreUnderTest<TStore>> OpenAsync(CancellationToken cancellationToken);
}

/// <summary>A store in the hands of one case. Disposing it closes the store.</summary>
/// <typeparam name="TStore">The engine or the typed repository.</typeparam>
public interface IStoreUnderTest<out TStore> : IAsyncDisposable
{
    /// <summary>The store; after a restart the one that was opened then.</summary>
    TStore Store { get; }

    /// <summary>The outbox that the store's writes go to; null where none is claimed. Not asked for an engine, which is its own.</summary>
    IOutboxRepository? Outbox => null;

    /// <summary>How far lists may lag (STO-15). Not asked for an engine, which declares it itself.</summary>
    Duration MaxIndexLag => Duration.Zero;

    /// <summary>Ends the store as a killed process would, without an orderly close, and opens it anew on what is durable.</summary>
    /// <param name="cancellationToken">Gives it up.</param>
    ValueTask RestartAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException($"The harness claims {StorageCapabilities.Durable} but cannot restart its store.");

    /// <summary>Makes the next write fail with any exception when all its statements but the commit are through.</summary>
    void FailNextWrite() =>
        throw new NotSupportedException($"The harness claims {StorageCapabilities.Faults} but cannot make a write fail.");
}

/// <summary>Hands engines to the kit. The collections that it stores into are <see cref="StorageConformance.Collections"/>.</summary>
public interface IStorageHarness : IConformanceHarness<IStorageEngine>;
