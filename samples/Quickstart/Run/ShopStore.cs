using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Quickstart.Input;

namespace Quickstart.Run;

/// <summary>Where the shop is kept: in memory, or in a SQLite file that the next run finds.</summary>
internal sealed class ShopStore
{
    private readonly string? file;

    private ShopStore(string? file) => this.file = file;

    /// <summary>Reads <c>inmemory</c> or <c>sqlite:FILE</c>; null where the text is neither.</summary>
    public static ShopStore? Parse(string? text) => text switch
    {
        null or "inmemory" => new(null),
        _ when text.StartsWith("sqlite:", StringComparison.Ordinal) && text.Length > 7 => new(text[7..]),
        _ => null,
    };

    private string ConnectionString => new SqliteConnectionStringBuilder { DataSource = file }.ConnectionString;

    public void Use(CrmBuilder crm) => _ = file is null ? crm.UseInMemory() : crm.UseSqlite(ConnectionString);

    /// <summary>Makes the tables, and says what an earlier run of the same shop to the same instant came to; null where there was none.</summary>
    public async Task<ReplayFigures?> OpenAsync(IServiceProvider services, ShopData shop, Instant end)
    {
        if (file is null)
        {
            return null;
        }

        await services.GetRequiredService<IStorageSchema>().EnsureSchemaAsync(CancellationToken.None);
        using var connection = Connect();
        Execute(
            connection,
            """
            create table if not exists quickstart_replays (
                run text primary key, redemptions integer not null, lapsed_holds integer not null, unmatched_credits integer not null, shown_customer text, shown_order text)
            """);
        using var command = Command(connection, "select redemptions, lapsed_holds, unmatched_credits, shown_customer, shown_order from quickstart_replays where run = @run", NameOf(shop, end));
        using var row = command.ExecuteReader();
        return row.Read() ? new(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row[3] as string, row[4] as string, AlreadyThere: true) : null;
    }

    /// <summary>Notes that a replay came to its end. Until then another run begins anew, which is safe: every command names itself.</summary>
    public void Note(ShopData shop, Instant end, ReplayFigures figures)
    {
        if (file is null)
        {
            return;
        }

        using var connection = Connect();
        using var command = Command(connection, "insert into quickstart_replays values (@run, @redemptions, @lapsed, @credits, @customer, @order)", NameOf(shop, end));
        command.Parameters.AddWithValue("@redemptions", figures.Redemptions);
        command.Parameters.AddWithValue("@lapsed", figures.LapsedHolds);
        command.Parameters.AddWithValue("@credits", figures.UnmatchedCredits);
        command.Parameters.AddWithValue("@customer", (object?)figures.ShownCustomer ?? DBNull.Value);
        command.Parameters.AddWithValue("@order", (object?)figures.ShownOrder ?? DBNull.Value);
        command.ExecuteNonQuery();
    }

    /// <summary>What to tell of the store; null in memory.</summary>
    public string? Say(ReplayFigures figures) => file is null ? null
        : figures.AlreadyThere ? $"Everything was in {Path.GetFileName(file)} already: nothing was written."
        : $"Kept in {Path.GetFileName(file)}. Run it again: nothing will be written twice.";

    private static string NameOf(ShopData shop, Instant end) => $"{shop.Name} {shop.Figures.Rows} {shop.Events.Count} {end}";

    // The host's own table, beside the library's.
    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, string run)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("@run", run);
        return command;
    }
}

/// <summary>What a replay counts besides what the library knows, and the order to show: one paid in part with points and refunded in part.</summary>
internal sealed record ReplayFigures(
    int Redemptions, int LapsedHolds, int UnmatchedCredits, string? ShownCustomer, string? ShownOrder, bool AlreadyThere = false);
