namespace CrossBorder.Crm.Storage;

/// <summary>Stored data names a type that this release does not know. Nothing is guessed: reading it fails.</summary>
public sealed class UnknownStoredTypeException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    public UnknownStoredTypeException() : this("Stored data names a type that this release does not know.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which name.</param>
    public UnknownStoredTypeException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which name.</param>
    /// <param name="innerException">The cause.</param>
    public UnknownStoredTypeException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
