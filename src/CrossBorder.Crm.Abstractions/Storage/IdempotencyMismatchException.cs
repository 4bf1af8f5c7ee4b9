namespace CrossBorder.Crm.Storage;

/// <summary>An idempotency key was used again with another payload. The first request stands; nothing was written.</summary>
public sealed class IdempotencyMismatchException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    public IdempotencyMismatchException() : this("An idempotency key was used again with another payload. The first request stands; nothing was written.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    public IdempotencyMismatchException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public IdempotencyMismatchException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
