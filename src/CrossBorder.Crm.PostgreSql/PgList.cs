using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.Relational;
using Npgsql;

namespace CrossBorder.Crm.PostgreSql;

/// <summary>Lists, of records and of heads alike.</summary>
internal static class PgList
{
    /// <param name="connection">The connection.</param>
    /// <param name="tables">The collection.</param>
    /// <param name="columns">The columns to read after the id.</param>
    /// <param name="orderColumn">Where the field that the list is ordered by stands in a row.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="query">The query.</param>
    /// <param name="page">The page.</param>
    /// <param name="read">Makes an item of a row.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async ValueTask<Page<T>> ReadAsync<T>(
        NpgsqlConnection connection,
        CollectionTables tables,
        string columns,
        int orderColumn,
        TenantId tenant,
        StoreQuery query,
        PageRequest page,
        Func<NpgsqlDataReader, Guid, T> read,
        CancellationToken cancellationToken)
    {
        var list = new ListStatement(tables, columns, query, page);
        var batch = connection.CreateBatch();
        await using var free = batch.ConfigureAwait(false);
        var command = batch.Add(list.Text).With(tenant.Value);
        foreach (var value in list.Parameters)
        {
            command.With(value.Type, value);
        }

        var row = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var close = row.ConfigureAwait(false);
        var items = new List<T>();
        string? next = null;
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (items.Count == page.Size)
            {
                return new() { Items = items, Next = next };
            }

            var id = row.GetGuid(0);
            items.Add(read(row, id));
            if (items.Count == page.Size)
            {
                next = ListStatement.NextAfter(id, list.OrderField < 0 ? default : PgParameters.Read(row, orderColumn, tables.Schema.Fields[list.OrderField].Type));
            }
        }

        return new() { Items = items };
    }
}
