using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>A part of a local date in which nothing is open, such as the afternoon of 24 December.</summary>
public sealed record Closure
{
    /// <summary>The local date on which the closed part begins.</summary>
    public required LocalDate Date { get; init; }

    /// <summary>The closed part; by the rule of all intervals, an end at or before the start is an end on the next date.</summary>
    public required WallInterval Interval { get; init; }
}
