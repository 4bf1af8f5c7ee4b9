using System.Collections.Immutable;

namespace CrossBorder.Crm.Storage;

/// <summary>A list of records or stream heads: all conditions hold, in one order.</summary>
/// <remarks>
/// Ordered by a field: that field, then id, and only what has a value there. Not ordered: by id.
/// <see cref="PageRequest.Descending"/> turns the whole order round.
/// </remarks>
public sealed record StoreQuery
{
    /// <summary>Everything, by id.</summary>
    public static StoreQuery All { get; } = new();

    /// <summary>The conditions; all must hold.</summary>
    public ImmutableArray<Condition> Where { get; init; } = [];

    /// <summary>The index field to order by, or null for the id.</summary>
    public string? OrderBy { get; init; }
}

/// <summary>How a field is compared with a value. What has no value in the field never matches.</summary>
public enum Comparison
{
    /// <summary>Equal.</summary>
    Equal,

    /// <summary>Equal to one of several values.</summary>
    In,

    /// <summary>Less.</summary>
    Less,

    /// <summary>Less or equal.</summary>
    AtMost,

    /// <summary>Greater or equal.</summary>
    AtLeast,

    /// <summary>Greater.</summary>
    Greater,
}

/// <summary>One condition of a query. The list of kinds is closed: an engine refuses what it does not know (STO-16).</summary>
public abstract record Condition
{
    private protected Condition()
    {
    }

    /// <summary>A field equals a value.</summary>
    public static Condition Equal(string field, IndexValue value) => new FieldCondition { Field = field, Comparison = Comparison.Equal, Values = [value] };

    /// <summary>A field equals one of several values.</summary>
    public static Condition In(string field, params ImmutableArray<IndexValue> values) => new FieldCondition { Field = field, Comparison = Comparison.In, Values = values };

    /// <summary>A field is less than a value.</summary>
    public static Condition Less(string field, IndexValue value) => new FieldCondition { Field = field, Comparison = Comparison.Less, Values = [value] };

    /// <summary>A field is at most a value.</summary>
    public static Condition AtMost(string field, IndexValue value) => new FieldCondition { Field = field, Comparison = Comparison.AtMost, Values = [value] };

    /// <summary>A field is at least a value.</summary>
    public static Condition AtLeast(string field, IndexValue value) => new FieldCondition { Field = field, Comparison = Comparison.AtLeast, Values = [value] };

    /// <summary>A field is greater than a value.</summary>
    public static Condition Greater(string field, IndexValue value) => new FieldCondition { Field = field, Comparison = Comparison.Greater, Values = [value] };

    /// <summary>The record, or an entry of the stream, is filed under a reference.</summary>
    public static Condition FiledUnder(Reference reference) => new ReferenceCondition { Reference = reference };
}

/// <summary>A condition on a declared index field.</summary>
public sealed record FieldCondition : Condition
{
    /// <summary>The field's name.</summary>
    public required string Field { get; init; }

    /// <summary>How it is compared.</summary>
    public required Comparison Comparison { get; init; }

    /// <summary>What it is compared with: one value; several only for <see cref="Comparison.In"/>.</summary>
    public required ImmutableArray<IndexValue> Values { get; init; }

    /// <summary>Whether a value meets the condition: the meaning that every engine must have.</summary>
    /// <param name="value">The field's value.</param>
    public bool Holds(IndexValue value) => !value.IsNone && Comparison switch
    {
        Comparison.Equal => value.CompareTo(Values[0]) == 0,
        Comparison.In => Values.Any(v => value.CompareTo(v) == 0),
        Comparison.Less => value < Values[0],
        Comparison.AtMost => value <= Values[0],
        Comparison.AtLeast => value >= Values[0],
        Comparison.Greater => value > Values[0],
        _ => throw new InvalidOperationException($"The comparison {Comparison} is unknown to the storage contract."),
    };
}

/// <summary>A condition on what a record, or an entry of a stream, is filed under.</summary>
public sealed record ReferenceCondition : Condition
{
    /// <summary>The reference.</summary>
    public required Reference Reference { get; init; }
}
