using System.Collections.Immutable;

namespace CrossBorder.Crm.Storage;

/// <summary>Which of the two storage shapes a collection has.</summary>
public enum CollectionShape
{
    /// <summary>A record is written whole, version by version.</summary>
    Record,

    /// <summary>A stream grows by entries and carries its folded state.</summary>
    Stream,
}

/// <summary>What an engine must know of a collection to store it: its name, its shape and its index fields. All that a new room costs an adapter.</summary>
public sealed record CollectionSchema
{
    /// <summary>The name; a-z, 0-9 and <c>_</c>, so that it can name a table.</summary>
    public required string Name { get; init; }

    /// <summary>The shape.</summary>
    public required CollectionShape Shape { get; init; }

    /// <summary>The index fields. The values of every write stand in this order.</summary>
    public ImmutableArray<IndexField> Fields { get; init; } = [];

    /// <summary>What reports may read of the collection, under names and columns that stay.</summary>
    public ImmutableArray<ReportView> Views { get; init; } = [];

    /// <summary>The position of a field, or -1.</summary>
    /// <param name="name">The field's name.</param>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Fields.Length; i++)
        {
            if (Fields[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Refuses a query that this collection cannot answer (STO-16): an unknown field or comparison, or a value of another type.</summary>
    /// <param name="query">The query.</param>
    /// <exception cref="ArgumentException">A condition or the order names an unknown field or comparison, or a value of another type.</exception>
    public void Require(StoreQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        foreach (var condition in query.Where)
        {
            if (condition is FieldCondition field)
            {
                var type = Require(field.Field);
                if (field.Comparison is < Comparison.Equal or > Comparison.Greater)
                {
                    throw new ArgumentException(
                        $"The comparison {field.Comparison} on '{field.Field}' is unknown to the storage contract.", nameof(query));
                }

                if (field.Values.IsDefaultOrEmpty || (field.Comparison != Comparison.In && field.Values.Length != 1))
                {
                    throw new ArgumentException($"The condition on '{field.Field}' has no value or too many.", nameof(query));
                }

                foreach (var value in field.Values)
                {
                    if (value.IsNone || value.Type != type)
                    {
                        throw new ArgumentException(
                            $"The condition on '{field.Field}' compares {type} with {(value.IsNone ? "nothing" : value.Type)}.", nameof(query));
                    }
                }
            }
            else if (condition is not ReferenceCondition)
            {
                throw new ArgumentException($"The condition {condition} is unknown to the storage contract.", nameof(query));
            }
        }

        if (query.OrderBy is { } order)
        {
            Require(order);
        }
    }

    /// <summary>Refuses index values that do not fit the declared fields.</summary>
    /// <param name="index">The values of a write.</param>
    /// <exception cref="ArgumentException">The number of values or a type differs from the declaration.</exception>
    public void Require(ImmutableArray<IndexValue> index)
    {
        if (index.IsDefault || index.Length != Fields.Length)
        {
            throw new ArgumentException(
                $"Collection '{Name}' has {Fields.Length} index fields; the write has {(index.IsDefault ? 0 : index.Length)} values.", nameof(index));
        }

        for (var i = 0; i < index.Length; i++)
        {
            if (!index[i].IsNone && index[i].Type != Fields[i].Type)
            {
                throw new ArgumentException($"Index field '{Fields[i].Name}' is {Fields[i].Type}; the write has {index[i].Type}.", nameof(index));
            }
        }
    }

    private IndexType Require(string field) => IndexOf(field) is >= 0 and var i
        ? Fields[i].Type
        : throw new ArgumentException($"Collection '{Name}' has no index field '{field}'; it has: {string.Join(", ", Fields.Select(f => f.Name))}.", nameof(field));
}
