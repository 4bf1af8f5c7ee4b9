using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using CrossBorder.Crm.Conformance;
using CrossBorder.Crm.PostgreSql;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CrossBorder.Crm.Storage.Tests.PostgreSql;

/// <summary>The tables and the statements are ready to be distributed by tenant or by owner, as they are.</summary>
[Trait("Adapter", "PostgreSql")]
public sealed partial class DistributionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_unique_index_begins_with_tenant_and_owner_and_every_foreign_key_holds_both()
    {
        PgServer.Require();
        await using var house = new PgHouse();
        await house.Schema(StorageConformance.Collections).EnsureSchemaAsync(Ct);

        Assert.Equal(0L, await house.ScalarAsync<long>(
            $"""
            select count(*) from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = '{house.SchemaName}' and i.indisunique and c.relname <> 'schema_steps' and not (
                (select attname from pg_attribute where attrelid = c.oid and attnum = i.indkey[0]) = 'tenant'
                and (select attname from pg_attribute where attrelid = c.oid and attnum = i.indkey[1]) in ('id', 'owner'))
            """));
        Assert.Equal(0L, await house.ScalarAsync<long>(
            $"""
            select count(*) from pg_constraint k join pg_namespace n on n.oid = k.connamespace
            where n.nspname = '{house.SchemaName}' and k.contype = 'f' and not exists (
                select 1 from pg_attribute a where a.attrelid = k.conrelid and a.attnum = k.conkey[1] and a.attname = 'tenant')
            """));
        Assert.Equal(0L, await house.ScalarAsync<long>(
            $"""
            select (select count(*) from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
                    where n.nspname = '{house.SchemaName}' and not t.tgisinternal)
                + (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = '{house.SchemaName}' and c.relkind = 'S')
            """));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Every_statement_that_addresses_rows_names_tenant_and_owner_and_none_does_what_a_distributed_engine_cannot(bool isDistributed)
    {
        PgServer.Require();
        using var log = new StatementLog();
        var builder = new NpgsqlDataSourceBuilder(PgServer.ConnectionString);
        builder.UseLoggerFactory(log);
        await using var source = builder.Build();
        await using var house = new PgHouse();
        await house.Schema(StorageConformance.Collections).EnsureSchemaAsync(Ct);
        var options = new PostgreSqlStorageOptions { Schema = house.SchemaName, IsDistributed = isDistributed };
#pragma warning disable RS0030 // Only waits between repetitions take this clock.
        await using var database = new PgDatabase(source, owned: false, options, TimeProvider.System);
#pragma warning restore RS0030
        var engine = new PgEngine(database);

        // The kit's cases use every statement there is.
        foreach (var test in StorageConformance.Cases(new Single(engine)).Where(test => test.SkipReason is null && !test.Name.Contains("walk", StringComparison.Ordinal)))
        {
            await test.RunAsync(Ct);
        }

        Assert.Contains(log.Statements, s => s.StartsWith("update", StringComparison.Ordinal));
        Assert.All(log.Statements.Where(s => s.StartsWith("update", StringComparison.Ordinal) || s.StartsWith("delete", StringComparison.Ordinal)), s =>
            Assert.Matches(@"where tenant = \$1 and (id|owner) = \$2", s));
        Assert.All(log.Statements.Where(s => s.StartsWith("insert", StringComparison.Ordinal)), s =>
        {
            Assert.Matches(@"^insert into [a-z0-9_.]+ \(tenant, (id|owner), ", s);
            Assert.DoesNotContain("select", s, StringComparison.Ordinal);
        });
        Assert.All(log.Statements, s => Assert.DoesNotMatch("^with .*insert|nextval|currval", s));
        Assert.All(log.Statements.Where(s => s.StartsWith("update", StringComparison.Ordinal)), s =>
            Assert.DoesNotMatch(@"[a-z_]+\([^)]*\b[a-z_]+\b", SetClause().Match(s).Value));
    }

    [GeneratedRegex(" set .* where ")]
    private static partial Regex SetClause();

    private sealed class Single(IStorageEngine engine) : IStorageHarness
    {
        public StorageCapabilities Capabilities => StorageCapabilities.AtomicStreams;

        public ValueTask<IStoreUnderTest<IStorageEngine>> OpenAsync(CancellationToken cancellationToken) => new(new Kept(engine));

        private sealed class Kept(IStorageEngine engine) : IStoreUnderTest<IStorageEngine>
        {
            public IStorageEngine Store => engine;

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }

    /// <summary>Every statement that the driver sends, as it logs them.</summary>
    private sealed class StatementLog : ILoggerFactory, ILogger
    {
        private readonly ConcurrentDictionary<string, bool> statements = new();

        public IEnumerable<string> Statements => statements.Keys;

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            foreach (Match match in Statement().Matches(formatter(state, exception)))
            {
                statements.TryAdd(match.Value.Trim(), true);
            }
        }

        public void Dispose()
        {
        }
    }

    [GeneratedRegex(@"\b(insert into|update|delete from|select|with) [^\r\n;\]]*")]
    private static partial Regex Statement();
}
