using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>Where a timeline's open time comes from: a calendar, or two sources combined.</summary>
internal abstract class OpenTimeSource
{
    protected const string FixedOffset = "";
    protected const string ManyZones = "*";

    // No release of the tz database has irregular transitions outside of these years: before, local mean time holds; after, rules repeat by year.
    private static readonly (long From, long To) IrregularZones = (TimelinePosition.Of(Instant.FromUtc(1830, 1, 1, 0, 0)), TimelinePosition.Of(Instant.FromUtc(2100, 1, 1, 0, 0)));

    /// <summary>Up to here every year is like the next, so a long stretch without open time means that there never was any.</summary>
    public virtual long RegularUntil => IrregularZones.From;

    /// <summary>From here on every year is like the one before, so a long stretch without open time means that there is no more.</summary>
    public virtual long RegularFrom => IrregularZones.To;

    /// <summary>
    /// How many blocks without open time, or without a break, prove that the rest is so too. Wall times of one zone come back every week, so
    /// that a few blocks do. Two zones may agree only in a week in which one has changed its clocks and the other has not, and that may be
    /// years away (Chile and Australia differ so where 1 April is a Sunday): their pattern is known to repeat only as the Gregorian
    /// calendar does, after 400 years, which are 773 blocks.
    /// </summary>
    public int ProofLength => Rhythm == ManyZones ? 774 : 4;

    /// <summary>The zone of its wall times; UTC where there are several.</summary>
    public abstract DateTimeZone Zone { get; }

    /// <summary>The id of the zone by which its pattern changes over the year, <see cref="FixedOffset"/> or <see cref="ManyZones"/>.</summary>
    protected abstract string Rhythm { get; }

    /// <summary>The source for people, in English.</summary>
    public abstract string Describe();

    /// <summary>What opens and closes a position.</summary>
    public abstract IEnumerable<TimelineReason> ReasonsAt(long position);

    /// <summary>The rhythm of this and another one together.</summary>
    public string RhythmWith(OpenTimeSource other) => Rhythm == other.Rhythm ? Rhythm : ManyZones;

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

    public override DateTimeZone Zone { get; } = left.Zone.Id == right.Zone.Id ? left.Zone : DateTimeZone.Utc;

    protected override string Rhythm { get; } = left.RhythmWith(right);

    public override string Describe() => combination switch
    {
        Combination.Union => $"Open where either is:\n{Indented(left)}\n{Indented(right)}",
        Combination.Intersection => $"Open where both are:\n{Indented(left)}\n{Indented(right)}",
        _ => $"Open where the first is and the second is not:\n{Indented(left)}\n{Indented(right)}",
    };

    public override IEnumerable<TimelineReason> ReasonsAt(long position) => left.ReasonsAt(position).Concat(right.ReasonsAt(position));

    private static string Indented(OpenTimeSource source) => "- " + source.Describe().Replace("\n", "\n  ", StringComparison.Ordinal);

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
