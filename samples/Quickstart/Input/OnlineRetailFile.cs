using System.Globalization;
using CrossBorder.Samples;
using CsvHelper;
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
        foreach (var parser in new CsvRows(path, Header).Read(progress))
        {
            if (Read(parser) is { } row)
            {
                yield return row;
            }
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
}
