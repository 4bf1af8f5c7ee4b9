namespace CrossBorder.Crm.PostgreSql;

/// <summary>How the PostgreSQL storage works.</summary>
public sealed class PostgreSqlStorageOptions
{
    /// <summary>The schema that holds the tables; a-z, 0-9 and <c>_</c>.</summary>
    /// <value>The default is <c>crm</c>.</value>
    public string Schema { get; set; } = "crm";

    /// <summary>How often a call is repeated after a fault that passes: a lost connection, a failover, a deadlock. From 0 to 100.</summary>
    /// <value>The default is 5. A repetition is safe: the idempotency key or the expected version makes it so.</value>
    public int MaxRetries { get; set; } = 5;

    /// <summary>The wait before the first repetition; it doubles with each further one. From 0 to 1 minute.</summary>
    /// <value>The default is 50 milliseconds.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(50);
}
