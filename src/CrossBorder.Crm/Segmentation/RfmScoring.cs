namespace CrossBorder.Crm.Segmentation;

/// <summary>Scores recency, frequency and monetary value from 1 to 5, 5 best. Pure; works on columns; O(n log n).</summary>
public static class RfmScoring
{
    private const int Scores = 5;

    /// <summary>Scores customers against each other.</summary>
    /// <param name="customers">The customers. With <see cref="RfmTiePolicy.NTile"/> their order breaks ties: the later of two equals sorts higher.</param>
    /// <param name="ties">How equal values are scored.</param>
    /// <returns>One score a customer, in their order.</returns>
    public static RfmScore[] Score(ReadOnlySpan<RfmInput> customers, RfmTiePolicy ties = RfmTiePolicy.QuantileValue)
    {
        var recency = new int[customers.Length];
        var frequency = new long[customers.Length];
        var monetary = new decimal[customers.Length];
        for (var i = 0; i < customers.Length; i++)
        {
            // Fewer days are better, so the days count backwards.
            recency[i] = -customers[i].Recency;
            frequency[i] = customers[i].Frequency;
            monetary[i] = customers[i].Monetary;
        }

        var (r, f, m) = (ScoreColumn(recency, ties), ScoreColumn(frequency, ties), ScoreColumn(monetary, ties));
        var scores = new RfmScore[customers.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = new(r[i], f[i], m[i]);
        }

        return scores;
    }

    /// <summary>Scores one column: more is better.</summary>
    /// <remarks>
    /// <see cref="RfmTiePolicy.QuantileValue"/>: 1 + ⌊5 · (number of smaller values) / n⌋. <see cref="RfmTiePolicy.NTile"/>: as NTILE(5) of
    /// SQL:2003 over (value, position): where n does not divide by 5, the first groups have one more.
    /// </remarks>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="values">The values.</param>
    /// <param name="ties">How equal values are scored.</param>
    /// <returns>One score a value, in their order.</returns>
    public static byte[] ScoreColumn<T>(ReadOnlySpan<T> values, RfmTiePolicy ties) where T : struct, IComparable<T>
    {
        var n = values.Length;
        var sorted = values.ToArray();
        var position = new int[n];
        for (var i = 0; i < n; i++)
        {
            position[i] = i;
        }

        if (ties == RfmTiePolicy.NTile)
        {
            var keys = new (T Value, int Position)[n];
            for (var i = 0; i < n; i++)
            {
                keys[i] = (sorted[i], i);
            }

            Array.Sort(keys, static (x, y) => x.Value.CompareTo(y.Value) is not 0 and var byValue ? byValue : x.Position.CompareTo(y.Position));
            return ByRank(keys);
        }

        Array.Sort(sorted, position);
        return ByValue(sorted, position);
    }

    /// <summary>The cuts at which the scores of <see cref="RfmTiePolicy.QuantileValue"/> begin among these customers.</summary>
    /// <param name="customers">The customers; at least one.</param>
    public static RfmCuts Cuts(ReadOnlySpan<RfmInput> customers)
    {
        ArgumentOutOfRangeException.ThrowIfZero(customers.Length, nameof(customers));
        var recency = new int[customers.Length];
        var frequency = new long[customers.Length];
        var monetary = new decimal[customers.Length];
        for (var i = 0; i < customers.Length; i++)
        {
            recency[i] = -customers[i].Recency;
            frequency[i] = customers[i].Frequency;
            monetary[i] = customers[i].Monetary;
        }

        return new()
        {
            Recency = [.. ColumnCuts(recency).Reverse().Select(cut => cut is { } days ? -days : -1)],
            Frequency = [.. ColumnCuts(frequency).Select(cut => cut ?? long.MaxValue)],
            Monetary = [.. ColumnCuts(monetary).Select(cut => cut ?? decimal.MaxValue)],
        };
    }

    /// <summary>Scores one customer by frozen cuts.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="cuts">The cuts of an earlier run.</param>
    public static RfmScore Score(in RfmInput customer, RfmCuts cuts)
    {
        ArgumentNullException.ThrowIfNull(cuts);
        byte recency = 1;
        byte frequency = 1;
        byte monetary = 1;
        for (var i = 0; i < Scores - 1; i++)
        {
            recency += customer.Recency <= cuts.Recency[i] ? (byte)1 : (byte)0;
            frequency += customer.Frequency >= cuts.Frequency[i] ? (byte)1 : (byte)0;
            monetary += customer.Monetary >= cuts.Monetary[i] ? (byte)1 : (byte)0;
        }

        return new(recency, frequency, monetary);
    }

    private static byte[] ByRank<T>((T Value, int Position)[] keys)
    {
        var scores = new byte[keys.Length];
        var (size, larger) = Math.DivRem(keys.Length, Scores);
        for (var rank = 0; rank < keys.Length; rank++)
        {
            // The first groups have size + 1 members while any are left over.
            var inLarger = (long)larger * (size + 1);
            var group = rank < inLarger ? rank / (size + 1) : larger + (int)((rank - inLarger) / Math.Max(1, size));
            scores[keys[rank].Position] = (byte)(group + 1);
        }

        return scores;
    }

    private static byte[] ByValue<T>(T[] sorted, int[] position) where T : struct, IComparable<T>
    {
        var scores = new byte[sorted.Length];
        for (var first = 0; first < sorted.Length;)
        {
            var score = ScoreOfRank(first, sorted.Length);
            var value = sorted[first];
            for (; first < sorted.Length && sorted[first].CompareTo(value) == 0; first++)
            {
                scores[position[first]] = score;
            }
        }

        return scores;
    }

    private static T?[] ColumnCuts<T>(T[] values) where T : struct, IComparable<T>
    {
        Array.Sort(values);
        var cuts = new T?[Scores - 1];
        for (var first = 0; first < values.Length;)
        {
            var value = values[first];
            for (var score = ScoreOfRank(first, values.Length); score > 1 && cuts[score - 2] is null; score--)
            {
                cuts[score - 2] = value;
            }

            while (first < values.Length && values[first].CompareTo(value) == 0)
            {
                first++;
            }
        }

        return cuts;
    }

    private static byte ScoreOfRank(int smaller, int count) => (byte)(1 + (long)Scores * smaller / count);
}
