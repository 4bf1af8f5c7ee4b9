namespace CrossBorder.Crm.Conformance.Running;

/// <summary>The comparisons of one case; the first that fails ends it.</summary>
internal sealed class Probe(string clause, string name)
{
    public void Equal<T>(T expected, T seen, string done)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, seen))
        {
            throw Failure(done, Shown.Of(expected), Shown.Of(seen));
        }
    }

    public void Same<T>(IReadOnlyList<T> expected, IReadOnlyList<T> seen, string done)
    {
        var at = FirstDifference(expected, seen);
        if (at >= 0)
        {
            throw Failure(done, Shown.Around(expected, at), Shown.Around(seen, at));
        }
    }

    public void True(bool holds, string done, string expected, string seen)
    {
        if (!holds)
        {
            throw Failure(done, expected, seen);
        }
    }

    /// <summary>The call must throw; what it throws must be of that type.</summary>
    public async Task RefusedAsync<TException>(Func<Task> call, string done) where TException : Exception
    {
        try
        {
            await call();
        }
        catch (TException)
        {
            return;
        }
        catch (Exception other) when (other is not OperationCanceledException)
        {
            throw Failure(done, $"it is refused with {typeof(TException).Name}", Shown.Of(other), other);
        }

        throw Failure(done, $"it is refused with {typeof(TException).Name}", "it was accepted");
    }

    public ConformanceException Failure(string done, string expected, string seen, Exception? inner = null) => new(clause, name, done, expected, seen, inner);

    private static int FirstDifference<T>(IReadOnlyList<T> expected, IReadOnlyList<T> seen)
    {
        for (var i = 0; i < expected.Count && i < seen.Count; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(expected[i], seen[i]))
            {
                return i;
            }
        }

        return expected.Count == seen.Count ? -1 : Math.Min(expected.Count, seen.Count);
    }
}
