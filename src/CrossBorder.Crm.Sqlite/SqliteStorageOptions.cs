using System.Text.RegularExpressions;

namespace CrossBorder.Crm.Sqlite;

/// <summary>When SQLite hands a commit to the disk.</summary>
public enum SqliteSynchronous
{
    /// <summary>Every commit is on the disk before it is acknowledged: nothing is lost when the power fails.</summary>
    Full,

    /// <summary>
    /// The disk is asked at checkpoints only. A killed process loses nothing; a power failure may lose the commits since the last checkpoint.
    /// </summary>
    Normal,

    /// <summary>The disk is never asked. A killed process loses nothing; a power failure may lose commits and break the file. For imports that can be begun anew, and for measuring.</summary>
    Off,
}

/// <summary>How the SQLite storage works.</summary>
public sealed partial class SqliteStorageOptions
{
    /// <summary>When a commit reaches the disk.</summary>
    /// <value>The default is <see cref="SqliteSynchronous.Full"/>.</value>
    public SqliteSynchronous Synchronous { get; set; } = SqliteSynchronous.Full;

    /// <summary>How long to wait for another process that is writing. From 0 to 10 minutes.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many waiting writes may commit together. From 1 to 10,000.</summary>
    /// <value>The default is 512: far more than callers wait while one commit reaches the disk.</value>
    public int MaxGroup { get; set; } = 512;

    /// <summary>What the names of all tables begin with; a-z, 0-9 and <c>_</c>, beginning with a letter, at most 40.</summary>
    /// <value>The default is <c>crm_</c>.</value>
    public string TablePrefix { get; set; } = "crm_";

    internal void Require()
    {
        if (!Enum.IsDefined(Synchronous))
        {
            throw new ArgumentOutOfRangeException(nameof(Synchronous), Synchronous, "The value is none of Full, Normal and Off.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(BusyTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BusyTimeout, TimeSpan.FromMinutes(10));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxGroup, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxGroup, 10_000);
        if (TablePrefix is null || !Prefix().IsMatch(TablePrefix))
        {
            throw new ArgumentException($"The table prefix '{TablePrefix}' is none: a-z, 0-9 and _, beginning with a letter, at most 40.", nameof(TablePrefix));
        }
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,39}\z")]
    private static partial Regex Prefix();
}
