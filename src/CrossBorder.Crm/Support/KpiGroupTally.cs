using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>One group while tickets are counted.</summary>
internal sealed class KpiGroupTally(ImmutableArray<string?> key)
{
    private readonly SortedDictionary<SlaMetric, MetricTally> metrics = [];

    public long Opened { get; set; }

    public long Solved { get; set; }

    public long Reopened { get; set; }

    public List<(Instant OpenedAt, bool IsWaiting)> Backlog { get; } = [];

    public void Add(MeasuredClock clock)
    {
        if (!metrics.TryGetValue(clock.Clock.Metric, out var metric))
        {
            metrics.Add(clock.Clock.Metric, metric = new());
        }

        metric.Add(clock);
    }

    public KpiGroup ToGroup(KpiRequest request) => new()
    {
        Key = key,
        Opened = Opened,
        Solved = Solved,
        Reopened = Reopened,
        Backlog = ToBacklog(request),
        Metrics = [.. metrics.Select(metric => metric.Value.ToFigures(metric.Key, request.Percentiles))],
    };

    private KpiBacklog ToBacklog(KpiRequest request)
    {
        var counts = new long[request.AgeBounds.Length + 1];
        foreach (var (openedAt, _) in Backlog)
        {
            var age = request.To - openedAt;
            counts[request.AgeBounds.Count(bound => bound <= age)]++;
        }

        return new KpiBacklog
        {
            Open = Backlog.Count(ticket => !ticket.IsWaiting),
            Waiting = Backlog.Count(ticket => ticket.IsWaiting),
            OldestOpenedAt = Backlog.Count == 0 ? null : Backlog.Min(ticket => ticket.OpenedAt),
            Ages = [.. counts.Select((count, i) => new KpiAgeBand(i == 0 ? Duration.Zero : request.AgeBounds[i - 1], count))],
        };
    }

    private sealed class MetricTally
    {
        private readonly List<long> business = [];
        private readonly List<long> calendar = [];
        private readonly long[] states = new long[Enum.GetValues<SlaClockState>().Length];
        private KpiRate ended;
        private KpiRate running;

        public void Add(MeasuredClock measured)
        {
            var clock = measured.Clock;
            states[(int)clock.State]++;
            if (clock.Target is not null)
            {
                ref var rate = ref clock.EndedAt is null ? ref running : ref ended;
                rate = new KpiRate(rate.Count + (clock.Breached ? 1 : 0), rate.Of + 1);
            }

            if (clock.State == SlaClockState.Fulfilled)
            {
                calendar.Add(measured.CalendarTime.BclCompatibleTicks);
                if (clock.Elapsed is { } elapsed)
                {
                    business.Add(elapsed.BclCompatibleTicks);
                }
            }
        }

        public KpiMetric ToFigures(SlaMetric metric, ImmutableArray<int> percentiles) => new()
        {
            Metric = metric,
            Fulfilled = states[(int)SlaClockState.Fulfilled],
            Stopped = states[(int)SlaClockState.Stopped],
            Running = states[(int)SlaClockState.Running],
            Paused = states[(int)SlaClockState.Paused],
            Breach = ended,
            RunningBreach = running,
            BusinessTime = Times(business, percentiles),
            CalendarTime = Times(calendar, percentiles),
        };

        private static KpiTimes Times(List<long> ticks, ImmutableArray<int> percentiles)
        {
            if (ticks.Count == 0)
            {
                return new KpiTimes();
            }

            ticks.Sort();
            var sum = ticks.Aggregate(Int128.Zero, (sum, value) => sum + value);
            return new KpiTimes
            {
                Count = ticks.Count,
                Mean = Duration.FromTicks((long)(sum / ticks.Count)),
                Longest = Duration.FromTicks(ticks[^1]),
                Percentiles =
                [
                    .. percentiles.Select(percent => new KpiPercentile(percent, Duration.FromTicks(ticks[(int)NearestRank.Of(ticks.Count, percent) - 1]))),
                ],
            };
        }
    }
}
