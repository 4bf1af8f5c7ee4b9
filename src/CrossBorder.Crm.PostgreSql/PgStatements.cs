using System.Globalization;
using System.Numerics;
using Npgsql;

namespace CrossBorder.Crm.PostgreSql;

/// <summary>
/// Inserts of several rows, as few statements and as few texts as possible: up to 16 rows are one statement, more go out in groups whose size is a
/// power of two, so every text is prepared once.
/// </summary>
internal sealed class PgInsert(string table, string columns, int width, string suffix = "")
{
    private const int LargestGroup = 64;
    private const int LargestExact = 16;

    private readonly string?[] texts = new string[LargestGroup + 1];

    /// <summary>Adds rows to a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="fill">Adds the parameters of the row of that number.</param>
    public void AddTo(NpgsqlBatch batch, int rows, Action<NpgsqlBatchCommand, int> fill)
    {
        for (var done = 0; done < rows;)
        {
            var group = Math.Min(rows - done, LargestGroup);
            if (group > LargestExact)
            {
                group = (int)BitOperations.RoundUpToPowerOf2((uint)group + 1) / 2;
            }

            var command = batch.Add(texts[group] ??= Text(group));
            for (var i = 0; i < group; i++)
            {
                fill(command, done + i);
            }

            done += group;
        }
    }

    private string Text(int rows)
    {
        var values = Enumerable.Range(0, rows).Select(row =>
            $"({string.Join(", ", Enumerable.Range(1, width).Select(i => string.Create(CultureInfo.InvariantCulture, $"${(row * width) + i}")))})");
        return $"insert into {table} ({columns}) values {string.Join(", ", values)}{suffix}";
    }
}
