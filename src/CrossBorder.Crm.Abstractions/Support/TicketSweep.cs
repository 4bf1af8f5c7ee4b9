using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>What a sweep did.</summary>
/// <param name="Changed">How many tickets it changed.</param>
/// <param name="NextAt">When to sweep again; null where nothing is to come. The time of now where there are more pages.</param>
public readonly record struct TicketSweep(int Changed, Instant? NextAt)
{
    /// <summary>Where the page ended; null where nothing that is due comes after it.</summary>
    public string? Next { get; init; }

    /// <summary>
    /// How many tickets could not be changed, such as those whose calendar never opens any more; they were passed over, and are tried again by
    /// the next sweep from the beginning.
    /// </summary>
    public int Failed { get; init; }
}
