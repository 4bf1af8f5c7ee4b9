using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.PostgreSql;
using CrossBorder.Crm.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Stores every room in PostgreSQL.</summary>
public static class PostgreSqlCrmBuilderExtensions
{
    /// <summary>Stores every room in one PostgreSQL database, shared by any number of hosts.</summary>
    /// <param name="crm">The library's builder.</param>
    /// <param name="connectionString">A connection string of Npgsql.</param>
    /// <param name="configure">Sets options.</param>
    /// <exception cref="ArgumentException">The connection string is blank or not one, or an option is out of its range.</exception>
    public static CrmBuilder UsePostgreSql(this CrmBuilder crm, string connectionString, Action<PostgreSqlStorageOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);

        // The library leaves no settings behind on a connection, so the statements that would reset them, as costly as an append, are spared.
        // A host's ambient transaction is not joined: calls of several callers share a commit. HostTransaction is the way to write with the host.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true, Enlist = false };
        return Use(crm, () => NpgsqlDataSource.Create(settings), owned: true, configure);
    }

    /// <summary>Stores every room through the host's own source of connections, whose pool and settings stay the host's.</summary>
    /// <param name="crm">The library's builder.</param>
    /// <param name="source">The source. It is not disposed. <c>No Reset On Close=true</c> in its settings saves a good part of every call; <c>Enlist=false</c> keeps calls out of an ambient transaction (use <see cref="HostTransaction"/>).</param>
    /// <param name="configure">Sets options.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static CrmBuilder UsePostgreSql(this CrmBuilder crm, NpgsqlDataSource source, Action<PostgreSqlStorageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Use(crm, () => source, owned: false, configure);
    }

    private static CrmBuilder Use(CrmBuilder crm, Func<NpgsqlDataSource> source, bool owned, Action<PostgreSqlStorageOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(crm);
        var options = new PostgreSqlStorageOptions();
        configure?.Invoke(options);
        options.Require();
        crm.Services.RemoveAll<PgDatabase>();
        crm.Services.AddSingleton(services => new PgDatabase(source(), owned, options, services.GetRequiredService<TimeProvider>()));
        crm.Services.Replace(ServiceDescriptor.Singleton<IStorageSchema>(services =>
            new PgSchema(services.GetServices<CollectionSchema>(), services.GetRequiredService<PgDatabase>())));
        return crm.UseStorage(services => new PgEngine(services.GetRequiredService<PgDatabase>()));
    }
}
