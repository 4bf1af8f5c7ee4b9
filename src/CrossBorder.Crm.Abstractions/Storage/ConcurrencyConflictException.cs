namespace CrossBorder.Crm.Storage;

/// <summary>Other writers changed the stream or record again and again, beyond the bounded retries. Nothing was written; try again.</summary>
public sealed class ConcurrencyConflictException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    public ConcurrencyConflictException() : this("Other writers changed the stream or record again and again, beyond the bounded retries. Nothing was written; try again.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    public ConcurrencyConflictException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public ConcurrencyConflictException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
