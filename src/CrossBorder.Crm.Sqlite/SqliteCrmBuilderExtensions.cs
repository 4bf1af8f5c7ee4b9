using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Sqlite;
using CrossBorder.Crm.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Stores every room in SQLite.</summary>
public static class SqliteCrmBuilderExtensions
{
    /// <summary>Stores every room in one SQLite database of this process: WAL, durable before it acknowledges, writes that wait together commit together.</summary>
    /// <param name="crm">The library's builder.</param>
    /// <param name="connectionString">A connection string of Microsoft.Data.Sqlite, such as <c>Data Source=crm.db</c>.</param>
    /// <param name="configure">Sets options.</param>
    /// <exception cref="ArgumentException">The connection string is blank or not one, or an option is out of its range.</exception>
    public static CrmBuilder UseSqlite(this CrmBuilder crm, string connectionString, Action<SqliteStorageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(crm);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var options = new SqliteStorageOptions();
        configure?.Invoke(options);
        options.Require();
        var connections = new SqliteConnections(connectionString, options);
        crm.Services.Replace(ServiceDescriptor.Singleton<IStorageSchema>(services =>
            new SqliteSchema(services.GetServices<CollectionSchema>(), options, connections)));
        return crm.UseStorage(_ => new SqliteEngine(connections, options));
    }
}
