namespace CrossBorder.Crm.Time;

/// <summary>What an answer is that falls exactly between two open intervals: both ends have the same open time before them.</summary>
public enum ExactFill
{
    /// <summary>
    /// The interval that was used up decides: adding ends at its closing time, subtracting at its opening. The default.
    /// </summary>
    SameInterval,

    /// <summary>
    /// The neighbour decides: adding ends at the next opening (as zendesk/biz does), subtracting at the close before. Where there is no
    /// neighbour, as <see cref="SameInterval"/>.
    /// </summary>
    NeighbouringInterval,
}
