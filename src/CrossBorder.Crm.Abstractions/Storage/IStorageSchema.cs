namespace CrossBorder.Crm.Storage;

/// <summary>The tables of an engine that stores in a database: what they are, and the step that makes them.</summary>
public interface IStorageSchema
{
    /// <summary>The scripts in the order in which they run. Each may be run again without harm.</summary>
    IReadOnlyList<SchemaScript> Scripts { get; }

    /// <summary>Runs the scripts that the database has not seen yet. Safe when many hosts start at once.</summary>
    /// <param name="cancellationToken">Cancels the rest; a script has run wholly or not at all.</param>
    /// <exception cref="StorageException">The database has a newer schema than this release knows; nothing was changed.</exception>
    ValueTask EnsureSchemaAsync(CancellationToken cancellationToken);
}

/// <summary>One numbered step of a schema.</summary>
public sealed record SchemaScript
{
    /// <summary>What it makes: a collection's name, or <c>outbox</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The step's number for that subject, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The statements.</summary>
    public required string Sql { get; init; }
}
