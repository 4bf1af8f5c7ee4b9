namespace CrossBorder.Crm.Time;

/// <summary>One part of a calendar that opens or closes an instant.</summary>
public sealed record TimelineReason
{
    /// <summary>The calendar's name.</summary>
    public required string Calendar { get; init; }

    /// <summary>What it is, for machines: <c>weekly</c>, <c>override</c>, <c>holiday</c>, <c>closure</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Where it stands in the calendar, as a fault would name it: <c>weekly.monday[1]</c>.</summary>
    public required string Place { get; init; }

    /// <summary>What it is, for people, in English.</summary>
    public required string Text { get; init; }

    /// <inheritdoc cref="Text"/>
    public override string ToString() => $"{Calendar}: {Text}";
}
