using System.Runtime.InteropServices;
using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>
/// When a clock was breached, the latest first. One more costs one link, however many there are: an array would be copied with every breach of a
/// ticket whose priority goes to and fro. Null where there is none.
/// </summary>
internal sealed class BreachChain
{
    private readonly Instant at;
    private readonly BreachChain? before;

    private BreachChain(Instant at, BreachChain? before) => (this.at, this.before, Count) = (at, before, CountOf(before) + 1);

    private int Count { get; }

    public static BreachChain Add(BreachChain? before, Instant at) => new(at, before);

    public static BreachChain? Of(ImmutableArray<Instant> events)
    {
        BreachChain? chain = null;
        foreach (var at in events.IsDefault ? [] : events)
        {
            chain = new(at, chain);
        }

        return chain;
    }

    public static int CountOf(BreachChain? chain) => chain?.Count ?? 0;

    /// <summary>The instants, the earliest first.</summary>
    public static ImmutableArray<Instant> ToArray(BreachChain? chain)
    {
        var events = new Instant[CountOf(chain)];
        for (var link = chain; link is not null; link = link.before)
        {
            events[link.Count - 1] = link.at;
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(events);
    }
}
