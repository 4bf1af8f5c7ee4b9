namespace CrossBorder.Crm.Loyalty;

/// <summary>What a programme may have changed: members before and after, against comparable others before and after. Pure.</summary>
/// <remarks>
/// Subjects are put into cells by what showed before: their group, their orders (0 to 4, more) and the fifth of spend that they are in. Within a cell
/// the change of members is compared with that of the others (difference in differences); cells count by their members. The interval is the normal
/// one of a stratified comparison of means. Source of the matching: Iacus, King and Porro, Causal Inference without Balance Checking: Coarsened Exact
/// Matching, Political Analysis 20 (2012).
/// </remarks>
public static class ProgramEffectRules
{
    private const int ManyOrders = 5;
    private const int SpendBands = 5;

    // A cell whose spread cannot be seen says nothing of how sure it is.
    private const int SmallestSide = 2;

    // The two-sided 95 % point of the normal distribution.
    private const decimal Normal95 = 1.959964m;

    /// <summary>Compares members with others.</summary>
    /// <param name="subjects">Customers of the same two periods, members and others.</param>
    /// <exception cref="ArgumentException">A subject has a negative number of orders.</exception>
    public static ProgramEffect Compare(IReadOnlyCollection<EffectSubject> subjects)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        foreach (var subject in subjects)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(subject.OrdersBefore, "subjects.OrdersBefore");
            ArgumentOutOfRangeException.ThrowIfNegative(subject.OrdersAfter, "subjects.OrdersAfter");
        }

        var spends = subjects.Select(subject => subject.SpendBefore).Order().ToArray();
        var cells = subjects
            .GroupBy(subject => (subject.Group, Math.Min(subject.OrdersBefore, ManyOrders), BandOf(spends, subject.SpendBefore)))
            .Select(cell => (Members: cell.Where(subject => subject.IsMember).ToList(), Others: cell.Where(subject => !subject.IsMember).ToList()))
            .Where(cell => cell.Members.Count >= SmallestSide && cell.Others.Count >= SmallestSide)
            .ToList();
        var matched = cells.Sum(cell => cell.Members.Count);
        return new()
        {
            Members = subjects.Count(subject => subject.IsMember),
            MatchedMembers = matched,
            Comparison = cells.Sum(cell => cell.Others.Count),
            Spend = matched == 0 ? null : Estimate(cells, matched, subject => subject.SpendAfter - subject.SpendBefore),
            RepeatRate = matched == 0 ? null : Estimate(cells, matched, subject => Repeats(subject.OrdersAfter) - Repeats(subject.OrdersBefore)),
        };
    }

    private static decimal Repeats(int orders) => orders > 1 ? 1m : 0m;

    // How many fifths of all subjects spent less: equal spends are in one band.
    private static int BandOf(decimal[] spends, decimal spend)
    {
        var (low, high) = (0, spends.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = spends[middle] < spend ? (middle + 1, high) : (low, middle);
        }

        return (int)((long)low * SpendBands / spends.Length);
    }

    private static EffectEstimate Estimate(
        List<(List<EffectSubject> Members, List<EffectSubject> Others)> cells, int matched, Func<EffectSubject, decimal> change)
    {
        var (value, variance) = (0m, 0m);
        foreach (var (members, others) in cells)
        {
            var weight = (decimal)members.Count / matched;
            var (ofMembers, memberSpread) = Mean(members, change);
            var (ofOthers, otherSpread) = Mean(others, change);
            value += weight * (ofMembers - ofOthers);
            variance += weight * weight * (memberSpread + otherSpread);
        }

        var margin = Normal95 * Root(variance);
        return new(Rounded(value), Rounded(value - margin), Rounded(value + margin));
    }

    /// <summary>The mean and its squared standard error.</summary>
    private static (decimal Mean, decimal SquaredError) Mean(List<EffectSubject> subjects, Func<EffectSubject, decimal> change)
    {
        var mean = subjects.Sum(change) / subjects.Count;
        var squares = subjects.Sum(subject => (change(subject) - mean) * (change(subject) - mean));
        return (mean, squares / (subjects.Count - 1) / subjects.Count);
    }

    private static decimal Rounded(decimal value) => decimal.Round(value, 6, MidpointRounding.AwayFromZero);

    // Newton's method from above falls until the last digit, so it ends.
    private static decimal Root(decimal square)
    {
        if (square == 0m)
        {
            return 0m;
        }

        var root = Math.Max(square, 1m);
        while ((root + (square / root)) / 2 is var next && next < root)
        {
            root = next;
        }

        return root;
    }
}
