namespace CrossBorder.Crm.Storage;

/// <summary>How an append ended.</summary>
public enum AppendStatus
{
    /// <summary>The entries are stored.</summary>
    Appended,

    /// <summary>The key was used before; nothing was written, and the first answer is given.</summary>
    AlreadyApplied,

    /// <summary>The stream has another version than the decision was made on; nothing was written.</summary>
    Conflict,

    /// <summary>Nothing was written because another stream of the same atomic write was not (STO-17).</summary>
    NotWritten,
}

/// <summary>The outcome of an append.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Head">The stream's version: the new one, the one in the way, or the one right after the first append under this key.</param>
/// <param name="First">The answer once given, where the key was used before; null otherwise.</param>
public readonly record struct AppendResult(AppendStatus Status, long Head, RecordedAnswer? First = null);
