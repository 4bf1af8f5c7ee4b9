namespace CrossBorder.Crm.Loyalty;

/// <summary>A customer before and after a date, for a comparison of members with others.</summary>
public sealed record EffectSubject
{
    /// <summary>Whether she was a member after the date. Nobody was before.</summary>
    public required bool IsMember { get; init; }

    /// <summary>Only subjects of one group are compared, such as those of a market; null for one group.</summary>
    public string? Group { get; init; }

    /// <summary>Her orders in the time before; not negative.</summary>
    public required int OrdersBefore { get; init; }

    /// <summary>What she spent before, in one currency for all subjects.</summary>
    public required decimal SpendBefore { get; init; }

    /// <summary>Her orders in an equally long time after; not negative.</summary>
    public required int OrdersAfter { get; init; }

    /// <summary>What she spent after.</summary>
    public required decimal SpendAfter { get; init; }
}

/// <summary>How members changed beyond what comparable customers did.</summary>
/// <remarks>
/// This is no experiment. Members chose to join: whatever else made them differ from their comparison since the date, such as a plan to buy, is counted
/// as an effect of the programme. Matching removes only what showed in the time before.
/// </remarks>
public sealed record ProgramEffect
{
    /// <summary>How many members were given.</summary>
    public required int Members { get; init; }

    /// <summary>How many of them had comparable others; the estimates speak for these only.</summary>
    public required int MatchedMembers { get; init; }

    /// <summary>How many others they are compared with.</summary>
    public required int Comparison { get; init; }

    /// <summary>The additional spend a member, in the subjects' currency; null where nobody could be compared.</summary>
    public EffectEstimate? Spend { get; init; }

    /// <summary>The additional share of customers who ordered more than once in the period, -1 to 1; null where nobody could be compared.</summary>
    public EffectEstimate? RepeatRate { get; init; }
}

/// <summary>An estimate with the interval that covers the truth in 95 of 100 samples, if the comparison is fair.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end of the interval.</param>
public readonly record struct EffectEstimate(decimal Value, decimal Low, decimal High);
