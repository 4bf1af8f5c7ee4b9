namespace CrossBorder.Crm.Time;

/// <summary>Where a timeline's open time comes from: a calendar, or two sources combined.</summary>
internal abstract class OpenTimeSource
{
    // No release of the tz database has irregular transitions outside of these years: before, local mean time holds; after, rules repeat by year.
    private static readonly (long From, long To) IrregularZones = (TimelinePosition.Of(NodaTime.Instant.FromUtc(1830, 1, 1, 0, 0)), TimelinePosition.Of(NodaTime.Instant.FromUtc(2100, 1, 1, 0, 0)));

    /// <summary>Up to here every year is like the next, so a long stretch without open time means that there never was any.</summary>
    public virtual long RegularUntil => IrregularZones.From;

    /// <summary>From here on every year is like the one before, so a long stretch without open time means that there is no more.</summary>
    public virtual long RegularFrom => IrregularZones.To;

    /// <summary>The open time in [from, to): sorted, neither overlapping nor touching.</summary>
    public abstract List<TickSpan> Read(long from, long to);
}

/// <summary>Which set of two timelines.</summary>
internal enum Combination
{
    Union,
    Intersection,
    Difference,
}

/// <summary>Two sources combined on the UTC timeline, never on wall times: their zones may differ.</summary>
internal sealed class CombinedSource(OpenTimeSource left, OpenTimeSource right, Combination combination) : OpenTimeSource
{
    public override long RegularUntil { get; } = Math.Min(left.RegularUntil, right.RegularUntil);

    public override long RegularFrom { get; } = Math.Max(left.RegularFrom, right.RegularFrom);

    public override List<TickSpan> Read(long from, long to)
    {
        var (l, r) = (left.Read(from, to), right.Read(from, to));
        return combination switch
        {
            Combination.Union => TickSpans.Union(l, r),
            Combination.Intersection => TickSpans.Intersect(l, r),
            _ => TickSpans.Except(l, r),
        };
    }
}
