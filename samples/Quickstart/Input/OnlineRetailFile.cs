using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using NodaTime;
using NodaTime.Text;

namespace Quickstart.Input;

/// <summary>One row of the file.</summary>
internal readonly record struct OnlineRetailRow(
    long Line, string Invoice, string StockCode, int Quantity, LocalDateTime At, decimal UnitPrice, string? Customer, string Country);

/// <summary>Reads the UCI "Online Retail" format, plain or gzip, as a stream.</summary>
/// <remarks>Chen, D. (2015), Online Retail, UCI Machine Learning Repository, DOI 10.24432/C5BW33.</remarks>
internal sealed class OnlineRetailFile(string path)
{
    private static readonly string[] Header =
        ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"];

    private static readonly LocalDateTimePattern DatePattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss");

    // The file repeats a few thousand invoice numbers, codes and labels half a million times.
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);

    public List<UnreadableRow> Unreadable { get; } = [];

    /// <summary>The readable rows, in file order. Unreadable ones are added to <see cref="Unreadable"/>.</summary>
    /// <param name="progress">Told how many bytes of how many have been read.</param>
    /// <exception cref="UnusableFileException">The file is missing, is no gzip or is cut off, or has another header.</exception>
    public IEnumerable<OnlineRetailRow> Rows(Action<long, long>? progress)
    {
        using var file = Open();
        using var text = new StreamReader(file.Content, Encoding.UTF8);
        using var parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture) { BufferSize = 1 << 16, BadDataFound = null });
        if (!Next(parser) || !Header.SequenceEqual(parser.Record ?? []))
        {
            throw new UnusableFileException(
                $"{path}, line 1: the header is '{string.Join(',', parser.Record ?? [])}'; expected '{string.Join(',', Header)}'.");
        }

        for (var count = 1L; Next(parser); count++)
        {
            if (count % 16_384 == 0)
            {
                progress?.Invoke(file.Source.Position, file.Source.Length);
            }

            if (Read(parser) is { } row)
            {
                yield return row;
            }
        }

        progress?.Invoke(file.Source.Length, file.Source.Length);
    }

    private OpenFile Open()
    {
        try
        {
            var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return new(source, path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new WholeGzipStream(source) : source);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnusableFileException($"{path} cannot be opened: {exception.Message}", exception);
        }
    }

    private bool Next(CsvParser parser)
    {
        try
        {
            return parser.Read();
        }
        catch (InvalidDataException exception)
        {
            throw new UnusableFileException(
                $"{path} is cut off or no gzip file: it cannot be decompressed after line {parser.RawRow}. ({exception.Message})", exception);
        }
        catch (Exception exception) when (exception is IOException or CsvHelperException)
        {
            throw new UnusableFileException($"{path} cannot be read after line {parser.RawRow}: {exception.Message}", exception);
        }
    }

    private OnlineRetailRow? Read(CsvParser parser)
    {
        if (parser.Count != Header.Length)
        {
            return Refuse(parser, $"{parser.Count} fields instead of {Header.Length}");
        }

        if (!int.TryParse(parser[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var quantity))
        {
            return Refuse(parser, $"Quantity '{parser[3]}' is no whole number");
        }

        if (!decimal.TryParse(parser[5], NumberStyles.Float, CultureInfo.InvariantCulture, out var price))
        {
            return Refuse(parser, $"UnitPrice '{parser[5]}' is no number");
        }

        if (!DatePattern.Parse(parser[4]).TryGetValue(default, out var at))
        {
            return Refuse(parser, $"InvoiceDate '{parser[4]}' is no date of the form 2011-12-09 12:50:00");
        }

        if (parser[0].Length == 0)
        {
            return Refuse(parser, "InvoiceNo is empty");
        }

        var customer = parser[6];
        return new(parser.RawRow, Once(parser[0]), Once(parser[1]), quantity, at, price, customer.Length == 0 ? null : Once(customer), Once(parser[7]));
    }

    private OnlineRetailRow? Refuse(CsvParser parser, string reason)
    {
        Unreadable.Add(new(parser.RawRow, reason));
        return null;
    }

    private string Once(string text)
    {
        if (!texts.TryGetValue(text, out var known))
        {
            texts[text] = known = text;
        }

        return known;
    }

    private sealed record OpenFile(Stream Source, Stream Content) : IDisposable
    {
        public void Dispose() => Content.Dispose();
    }
}
