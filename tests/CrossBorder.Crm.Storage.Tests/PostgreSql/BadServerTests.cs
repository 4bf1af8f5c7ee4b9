using System.Transactions;
using CrossBorder.Crm.Conformance;
using CrossBorder.Crm.Customers;
using CrossBorder.Crm.PostgreSql;
using CrossBorder.Crm.Primitives;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static CrossBorder.Crm.Storage.Tests.SampleAppends;

namespace CrossBorder.Crm.Storage.Tests.PostgreSql;

/// <summary>A server that cannot be used: the message says what to do and never shows a secret.</summary>
[Trait("Adapter", "PostgreSql")]
public sealed class BadServerTests
{
    private const string Secret = "hunter2-and-more";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_password_is_said_without_the_password()
    {
        PgServer.Require();
        var refused = await RefusedAsync(builder => builder.Password = Secret);

        Assert.Contains("refuses the user or the password", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_database_is_said()
    {
        PgServer.Require();
        var refused = await RefusedAsync(builder => builder.Database = "nobody_made_this");

        Assert.Contains("does not exist", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_said()
    {
        PgServer.Require();
        var refused = await RefusedAsync(builder => (builder.Host, builder.Port, builder.Password) = ("127.0.0.1", 1, Secret));

        Assert.Contains("cannot be reached", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stops_in_the_middle_of_a_write_is_asked_again()
    {
        PgServer.Require();
        await using var house = await OpenAsync();
        await using var database = house.Database(options => options.RetryDelay = TimeSpan.Zero);
        var (engine, stream) = (new PgEngine(database), Guid.CreateVersion7());

        // What a shutdown, a failover and an administrator do to a connection.
        database.Fault = "select pg_terminate_backend(pg_backend_pid())";

        Assert.Equal(new(AppendStatus.Appended, 1), await AppendAsync(engine, First(stream), Ct));
        Assert.Equal(1, await VersionAsync(engine, stream));
    }

    [Fact]
    public async Task A_full_disk_is_said_and_nothing_is_written()
    {
        PgServer.Require();
        await using var house = await OpenAsync();
        await using var database = house.Database(options => (options.RetryDelay, options.MaxRetries) = (TimeSpan.Zero, 0));
        var (engine, stream) = (new PgEngine(database), Guid.CreateVersion7());
        database.Fault = "do $$ begin raise exception 'no space left on device' using errcode = '53100'; end $$";

        var refused = await Assert.ThrowsAsync<StorageException>(() => AppendAsync(engine, First(stream), Ct));

        Assert.Contains("disk is full", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await VersionAsync(engine, stream));
        Assert.Equal(new(AppendStatus.Appended, 1), await AppendAsync(engine, First(stream), Ct));
    }

    [Fact]
    public async Task An_ambient_transaction_of_the_host_neither_takes_a_write_back_nor_is_ended_by_it()
    {
        PgServer.Require();
        await using var house = await OpenAsync();
        await using var services = new ServiceCollection()
            .AddCrossBorderCrm(crm => crm.SingleTenant("shop").AddCustomers().UsePostgreSql(house.ConnectionString, options => options.Schema = house.SchemaName))
            .BuildServiceProvider();
        var (engine, stream) = (services.GetRequiredService<IStorageEngine>(), Guid.CreateVersion7());

        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            Assert.Equal(new(AppendStatus.Appended, 1), await engine.AppendAsync(Streams, Tenant, First(stream), transaction: null, Ct));
        }

        Assert.Equal(1, await VersionAsync(engine, stream));
    }

    [Theory]
    [InlineData("Host=localhost;Passwort=" + Secret)]
    [InlineData("not a connection string " + Secret)]
    public void A_connection_string_that_is_none_is_refused_at_once_and_not_shown(string connectionString)
    {
        var refused = Assert.ThrowsAny<ArgumentException>(() => new ServiceCollection().AddCrossBorderCrm(crm => crm.AddCustomers().UsePostgreSql(connectionString)));

        Assert.DoesNotContain(Secret, refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("crm; drop schema public")]
    public void A_schema_that_is_no_name_is_refused(string schema) => Assert.Throws<ArgumentException>(
        () => new ServiceCollection().AddCrossBorderCrm(crm => crm.AddCustomers().UsePostgreSql("Host=localhost", options => options.Schema = schema)));

    private static async Task<PgHouse> OpenAsync()
    {
        var house = new PgHouse();
        await house.Schema(StorageConformance.Collections).EnsureSchemaAsync(Ct);
        return house;
    }

    private static async Task<StorageException> RefusedAsync(Action<NpgsqlConnectionStringBuilder> change)
    {
        var settings = new NpgsqlConnectionStringBuilder(PgServer.ConnectionString);
        change(settings);
        await using var services = new ServiceCollection()
            .AddCrossBorderCrm(crm => crm.SingleTenant("shop").AddCustomers().UsePostgreSql(settings.ConnectionString, options => options.RetryDelay = TimeSpan.Zero))
            .BuildServiceProvider();
        var refused = await Assert.ThrowsAsync<StorageException>(async () =>
            await services.GetRequiredService<ICustomerActivityService>().GetAsync(CustomerId.FromExternal(new("shop", "c1")), Ct));
        Assert.DoesNotContain(Secret, refused.ToString(), StringComparison.Ordinal);
        return refused;
    }
}
