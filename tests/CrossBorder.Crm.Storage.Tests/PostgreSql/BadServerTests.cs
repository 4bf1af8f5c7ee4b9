using CrossBorder.Crm.Customers;
using CrossBorder.Crm.Primitives;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

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
