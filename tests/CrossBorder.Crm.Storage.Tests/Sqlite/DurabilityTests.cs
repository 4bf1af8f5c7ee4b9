using CrossBorder.Crm.Conformance;
using CrossBorder.Crm.Sqlite;

namespace CrossBorder.Crm.Storage.Tests.Sqlite;

/// <summary>A killed process cannot prove that the disk was asked; the settings of the writer's own connection can.</summary>
[Trait("Adapter", "Sqlite"), Trait("Clause", "STO-12")]
public sealed class DurabilityTests
{
    [Theory]
    [InlineData(SqliteSynchronous.Full, 2)]
    [InlineData(SqliteSynchronous.Normal, 1)]
    [InlineData(SqliteSynchronous.Off, 0)]
    public async Task The_writer_asks_the_disk_as_the_option_says(SqliteSynchronous synchronous, long expected)
    {
        using var file = new SqliteFile();
        await file.Schema(StorageConformance.Collections).EnsureSchemaAsync(TestContext.Current.CancellationToken);
        var options = new SqliteStorageOptions { Synchronous = synchronous };
        using var connections = new SqliteConnections(file.ConnectionString, options);
        var seen = new List<(object? Synchronous, object? Journal)>();
        connections.Opened = connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "pragma synchronous";
            var asked = command.ExecuteScalar();
            command.CommandText = "pragma journal_mode";
            seen.Add((asked, command.ExecuteScalar()));
        };
        await using (var engine = new SqliteEngine(connections, options))
        {
            await engine.SaveAsync(
                StorageConformance.Collections.Single(c => c.Shape == CollectionShape.Record), new("shop"), Guid.NewGuid(),
                new() { Record = Payload.FromBytes(new byte[1]), ExpectedVersion = 0, Index = [default, default, default, default, default] },
                transaction: null, TestContext.Current.CancellationToken);
        }

        Assert.Equal([(expected, "wal")], seen);
    }

    [Fact]
    public void Full_is_the_default() => Assert.Equal(SqliteSynchronous.Full, new SqliteStorageOptions().Synchronous);
}
