namespace CrossBorder.Crm.Storage;

/// <summary>How the write of a record ended.</summary>
public enum WriteStatus
{
    /// <summary>The record is stored.</summary>
    Saved,

    /// <summary>The record has another version than the writer saw; nothing was written.</summary>
    Conflict,
}

/// <summary>The outcome of writing a record.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Version">The record's version now: the new one, or the one in the way (0 where there is no record).</param>
public readonly record struct WriteResult(WriteStatus Status, long Version);
