namespace CrossBorder.Crm.Storage;

/// <summary>The storage could not do what was asked: no connection, a full disk, missing tables. The message says what to do, without secrets.</summary>
/// <remarks>The call may be repeated with the same key or the same expected version; nothing of it is half-written.</remarks>
public sealed class StorageException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed and what to do about it; without connection strings and passwords.</param>
    /// <param name="inner">The database's own error.</param>
    public StorageException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
