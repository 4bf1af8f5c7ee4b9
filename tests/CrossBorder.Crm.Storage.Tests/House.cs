using System.Data.Common;
using System.Globalization;
using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Storage.Tests.PostgreSql;
using CrossBorder.Crm.Storage.Tests.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace CrossBorder.Crm.Storage.Tests;

/// <summary>A database as a host has it: the library's tables beside the host's own.</summary>
internal abstract class House : IAsyncDisposable
{
    /// <summary>What the library's tables and views begin with.</summary>
    public abstract string Prefix { get; }

    /// <summary>The table that says which steps of the schema were taken.</summary>
    public abstract string Steps { get; }

    public abstract CrmBuilder Use(CrmBuilder crm);

    public abstract DbConnection Connect();

    /// <summary>An instant as this database's views show it.</summary>
    public abstract string Literal(Instant instant);

    public abstract ValueTask DisposeAsync();

    public static House Of(string adapter)
    {
        if (adapter == "Sqlite")
        {
            return new SqliteHouse();
        }

        PgServer.Require();
        return new PostgreSqlHouse();
    }

    /// <summary>A shop of one tenant with every room and its tables.</summary>
    public async Task<ServiceProvider> OpenAsync(Action<CrmBuilder>? configure = null, TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        services.AddCrossBorderCrm(crm =>
        {
            Use(crm.SingleTenant("shop").AddLoyalty().AddCustomers());
            configure?.Invoke(crm);
        });
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IStorageSchema>().EnsureSchemaAsync(TestContext.Current.CancellationToken);
        return provider;
    }

    public async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync() is var value && value is DBNull ? null : value;
    }

    public async Task<long> CountAsync(string sql) => Convert.ToInt64(await ScalarAsync(sql), CultureInfo.InvariantCulture);

    private sealed class SqliteHouse : House
    {
        private readonly SqliteFile file = new();

        public override string Prefix => "crm_";

        public override string Steps => "crm_schema";

        public override CrmBuilder Use(CrmBuilder crm) => crm.UseSqlite(file.ConnectionString);

        public override DbConnection Connect() => new SqliteConnection(file.ConnectionString);

        public override string Literal(Instant instant) => (instant.ToUnixTimeTicks() / 10).ToString(CultureInfo.InvariantCulture);

        public override ValueTask DisposeAsync()
        {
            file.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class PostgreSqlHouse : House
    {
        private readonly PgHouse house = new();

        public override string Prefix => $"{house.SchemaName}.";

        public override string Steps => $"{house.SchemaName}.schema_steps";

        public override CrmBuilder Use(CrmBuilder crm) => crm.UsePostgreSql(house.ConnectionString, options => options.Schema = house.SchemaName);

        public override DbConnection Connect() => new NpgsqlConnection(house.ConnectionString);

        public override string Literal(Instant instant) => $"timestamptz '{InstantPattern.ExtendedIso.Format(instant)}'";

        public override ValueTask DisposeAsync() => house.DisposeAsync();
    }
}
