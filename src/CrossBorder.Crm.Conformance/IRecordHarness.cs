using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Conformance;

/// <summary>Hands one kind of typed record repository to the kit, with samples to put into it.</summary>
/// <typeparam name="TId">The record's id type.</typeparam>
/// <typeparam name="TRecord">The record.</typeparam>
/// <typeparam name="TQuery">What the records can be listed by.</typeparam>
public interface IRecordHarness<TId, TRecord, TQuery> : IConformanceHarness<IRecordRepository<TId, TRecord, TQuery>>
    where TId : struct, IEntityId<TId>
    where TRecord : class
    where TQuery : class
{
    /// <summary>Compares a record that was written with one that was read.</summary>
    IEqualityComparer<TRecord> Comparer => EqualityComparer<TRecord>.Default;

    /// <summary>What the repository can be asked for; the kit compares each list, page by page, with the samples that match.</summary>
    IReadOnlyList<SampleListing<TQuery, RecordSample<TId, TRecord>>> Listings { get; }

    /// <summary>A sample record.</summary>
    /// <param name="number">Which record, from 0 to 1,500: the same number is the same id.</param>
    /// <param name="variant">Which content, from 0 to 9: another variant differs in the record.</param>
    RecordSample<TId, TRecord> Sample(int number, int variant);

    /// <summary>The write of a record, as the core would make it. Its events are added by the kit.</summary>
    /// <param name="record">The record.</param>
    /// <param name="expectedVersion">The version that the writer saw.</param>
    RecordWrite<TRecord> Write(TRecord record, long expectedVersion) => new() { Record = record, ExpectedVersion = expectedVersion };

    /// <summary>What an event tells. Not asked where no outbox is claimed.</summary>
    /// <param name="number">Which event; another number differs.</param>
    Payload EventData(int number) => SamplePayloads.Of(number);
}

/// <summary>A record and its id.</summary>
/// <typeparam name="TId">The record's id type.</typeparam>
/// <typeparam name="TRecord">The record.</typeparam>
/// <param name="Id">The id.</param>
/// <param name="Record">The record.</param>
public readonly record struct RecordSample<TId, TRecord>(TId Id, TRecord Record);

/// <summary>A query and, told by other means, what it must list and in which order.</summary>
/// <typeparam name="TQuery">The query.</typeparam>
/// <typeparam name="TItem">What is listed: a sample with its id.</typeparam>
public sealed record SampleListing<TQuery, TItem>
{
    /// <summary>What is listed, as part of a sentence: <c>agents of a team, by name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The query.</summary>
    public required TQuery Query { get; init; }

    /// <summary>Whether the list holds an item.</summary>
    public required Func<TItem, bool> Holds { get; init; }

    /// <summary>The query's documented order; null for the order by id. Items that are equal in it follow each other by id.</summary>
    public Comparison<TItem>? Order { get; init; }
}
