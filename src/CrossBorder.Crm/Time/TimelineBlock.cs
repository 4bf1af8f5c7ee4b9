using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>The open time of one block of 27 weeks, with prefix sums. Positions count from the block's start. Immutable.</summary>
internal sealed class TimelineBlock
{
    private readonly Piece[] pieces;

    // The first piece that ends after the start of each day: what makes every lookup a table access and a step or two.
    private readonly int[] firstOfDay;

    public TimelineBlock(List<TickSpan> spans, long start)
    {
        pieces = new Piece[spans.Count];
        for (var i = 0; i < pieces.Length; i++)
        {
            pieces[i] = new Piece(spans[i].Start - start, spans[i].End - start, Total);
            Total += spans[i].End - spans[i].Start;
        }

        firstOfDay = new int[TimelinePosition.DaysPerBlock];
        for (int day = 0, i = 0; day < firstOfDay.Length; day++)
        {
            while (i < pieces.Length && pieces[i].End <= day * NodaConstants.TicksPerDay)
            {
                i++;
            }

            firstOfDay[day] = i;
        }
    }

    /// <summary>The open ticks of the whole block.</summary>
    public long Total { get; }

    public int Count => pieces.Length;

    public ref readonly Piece this[int index] => ref pieces[index];

    /// <summary>The first piece that ends after a position, or <see cref="Count"/>.</summary>
    public int FirstEndingAfter(long offset)
    {
        var all = pieces;
        var i = firstOfDay[(int)((ulong)offset / NodaConstants.TicksPerDay)];
        while (i < all.Length && all[i].End <= offset)
        {
            i++;
        }

        return i;
    }

    /// <summary>The open ticks from the block's start to a position.</summary>
    public long OpenBefore(long offset)
    {
        var i = FirstEndingAfter(offset);
        if (i == pieces.Length)
        {
            return Total;
        }

        ref readonly var piece = ref pieces[i];
        return piece.Before + Math.Max(0, offset - piece.Start);
    }

    /// <summary>The earliest position with that many open ticks before it; from 1 to <see cref="Total"/>.</summary>
    public long Earliest(long open)
    {
        ref readonly var piece = ref pieces[LastBefore(open)];
        return piece.Start + (open - piece.Before);
    }

    /// <summary>The latest position with that many open ticks before it; from 0 to less than <see cref="Total"/>.</summary>
    public long Latest(long open)
    {
        ref readonly var piece = ref pieces[LastBefore(open + 1)];
        return piece.Start + (open - piece.Before);
    }

    // The last piece with fewer open ticks before it.
    private int LastBefore(long open)
    {
        int low = 0, high = pieces.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (pieces[middle].Before < open)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    /// <summary>One open interval of the block and the open ticks before it.</summary>
    internal readonly record struct Piece(long Start, long End, long Before);
}
