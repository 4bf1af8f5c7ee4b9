using CrossBorder.Crm.Storage;
using Microsoft.Data.Sqlite;

namespace CrossBorder.Crm.Sqlite;

/// <summary>Says what to do, in place of an error number. Never shows a connection string.</summary>
internal static class SqliteErrors
{
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static StorageException Explain(SqliteException error, string database)
    {
        var advice = error.SqliteErrorCode switch
        {
            Busy => "Another process has been writing for longer than the busy timeout. Raise SqliteStorageOptions.BusyTimeout, or let one process write.",
            ReadOnly => "The database or its folder is read-only. Give the process the right to write to both: SQLite keeps its log beside the file.",
            IoError => "The disk failed to read or write. Nothing of this call was written.",
            Full => "The disk is full. Nothing of this call was written; free some space and try again.",
            CannotOpen => "The file cannot be opened. Does its folder exist, and may the process write there?",
            NotADatabase => "The file is no SQLite database, or it is encrypted. Name another file; nothing was changed.",
            _ when error.Message.Contains("no such table", StringComparison.Ordinal) =>
                "The database has no tables of this library yet. Call EnsureSchemaAsync() once, or run the scripts of IStorageSchema.",
            _ => error.Message,
        };
        return new StorageException($"SQLite database '{database}': {advice} (error {error.SqliteErrorCode})", error);
    }
}
