using System.Security.Cryptography;
using CrossBorder.Crm.Conformance.Engine;
using CrossBorder.Crm.Conformance.Outbox;
using CrossBorder.Crm.Conformance.Records;
using CrossBorder.Crm.Conformance.Running;
using CrossBorder.Crm.Conformance.Streams;
using CrossBorder.Crm.Conformance.Walk;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Conformance;

/// <summary>The cases by which an engine proves that it keeps the storage contract.</summary>
public static class StorageConformance
{
    /// <summary>The collections that the cases store into. An engine that makes its tables beforehand makes these.</summary>
    public static IReadOnlyList<CollectionSchema> Collections { get; } = [KitCollections.Records, KitCollections.Streams];

    /// <summary>All cases for an engine: named ones per clause, and seeded random walks against a model.</summary>
    /// <param name="harness">Opens engines.</param>
    /// <param name="options">How much is done; null for the usual.</param>
    public static IReadOnlyList<ConformanceCase> Cases(IStorageHarness harness, ConformanceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(harness);
        return
        [
            .. RecordRepositoryConformance.Cases(new EngineRecordHarness(harness), "records: "),
            .. StreamRepositoryConformance.Cases(new EngineStreamHarness(harness), options, "streams: "),
            .. EngineCases.All.Concat(EngineWriteCases.All).Select(c => new ConformanceCase(c.Clause, $"engine: {c.Name}", null, cancellationToken => RunAsync(harness, c, cancellationToken))),
        ];
    }

    private static async Task RunAsync(
        IStorageHarness harness, (string Clause, string Name, Func<Probe, IStorageEngine, TenantId, CancellationToken, Task> Body) definition, CancellationToken cancellationToken)
    {
        var probe = new Probe(definition.Clause, definition.Name);
        try
        {
            await using var store = await harness.OpenAsync(cancellationToken);
            var tenant = harness.OnlyTenant ?? new TenantId($"kit-{RandomNumberGenerator.GetHexString(12, lowercase: true)}");
            await definition.Body(probe, store.Store, tenant, cancellationToken);
        }
        catch (Exception exception) when (exception is not ConformanceException && !cancellationToken.IsCancellationRequested)
        {
            throw probe.Failure("a call that must succeed", "it returns", Shown.Of(exception), exception);
        }
    }
}

/// <summary>The cases for one typed repository of records, such as an existing table of staff.</summary>
public static class RecordRepositoryConformance
{
    /// <summary>All cases for a record repository.</summary>
    /// <typeparam name="TId">The record's id type.</typeparam>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <typeparam name="TQuery">What the records can be listed by.</typeparam>
    /// <param name="harness">Opens repositories and has samples for them.</param>
    public static IReadOnlyList<ConformanceCase> Cases<TId, TRecord, TQuery>(IRecordHarness<TId, TRecord, TQuery> harness)
        where TId : struct, IEntityId<TId>
        where TRecord : class
        where TQuery : class => Cases(harness, "");

    internal static IReadOnlyList<ConformanceCase> Cases<TId, TRecord, TQuery>(IRecordHarness<TId, TRecord, TQuery> harness, string prefix)
        where TId : struct, IEntityId<TId>
        where TRecord : class
        where TQuery : class
    {
        ArgumentNullException.ThrowIfNull(harness);
        return
        [
            .. RecordCases.All.Concat(OutboxCases.All<RecordGround>()).Select(definition => CaseRunner.Bind(
                harness,
                definition with { Name = prefix + definition.Name },
                (under, rules) => (RecordGround)new TypedRecordGround<TId, TRecord, TQuery>(harness, under, rules))),
        ];
    }
}

/// <summary>The cases for one typed repository of streams.</summary>
public static class StreamRepositoryConformance
{
    /// <summary>All cases for a stream repository: named ones per clause, and seeded random walks against a model.</summary>
    /// <typeparam name="TId">The stream's id type.</typeparam>
    /// <typeparam name="TEntry">The entry.</typeparam>
    /// <typeparam name="TState">The folded state.</typeparam>
    /// <typeparam name="TQuery">What the heads can be listed by.</typeparam>
    /// <param name="harness">Opens repositories and has samples for them.</param>
    /// <param name="options">How much is done; null for the usual.</param>
    public static IReadOnlyList<ConformanceCase> Cases<TId, TEntry, TState, TQuery>(
        IStreamHarness<TId, TEntry, TState, TQuery> harness, ConformanceOptions? options = null)
        where TId : struct, IEntityId<TId>
        where TEntry : class
        where TState : class
        where TQuery : class => Cases(harness, options, "");

    internal static IReadOnlyList<ConformanceCase> Cases<TId, TEntry, TState, TQuery>(
        IStreamHarness<TId, TEntry, TState, TQuery> harness, ConformanceOptions? options, string prefix)
        where TId : struct, IEntityId<TId>
        where TEntry : class
        where TState : class
        where TQuery : class
    {
        ArgumentNullException.ThrowIfNull(harness);
        return
        [
            .. StreamCases.All.Concat(OutboxCases.All<StreamGround>()).Concat(StreamWalk.Cases(options ?? new())).Select(definition => CaseRunner.Bind(
                harness,
                definition with { Name = prefix + definition.Name },
                (under, rules) => (StreamGround)new TypedStreamGround<TId, TEntry, TState, TQuery>(harness, under, rules))),
        ];
    }
}
