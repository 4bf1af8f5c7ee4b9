using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Conformance;

/// <summary>Hands one kind of typed stream repository to the kit, with samples to put into it.</summary>
/// <typeparam name="TId">The stream's id type.</typeparam>
/// <typeparam name="TEntry">The entry.</typeparam>
/// <typeparam name="TState">The folded state.</typeparam>
/// <typeparam name="TQuery">What the heads can be listed by.</typeparam>
public interface IStreamHarness<TId, TEntry, TState, TQuery> : IConformanceHarness<IStreamRepository<TId, TEntry, TState, TQuery>>
    where TId : struct, IEntityId<TId>
    where TEntry : class
    where TState : class
    where TQuery : class
{
    /// <summary>Compares an entry that was written with one that was read.</summary>
    IEqualityComparer<TEntry> EntryComparer => EqualityComparer<TEntry>.Default;

    /// <summary>Compares a state that was written with one that was read.</summary>
    IEqualityComparer<TState> StateComparer => EqualityComparer<TState>.Default;

    /// <summary>What the repository can be asked for; the kit compares each list, page by page, with the samples that match.</summary>
    IReadOnlyList<SampleListing<TQuery, StreamSample<TId, TState>>> Listings { get; }

    /// <summary>The id of a stream.</summary>
    /// <param name="number">Which stream, from 0 to 1,500.</param>
    TId Stream(int number);

    /// <summary>A sample entry.</summary>
    /// <param name="number">Which entry, from 0 to 9,999: another number differs.</param>
    TEntry Entry(int number);

    /// <summary>A sample state. It need not be the fold of the entries: a storage never folds.</summary>
    /// <param name="number">Which state, from 0 to 9,999: another number differs.</param>
    TState State(int number);

    /// <summary>The index values of a state, as the core would compute them.</summary>
    /// <param name="state">The state.</param>
    ImmutableArray<IndexValue> Index(TState state) => [];

    /// <summary>An answer to a request.</summary>
    /// <param name="number">Which answer; another number differs.</param>
    Payload Answer(int number) => SamplePayloads.Of(number);

    /// <summary>What an event tells. Not asked where no outbox is claimed.</summary>
    /// <param name="number">Which event; another number differs.</param>
    Payload EventData(int number) => SamplePayloads.Of(number);
}

/// <summary>A stream's state and id.</summary>
/// <typeparam name="TId">The stream's id type.</typeparam>
/// <typeparam name="TState">The folded state.</typeparam>
/// <param name="Id">The id.</param>
/// <param name="State">The state.</param>
public readonly record struct StreamSample<TId, TState>(TId Id, TState State);
