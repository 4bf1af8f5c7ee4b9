namespace CrossBorder.Crm.Support;

/// <summary>One side of a comparison: what each ticket, by its number, adds to rates and times.</summary>
internal sealed class WhatIfArm(SlaMetric metric)
{
    private readonly List<int> decided = [];
    private readonly List<int> breached = [];

    public int Count => decided.Count;

    public long Undecided { get; private set; }

    public WeightedTimes Business { get; } = new();

    public WeightedTimes Calendar { get; } = new();

    public void Add(TicketMeasurement ticket)
    {
        var number = Count;
        decided.Add(0);
        breached.Add(0);
        foreach (var measured in ticket.Clocks)
        {
            var clock = measured.Clock;
            if (clock.Metric != metric)
            {
                continue;
            }

            var isDecided = clock.EndedAt is not null || clock.Breached;
            Undecided += isDecided ? 0 : 1;
            if (isDecided && clock.Target is not null)
            {
                decided[number]++;
                breached[number] += clock.Breached ? 1 : 0;
            }

            if (clock.State == SlaClockState.Fulfilled)
            {
                Calendar.Add(number, measured.CalendarTime.BclCompatibleTicks);
                if (clock.Elapsed is { } elapsed)
                {
                    Business.Add(number, elapsed.BclCompatibleTicks);
                }
            }
        }
    }

    public void Seal()
    {
        Business.Sort();
        Calendar.Sort();
    }

    public KpiRate Breach(int[]? weights)
    {
        long count = 0, of = 0;
        for (var i = 0; i < decided.Count; i++)
        {
            var weight = weights is null ? 1 : weights[i];
            count += (long)weight * breached[i];
            of += (long)weight * decided[i];
        }

        return new KpiRate(count, of);
    }
}

/// <summary>Times of numbered tickets, whose mean and percentiles can be asked with every ticket counted so many times.</summary>
internal sealed class WeightedTimes
{
    private readonly List<(long Ticks, int Ticket)> times = [];

    public int Count => times.Count;

    public void Add(int ticket, long ticks) => times.Add((ticks, ticket));

    /// <summary>Puts the times in order, which percentiles need.</summary>
    public void Sort() => times.Sort();

    /// <summary>The mean, rounded down; null where nothing counts.</summary>
    public long? Mean(int[]? weights)
    {
        var sum = Int128.Zero;
        long count = 0;
        foreach (var (ticks, ticket) in times)
        {
            var weight = weights is null ? 1 : weights[ticket];
            sum += (Int128)ticks * weight;
            count += weight;
        }

        return count == 0 ? null : (long)(sum / count);
    }

    /// <summary>The percentile by nearest rank; null where nothing counts.</summary>
    public long? Percentile(int[]? weights, int percent)
    {
        if (weights is null)
        {
            return times.Count == 0 ? null : times[(int)NearestRank.Of(times.Count, percent) - 1].Ticks;
        }

        long count = 0;
        foreach (var (_, ticket) in times)
        {
            count += weights[ticket];
        }

        var left = count == 0 ? 0 : NearestRank.Of(count, percent);
        foreach (var (ticks, ticket) in times)
        {
            if (count > 0 && (left -= weights[ticket]) <= 0)
            {
                return ticks;
            }
        }

        return null;
    }
}
