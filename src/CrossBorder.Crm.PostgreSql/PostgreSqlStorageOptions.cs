using System.Text.RegularExpressions;

namespace CrossBorder.Crm.PostgreSql;

/// <summary>How the PostgreSQL storage works.</summary>
public sealed partial class PostgreSqlStorageOptions
{
    /// <summary>The schema that holds the tables; a-z, 0-9 and <c>_</c>, beginning with a letter, at most 40.</summary>
    /// <value>The default is <c>crm</c>.</value>
    public string Schema { get; set; } = "crm";

    /// <summary>How often a call is repeated after a fault that passes: a lost connection, a failover, a deadlock. From 0 to 100.</summary>
    /// <value>The default is 5. What may already have taken effect is repeated only under an idempotency key.</value>
    public int MaxRetries { get; set; } = 5;

    /// <summary>The wait before the first repetition; it doubles with each further one. From 0 to 1 minute.</summary>
    /// <value>The default is 50 milliseconds.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether the tables are distributed over several servers, as by Citus: claims of the outbox then take no row locks.</summary>
    /// <value>The default is false.</value>
    public bool IsDistributed { get; set; }

    internal void Require()
    {
        if (Schema is null || !Name().IsMatch(Schema))
        {
            throw new ArgumentException($"The schema '{Schema}' is no name: a-z, 0-9 and _, beginning with a letter, at most 40.", nameof(Schema));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(MaxRetries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxRetries, 100);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryDelay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RetryDelay, TimeSpan.FromMinutes(1));
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,39}\z")]
    private static partial Regex Name();
}
