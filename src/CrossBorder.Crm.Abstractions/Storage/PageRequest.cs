namespace CrossBorder.Crm.Storage;

/// <summary>Which part of a list to read.</summary>
public sealed record PageRequest
{
    /// <summary>The largest page.</summary>
    public const int MaxSize = 1000;

    private readonly int size = 100;

    /// <summary>How many items at most, 1 to <see cref="MaxSize"/>. The default is 100.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of that range.</exception>
    public int Size
    {
        get => size;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Size));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxSize, nameof(Size));
            size = value;
        }
    }

    /// <summary>Where the last page ended: its <see cref="Page{T}.Next"/>. Null for the first page.</summary>
    public string? After { get; init; }

    /// <summary>Whether to read from the other end: the newest entry, the last item first.</summary>
    public bool Descending { get; init; }
}
