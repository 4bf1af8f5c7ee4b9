namespace CrossBorder.Crm.Storage;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
public sealed record Page<T>
{
    /// <summary>The items, in the list's order.</summary>
    public required IReadOnlyList<T> Items { get; init; }

    /// <summary>Where the next page begins, or null when this was the last one. Opaque; valid with the same query and direction.</summary>
    public string? Next { get; init; }
}
