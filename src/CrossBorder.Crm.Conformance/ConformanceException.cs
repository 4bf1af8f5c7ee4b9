namespace CrossBorder.Crm.Conformance;

/// <summary>A store broke a clause of the storage contract. The message says which, what was done, expected and seen.</summary>
public sealed class ConformanceException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ConformanceException() : this("A store broke a clause of the storage contract.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    public ConformanceException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public ConformanceException(string message, Exception? innerException) : base(message, innerException)
    {
    }

    internal ConformanceException(string clause, string name, string done, string expected, string seen, Exception? inner = null)
        : this($"{clause} is broken: {name}.\n  done:     {done}\n  expected: {expected}\n  seen:     {seen}", inner) =>
        (Clause, Done, Expected, Seen) = (clause, done, expected, seen);

    /// <summary>The clause's id.</summary>
    public string Clause { get; } = "";

    /// <summary>What the case did.</summary>
    public string Done { get; } = "";

    /// <summary>What it expected.</summary>
    public string Expected { get; } = "";

    /// <summary>What it saw.</summary>
    public string Seen { get; } = "";
}
