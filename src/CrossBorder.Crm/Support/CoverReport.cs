using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>Which week, language and market to report the cover of.</summary>
public sealed record CoverRequest
{
    /// <summary>The Monday, 00:00 UTC, with which the week begins.</summary>
    public required LocalDate Monday { get; init; }

    /// <summary>The language that customers are to be answered in.</summary>
    public required LanguageTag Language { get; init; }

    /// <summary>The market that they are of.</summary>
    public required MarketId Market { get; init; }

    /// <summary>The lowest level of the language that will do, 1 to 5.</summary>
    public int MinLevel { get; init; } = 1;

    /// <summary>The staff. Who is not active, does not speak the language or answer for the market, or has no calendar, covers nothing.</summary>
    public required ImmutableArray<AgentOnDuty> Agents { get; init; }

    /// <summary>What is asked for, by quarter-hour. Counted is what is of the market, and of a language that the asked one serves.</summary>
    public ImmutableArray<CoverDemand> Demand { get; init; } = [];
}

/// <summary>How much is asked for in one quarter-hour of a week.</summary>
public sealed record CoverDemand
{
    /// <summary>The quarter-hour, from 0 (Monday 00:00 UTC) to 671 (Sunday 23:45 UTC).</summary>
    public required int Quarter { get; init; }

    /// <summary>The language.</summary>
    public required LanguageTag Language { get; init; }

    /// <summary>The market.</summary>
    public required MarketId Market { get; init; }

    /// <summary>The tickets; not below 0, and not necessarily whole, as an average of several weeks is not.</summary>
    public required decimal Tickets { get; init; }
}

/// <summary>Where nobody is there, beside what is asked for then.</summary>
public sealed record CoverReport
{
    /// <summary>The quarter-hours that are not covered throughout, in order.</summary>
    public required ImmutableArray<CoverQuarter> Uncovered { get; init; }

    /// <summary>The same, those that follow one another as one gap.</summary>
    public required ImmutableArray<CoverGap> Gaps { get; init; }

    /// <summary>The tickets of the whole week.</summary>
    public required decimal Demand { get; init; }

    /// <summary>The tickets of the quarter-hours that are not covered throughout.</summary>
    public required decimal UncoveredDemand { get; init; }
}

/// <summary>A quarter-hour that is not covered throughout.</summary>
public sealed record CoverQuarter
{
    /// <summary>The quarter-hour, from 0 to 671.</summary>
    public required int Quarter { get; init; }

    /// <summary>When it begins.</summary>
    public required Instant Start { get; init; }

    /// <summary>How much of it somebody is there; less than 15 minutes.</summary>
    public required Duration Covered { get; init; }

    /// <summary>The tickets asked for.</summary>
    public required decimal Demand { get; init; }
}

/// <summary>Uncovered quarter-hours that follow one another.</summary>
public sealed record CoverGap
{
    /// <summary>From the first of them to the end of the last; within the week.</summary>
    public required Interval Span { get; init; }

    /// <summary>The tickets asked for.</summary>
    public required decimal Demand { get; init; }
}
