using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>When nobody speaks a language for a market, and the cheapest shifts that would.</summary>
public static partial class ShiftCover
{
    /// <summary>The quarter-hours of a week.</summary>
    public const int QuartersPerWeek = 7 * 24 * 4;

    private static readonly Duration Quarter = Duration.FromMinutes(15);

    /// <summary>Reports the quarter-hours, in UTC, in which no agent of the language and the market is on shift throughout.</summary>
    /// <remarks>A quarter-hour is covered where some agent is there at every moment of it; agents may take over from one another.</remarks>
    /// <param name="request">The week, what is asked for, and who is there.</param>
    /// <exception cref="ArgumentException">The day is no Monday, a list is missing, or a demand is negative or of no quarter-hour of a week.</exception>
    public static CoverReport Report(CoverRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        AgentSkills.RequireLevel(request.MinLevel, nameof(request));
        if (request.Monday.DayOfWeek != IsoDayOfWeek.Monday)
        {
            throw new ArgumentException($"{request.Monday} is a {request.Monday.DayOfWeek}, not a Monday.", nameof(request));
        }

        if (request.Agents.IsDefault || request.Demand.IsDefault)
        {
            throw new ArgumentException("The list of agents or of demand is missing; an empty one says that there is none.", nameof(request));
        }

        var week = LocalTimeRule.StartOfDate(request.Monday, DateTimeZone.Utc);
        var demand = DemandByQuarter(request);
        var covered = CoveredByQuarter(request, week);
        ImmutableArray<CoverQuarter> uncovered =
        [
            .. Enumerable.Range(0, QuartersPerWeek).Where(quarter => covered[quarter] < Quarter)
                .Select(quarter => new CoverQuarter { Quarter = quarter, Start = week + quarter * Quarter, Covered = covered[quarter], Demand = demand[quarter] }),
        ];
        return new()
        {
            Uncovered = uncovered,
            Gaps = Gaps(uncovered),
            Demand = demand.Sum(),
            UncoveredDemand = uncovered.Sum(quarter => quarter.Demand),
        };
    }

    private static decimal[] DemandByQuarter(CoverRequest request)
    {
        var byQuarter = new decimal[QuartersPerWeek];
        for (var i = 0; i < request.Demand.Length; i++)
        {
            var item = request.Demand[i];
            if (item is not { Quarter: >= 0 and < QuartersPerWeek, Tickets: >= 0 })
            {
                throw new ArgumentException($"demand[{i}]: {item?.Tickets} tickets in quarter-hour {item?.Quarter} are not from 0 on in one from 0 to {QuartersPerWeek - 1}.", nameof(request));
            }

            if (item.Market == request.Market && TicketRouting.Serves(request.Language, item.Language))
            {
                byQuarter[item.Quarter] += item.Tickets;
            }
        }

        return byQuarter;
    }

    private static Duration[] CoveredByQuarter(CoverRequest request, Instant week)
    {
        var end = week + QuartersPerWeek * Quarter;
        var shifts = request.Agents.Where(agent => agent.Shift is not null && agent.Agent.Answers(request.Language, request.Market, request.MinLevel))
            .SelectMany(agent => agent.Shift!.OpenIntervals(week, end))
            .OrderBy(shift => shift.Start);
        var covered = new Duration[QuartersPerWeek];
        var counted = week;
        foreach (var shift in shifts)
        {
            // What an earlier shift has covered already is not counted again.
            counted = Instant.Max(counted, shift.Start);
            while (counted < shift.End)
            {
                var quarter = (int)((counted - week).BclCompatibleTicks / Quarter.BclCompatibleTicks);
                var until = Instant.Min(shift.End, week + (quarter + 1) * Quarter);
                covered[quarter] += until - counted;
                counted = until;
            }
        }

        return covered;
    }

    private static ImmutableArray<CoverGap> Gaps(ImmutableArray<CoverQuarter> uncovered)
    {
        var gaps = ImmutableArray.CreateBuilder<CoverGap>();
        foreach (var quarter in uncovered)
        {
            var end = quarter.Start + Quarter;
            if (gaps.Count > 0 && gaps[^1].Span.End == quarter.Start)
            {
                gaps[^1] = new() { Span = new(gaps[^1].Span.Start, end), Demand = gaps[^1].Demand + quarter.Demand };
            }
            else
            {
                gaps.Add(new() { Span = new(quarter.Start, end), Demand = quarter.Demand });
            }
        }

        return gaps.DrainToImmutable();
    }
}
