namespace CrossBorder.Crm.Storage;

/// <summary>A folded state is larger than the storage declares to store whole (STO-14). Nothing was written.</summary>
public sealed class StateTooLargeException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    public StateTooLargeException() : this("A folded state is larger than the storage declares to store whole (STO-14). Nothing was written.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    public StateTooLargeException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public StateTooLargeException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
