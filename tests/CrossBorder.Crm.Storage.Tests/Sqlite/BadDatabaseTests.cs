using System.Runtime.Versioning;
using CrossBorder.Crm.Conformance;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace CrossBorder.Crm.Storage.Tests.Sqlite;

/// <summary>A database that cannot be used: the message says what to do, nothing is half-written, and the process goes on.</summary>
[Trait("Adapter", "Sqlite")]
public sealed class BadDatabaseTests : IDisposable
{
    private static readonly CollectionSchema Records = StorageConformance.Collections.Single(c => c.Shape == CollectionShape.Record);
    private static readonly TenantId Tenant = new("shop");

    private readonly SqliteFile file = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        await File.WriteAllTextAsync(file.Path, "customer,points\n4711,12\n" + new string('x', 5000), Ct);

        var refused = await Assert.ThrowsAsync<StorageException>(async () => await file.Schema(StorageConformance.Collections).EnsureSchemaAsync(Ct));

        Assert.Contains("is no SQLite database", refused.Message, StringComparison.Ordinal);
        Assert.Contains(file.Path, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith("customer,points", await File.ReadAllTextAsync(file.Path, Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_folder_is_named()
    {
        var connections = new SqliteConnections("Data Source=/nowhere/at/all/crm.db;Password=hunter2", new());

        var refused = await Assert.ThrowsAsync<StorageException>(async () => await new SqliteSchema([], new(), connections).EnsureSchemaAsync(Ct));

        Assert.Contains("/nowhere/at/all/crm.db", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact, SupportedOSPlatform("linux")]
    public async Task A_read_only_folder_is_said_and_left_as_it_is()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Folders are made read-only as Linux does it.");
        var folder = Path.GetDirectoryName(file.Path)!;
        var made = Unprivileged.RefusedIn(folder, () => file.Schema(StorageConformance.Collections).EnsureSchemaAsync(Ct));
        Assert.Contains("may the process write there?", made.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(file.Path));

        await file.Schema(StorageConformance.Collections).EnsureSchemaAsync(Ct);
        var before = await File.ReadAllBytesAsync(file.Path, Ct);
        var opened = Unprivileged.RefusedIn(folder, () => file.Schema(StorageConformance.Collections).EnsureSchemaAsync(Ct));
        Assert.Contains("write", opened.Message, StringComparison.Ordinal);
        Assert.Contains(file.Path, opened.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(file.Path, Ct));

        await using var engine = file.Open();
        Assert.Equal(WriteStatus.Saved, (await SaveAsync(engine, Guid.NewGuid(), 10)).Status);
    }

    [Theory]
    [InlineData("Data Source=:memory:;Password=hunter2")]
    [InlineData("Data Source=shared;Mode=Memory;Cache=Shared;Password=hunter2")]
    [InlineData("Password=hunter2")]
    [InlineData("Data Source=crm.db;Passwort=hunter2")]
    [InlineData("crm.db hunter2")]
    public void A_connection_string_that_names_no_file_is_refused_at_once_and_not_shown(string connectionString)
    {
        var refused = Assert.ThrowsAny<ArgumentException>(() => new ServiceCollection().AddCrossBorderCrm(crm => crm.AddCustomers().UseSqlite(connectionString)));

        Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
    }

    public static TheoryData<Action<SqliteStorageOptions>> WrongOptions => new()
    {
        options => options.Synchronous = (SqliteSynchronous)3,
        options => options.BusyTimeout = TimeSpan.FromSeconds(-1),
        options => options.BusyTimeout = TimeSpan.FromMinutes(11),
        options => options.MaxGroup = 0,
        options => options.TablePrefix = "crm; drop table customers",
        options => options.TablePrefix = "crm_\n",
    };

    [Theory, MemberData(nameof(WrongOptions), DisableDiscoveryEnumeration = true)]
    public void An_option_out_of_its_range_is_refused_at_start(Action<SqliteStorageOptions> configure) => Assert.ThrowsAny<ArgumentException>(
        () => new ServiceCollection().AddCrossBorderCrm(crm => crm.AddCustomers().UseSqlite("Data Source=crm.db", configure)));

    [Fact]
    public async Task A_read_only_database_is_refused_at_the_first_write_and_can_be_read()
    {
        await file.Schema(StorageConformance.Collections).EnsureSchemaAsync(Ct);
        var options = new SqliteStorageOptions();
        await using var engine = new SqliteEngine(new SqliteConnections($"{file.ConnectionString};Mode=ReadOnly", options), options);

        Assert.Null(await engine.FindAsync(Records, Tenant, Guid.NewGuid(), Ct));
        var refused = await Assert.ThrowsAsync<StorageException>(async () => await SaveAsync(engine, Guid.NewGuid(), 10));

        Assert.Contains("read-only", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_writes_nothing_by_half_and_the_process_goes_on()
    {
        await file.Schema(StorageConformance.Collections).EnsureSchemaAsync(Ct);
        var options = new SqliteStorageOptions();
        var full = true;
        using var connections = new SqliteConnections(file.ConnectionString, options);
        connections.Opened = connection =>
        {
            using var limit = connection.CreateCommand();
            limit.CommandText = full ? "pragma max_page_count = 60" : "pragma max_page_count = 1000000";
            limit.ExecuteNonQuery();
        };
        await using var engine = new SqliteEngine(connections, options);
        var (small, large) = (Guid.NewGuid(), Guid.NewGuid());
        await SaveAsync(engine, small, 10);

        var refused = await Assert.ThrowsAsync<StorageException>(async () => await SaveAsync(engine, large, 1 << 20));

        Assert.Contains("disk is full", refused.Message, StringComparison.Ordinal);
        Assert.Null(await engine.FindAsync(Records, Tenant, large, Ct));
        Assert.NotNull(await engine.FindAsync(Records, Tenant, small, Ct));
        full = false;
        Assert.Equal(WriteStatus.Saved, (await SaveAsync(engine, large, 1 << 20)).Status);
    }

    public void Dispose() => file.Dispose();

    private static ValueTask<WriteResult> SaveAsync(SqliteEngine engine, Guid id, int size) => engine.SaveAsync(
        Records, Tenant, id, new() { Record = Payload.FromBytes(new byte[size]), ExpectedVersion = 0, Index = [default, default, default, default, default] }, transaction: null, Ct);
}
