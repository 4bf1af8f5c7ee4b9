using CrossBorder.Crm.Storage;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace CrossBorder.Crm.PostgreSql;

/// <summary>Typed, positional parameters: nothing is guessed from a value, so every statement is prepared once.</summary>
internal static class PgParameters
{
    public static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(command);
        return command;
    }

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, string? value) => command.Add(value, NpgsqlDbType.Text);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, Guid value) => command.Add(value, NpgsqlDbType.Uuid);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, long value) => command.Add(value, NpgsqlDbType.Bigint);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, Instant value) => command.Add(ToTimestamp(value), NpgsqlDbType.TimestampTz);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, ReadOnlyMemory<byte> value) => command.Add(value, NpgsqlDbType.Bytea);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, byte[] value) => command.Add(value, NpgsqlDbType.Bytea);

    public static NpgsqlBatchCommand WithNoBytes(this NpgsqlBatchCommand command) => command.Add<byte[]?>(null, NpgsqlDbType.Bytea);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, string?[] values) =>
        command.Add(values, NpgsqlDbType.Array | NpgsqlDbType.Text);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, Guid[] values) =>
        command.Add(values, NpgsqlDbType.Array | NpgsqlDbType.Uuid);

    public static NpgsqlBatchCommand With(this NpgsqlBatchCommand command, IndexType type, IndexValue value)
    {
        var column = type switch
        {
            IndexType.Text => NpgsqlDbType.Text,
            IndexType.Integer => NpgsqlDbType.Bigint,
            IndexType.Decimal => NpgsqlDbType.Numeric,
            IndexType.Instant => NpgsqlDbType.TimestampTz,
            _ => NpgsqlDbType.Uuid,
        };
        if (value.IsNone)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = column });
            return command;
        }

        return type switch
        {
            IndexType.Text => command.Add(value.AsText(), column),
            IndexType.Integer => command.Add(value.AsInteger(), column),
            IndexType.Decimal => command.Add(value.AsDecimal(), column),
            IndexType.Instant => command.Add(ToTimestamp(value.AsInstant()), column),
            _ => command.Add(value.AsId(), column),
        };
    }

    public static IndexValue Read(NpgsqlDataReader row, int column, IndexType type) => type switch
    {
        IndexType.Text => IndexValue.Of(row.GetString(column)),
        IndexType.Integer => IndexValue.Of(row.GetInt64(column)),
        IndexType.Decimal => IndexValue.Of(row.GetDecimal(column)),
        IndexType.Instant => IndexValue.Of(ReadInstant(row, column)),
        _ => IndexValue.Of(row.GetGuid(column)),
    };

    public static Instant ReadInstant(NpgsqlDataReader row, int column) => Instant.FromDateTimeUtc(row.GetFieldValue<DateTime>(column));

    public static string ColumnType(IndexType type) => type switch
    {
        // "C" compares bytes, as the contract says; a database's own collation would not.
        IndexType.Text => "text collate \"C\"",
        IndexType.Integer => "bigint",
        IndexType.Decimal => "numeric(28, 10)",
        IndexType.Instant => "timestamptz",
        _ => "uuid",
    };

    private static NpgsqlBatchCommand Add<T>(this NpgsqlBatchCommand command, T value, NpgsqlDbType type)
    {
        command.Parameters.Add(value is null
            ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = type }
            : new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        return command;
    }

    private static DateTime ToTimestamp(Instant value) => IndexValue.Of(value).AsInstant().ToDateTimeUtc();
}
