using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage.InMemory;

/// <summary>What stands in the lists: a stream or a record.</summary>
internal abstract class MemoryItem(Guid id)
{
    public Guid Id { get; } = id;

    /// <summary>The values under which it is listed; default before it is. Written by the index alone.</summary>
    public ImmutableArray<IndexValue> Listed { get; set; }
}

/// <summary>The ordered lists of one tenant's collection: by id and by each index field, and what is filed under a reference.</summary>
/// <remarks>Guarded by its own lock. A list costs what it passes over, not what is stored.</remarks>
/// <param name="schema">The collection.</param>
/// <param name="find">The item of an id that is listed.</param>
/// <param name="filedBefore">
/// What was filed before the first list by reference was asked for, which then is caught up with; null where everything is filed from the start.
/// Most streams are never listed by reference, and what their entries are filed under is most of what an index would hold.
/// </param>
internal sealed class MemoryIndex(CollectionSchema schema, Func<Guid, MemoryItem> find, Func<IEnumerable<(Guid Id, Reference[] Filed)>>? filedBefore = null)
{
    private readonly Lock gate = new();
    private readonly Lock catchingUp = new();
    private readonly SortedSet<PageCursor> byId = new(Order.Instance);
    private readonly SortedSet<PageCursor>[] byField = [.. schema.Fields.Select(_ => new SortedSet<PageCursor>(Order.Instance))];
    private readonly Dictionary<Reference, Owners> byReference = [];
    private volatile bool isFiling;
    private bool isCaughtUp;

    /// <summary>Whether a write must say what it files. Asked under the lock of the item that is written.</summary>
    public bool IsFiling => isFiling || filedBefore is null;

    /// <summary>Puts a record or head into the lists, or moves it, in one step: no list sees half of it. Called under the lock of the item.</summary>
    public void Put(MemoryItem item, ImmutableArray<IndexValue> next, ReadOnlySpan<Reference> filed, ReadOnlySpan<Reference> unfiled)
    {
        var last = item.Listed;
        var isMoved = last != next && (last.IsDefault || !last.AsSpan().SequenceEqual(next.AsSpan()));
        if (!isMoved && filed.IsEmpty && unfiled.IsEmpty)
        {
            return;
        }

        lock (gate)
        {
            foreach (var reference in unfiled)
            {
                Unfile(item.Id, reference);
            }

            foreach (var reference in filed)
            {
                File(item.Id, reference);
            }

            if (!isMoved)
            {
                return;
            }

            if (last.IsDefault)
            {
                byId.Add(new(default, item.Id));
            }

            for (var i = 0; i < byField.Length; i++)
            {
                Move(byField[i], item.Id, last.IsDefault ? default : last[i], next[i]);
            }

            item.Listed = next;
        }
    }

    /// <summary>One page of ids, and where the next begins.</summary>
    public (List<Guid> Ids, string? Next) List(StoreQuery query, PageRequest page)
    {
        schema.Require(query);
        var field = query.OrderBy is { } name ? schema.IndexOf(name) : -1;
        PageCursor? after = page.After is { } text ? PageCursor.Parse(text, field >= 0 ? schema.Fields[field].Type : null) : null;
        var ids = new List<Guid>();
        if (query.Where.Any(static condition => condition is ReferenceCondition))
        {
            CatchUp();
        }

        lock (gate)
        {
            PageCursor last = default;
            foreach (var item in Candidates(query, field, after, page.Descending))
            {
                if (!Matches(query, item.Id))
                {
                    continue;
                }

                // One item past the page tells exactly whether there is a next one.
                if (ids.Count == page.Size)
                {
                    return (ids, last.ToString());
                }

                ids.Add(item.Id);
                last = item;
            }
        }

        return (ids, null);
    }

    // From the first list by reference on, every write says what it files; what was filed before is collected once. Filing twice changes nothing.
    private void CatchUp()
    {
        lock (catchingUp)
        {
            if (isCaughtUp || filedBefore is null)
            {
                return;
            }

            isFiling = true;
            Interlocked.MemoryBarrier();
            foreach (var (id, filed) in filedBefore())
            {
                lock (gate)
                {
                    foreach (var reference in filed)
                    {
                        File(id, reference);
                    }
                }
            }

            isCaughtUp = true;
        }
    }

    private void File(Guid id, Reference reference)
    {
        ref var owners = ref CollectionsMarshal.GetValueRefOrAddDefault(byReference, reference, out var isThere);
        owners = isThere ? owners.With(id) : new(id, null);
    }

    private void Unfile(Guid id, Reference reference)
    {
        if (byReference.TryGetValue(reference, out var owners) && (owners.Many is { } many ? many.Remove(id) && many.Count == 0 : owners.One == id))
        {
            byReference.Remove(reference);
        }
    }

    private static void Move(SortedSet<PageCursor> set, Guid id, IndexValue last, IndexValue next)
    {
        if (last == next)
        {
            return;
        }

        if (!last.IsNone)
        {
            set.Remove(new(last, id));
        }

        if (!next.IsNone)
        {
            set.Add(new(next, id));
        }
    }

    private IEnumerable<PageCursor> Candidates(StoreQuery query, int field, PageCursor? after, bool descending)
    {
        if (query.Where.OfType<ReferenceCondition>().FirstOrDefault() is { } filed)
        {
            // What is filed under one reference is few: sort it on the spot.
            var items = (byReference.TryGetValue(filed.Reference, out var owners) ? owners.All : [])
                .Select(id => new PageCursor(field >= 0 ? find(id).Listed[field] : default, id))
                .Where(item => field < 0 || !item.Value.IsNone)
                .Where(item => after is not { } a || (descending ? Order.Instance.Compare(item, a) < 0 : Order.Instance.Compare(item, a) > 0));
            return descending ? items.OrderDescending(Order.Instance) : items.Order(Order.Instance);
        }

        // Without an order of its own, a list narrowed by one equal value is read from that value's stretch, which is by id as well.
        var stretch = field >= 0 ? null : query.Where.OfType<FieldCondition>().FirstOrDefault(c => c.Comparison == Comparison.Equal);
        var set = field >= 0 ? byField[field] : stretch is null ? byId : byField[schema.IndexOf(stretch.Field)];
        var (low, high) = stretch is null
            ? Bounds(query, field)
            : (new PageCursor(stretch.Values[0], Guid.Empty), new PageCursor(stretch.Values[0], Guid.AllBitsSet));
        var fixedValue = stretch?.Values[0] ?? default;
        var start = after is { } end ? (stretch is null ? end : end with { Value = fixedValue }) : (PageCursor?)null;
        return Walk(set, start, low, high, descending)
            .Where(item => item != start)
            .Select(item => stretch is null ? item : item with { Value = default });
    }

    // The conditions on the field of the order bound the walk, so that "due by now" never passes over what is due later.
    private (PageCursor? Low, PageCursor? High) Bounds(StoreQuery query, int field)
    {
        PageCursor? low = null;
        PageCursor? high = null;
        foreach (var condition in field < 0 ? [] : query.Where.OfType<FieldCondition>().Where(c => c.Field == schema.Fields[field].Name))
        {
            switch (condition.Comparison)
            {
                case Comparison.AtLeast or Comparison.Greater:
                    low = Later(low, new PageCursor(condition.Values[0], Guid.Empty));
                    break;
                case Comparison.AtMost or Comparison.Less:
                    high = Earlier(high, new PageCursor(condition.Values[0], Guid.AllBitsSet));
                    break;
                case Comparison.Equal:
                    low = Later(low, new PageCursor(condition.Values[0], Guid.Empty));
                    high = Earlier(high, new PageCursor(condition.Values[0], Guid.AllBitsSet));
                    break;
            }
        }

        return (low, high);
    }

    private static PageCursor Later(PageCursor? one, PageCursor other) => one is { } o && Order.Instance.Compare(o, other) > 0 ? o : other;

    private static PageCursor Earlier(PageCursor? one, PageCursor other) => one is { } o && Order.Instance.Compare(o, other) < 0 ? o : other;

    private static IEnumerable<PageCursor> Walk(SortedSet<PageCursor> set, PageCursor? after, PageCursor? low, PageCursor? high, bool descending)
    {
        if (set.Count == 0)
        {
            return [];
        }

        var from = after is { } a && !descending ? Later(low, a) : low ?? set.Min;
        var to = after is { } b && descending ? Earlier(high, b) : high ?? set.Max;
        if (Order.Instance.Compare(from, to) > 0)
        {
            return [];
        }

        var view = set.GetViewBetween(from, to);
        return descending ? view.Reverse() : view;
    }

    private bool Matches(StoreQuery query, Guid id)
    {
        foreach (var condition in query.Where)
        {
            var holds = condition switch
            {
                FieldCondition field => field.Holds(find(id).Listed[schema.IndexOf(field.Field)]),
                ReferenceCondition filed => byReference.TryGetValue(filed.Reference, out var owners) && owners.Contains(id),
                _ => false,
            };
            if (!holds)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What is filed under one reference: mostly a single owner, for whom no set is made.</summary>
    private readonly record struct Owners(Guid One, SortedSet<Guid>? Many)
    {
        public IEnumerable<Guid> All => Many is null ? [One] : Many;

        public Owners With(Guid id)
        {
            if (Many is null)
            {
                return One == id ? this : new(default, [One, id]);
            }

            Many.Add(id);
            return this;
        }

        public bool Contains(Guid id) => Many is null ? One == id : Many.Contains(id);
    }

    /// <summary>By value, then id: the order of every list.</summary>
    private sealed class Order : IComparer<PageCursor>
    {
        public static readonly Order Instance = new();

        public int Compare(PageCursor x, PageCursor y) => x.Value.CompareTo(y.Value) is not 0 and var byValue ? byValue : x.Id.CompareTo(y.Id);
    }
}
