namespace CrossBorder.Crm.Time;

/// <summary>A stretch of open time, [Start, End), in ticks of 100 ns since <see cref="TimelinePosition.Origin"/>; never empty.</summary>
internal readonly record struct TickSpan(long Start, long End);

/// <summary>Set algebra over lists of spans that are sorted and neither overlap nor touch. Linear in both lists.</summary>
internal static class TickSpans
{
    /// <summary>Sorts, unites what overlaps or touches, and drops what is empty.</summary>
    public static List<TickSpan> Normalise(List<TickSpan> spans)
    {
        spans.Sort(static (left, right) => left.Start.CompareTo(right.Start));
        var result = new List<TickSpan>(spans.Count);
        foreach (var span in spans)
        {
            if (span.End <= span.Start)
            {
                continue;
            }

            if (result.Count > 0 && span.Start <= result[^1].End)
            {
                result[^1] = new TickSpan(result[^1].Start, Math.Max(result[^1].End, span.End));
            }
            else
            {
                result.Add(span);
            }
        }

        return result;
    }

    public static List<TickSpan> Union(List<TickSpan> left, List<TickSpan> right) => Normalise([.. left, .. right]);

    public static List<TickSpan> Intersect(List<TickSpan> left, List<TickSpan> right)
    {
        var result = new List<TickSpan>();
        for (int l = 0, r = 0; l < left.Count && r < right.Count;)
        {
            var common = new TickSpan(Math.Max(left[l].Start, right[r].Start), Math.Min(left[l].End, right[r].End));
            if (common.Start < common.End)
            {
                result.Add(common);
            }

            if (left[l].End < right[r].End)
            {
                l++;
            }
            else
            {
                r++;
            }
        }

        return result;
    }

    public static List<TickSpan> Except(List<TickSpan> left, List<TickSpan> right)
    {
        if (right.Count == 0)
        {
            return left;
        }

        var result = new List<TickSpan>(left.Count);
        var r = 0;
        foreach (var span in left)
        {
            var start = span.Start;
            while (r < right.Count && right[r].End <= start)
            {
                r++;
            }

            for (var i = r; i < right.Count && right[i].Start < span.End; i++)
            {
                if (right[i].Start > start)
                {
                    result.Add(new TickSpan(start, right[i].Start));
                }

                start = Math.Max(start, right[i].End);
            }

            if (start < span.End)
            {
                result.Add(new TickSpan(start, span.End));
            }
        }

        return result;
    }

    /// <summary>What lies in [from, to).</summary>
    public static List<TickSpan> Clip(List<TickSpan> spans, long from, long to) => Intersect(spans, [new TickSpan(from, to)]);
}
