namespace CrossBorder.Crm.Storage;

/// <summary>A value that the core computes beside a payload so that lists can be asked for by it.</summary>
/// <param name="Name">The name; a-z, 0-9 and <c>_</c>, so that it can be a column.</param>
/// <param name="Type">The type.</param>
public readonly record struct IndexField(string Name, IndexType Type);
