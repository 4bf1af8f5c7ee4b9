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

    // A line of an order is not worth more than this, and what is written in the ids is kept as a key.
    private const decimal MaxAmount = 1_000_000_000m;
    private const int MaxIdLength = 60;

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

    /// <summary>Passes over a row that can be read, but not be right.</summary>
    public void Refuse(in OnlineRetailRow row, string reason) => Unreadable.Add(new(row.Line, reason));

    private OnlineRetailRow? Read(CsvParser parser)
    {
        if (parser.Count != Header.Length)
        {
            return Refuse(parser, $"{parser.Count} fields instead of {Header.Length}");
        }

        if (!int.TryParse(parser[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var quantity))
        {
            return Refuse(parser, $"Quantity '{PlainText.Of(parser[3])}' is no whole number");
        }

        if (!decimal.TryParse(parser[5], NumberStyles.Float, CultureInfo.InvariantCulture, out var price))
        {
            return Refuse(parser, $"UnitPrice '{PlainText.Of(parser[5])}' is no number");
        }

        if (Math.Abs(price) > MaxAmount || Math.Abs(quantity * price) > MaxAmount)
        {
            return Refuse(parser, string.Create(CultureInfo.InvariantCulture, $"Quantity {quantity} at UnitPrice {price} comes to more than {MaxAmount:N0}"));
        }

        if (!DatePattern.Parse(parser[4]).TryGetValue(default, out var at))
        {
            return Refuse(parser, $"InvoiceDate '{PlainText.Of(parser[4])}' is no date of the form 2011-12-09 12:50:00");
        }

        if (!Years.Have(at.Year))
        {
            return Refuse(parser, $"InvoiceDate '{PlainText.Of(parser[4])}' is not of the years {Years.First} to {Years.Last}");
        }

        var (invoice, customer) = (parser[0].Trim(), parser[6].Trim());
        if ((invoice.Length == 0 ? "InvoiceNo is empty" : FaultOf("InvoiceNo", invoice) ?? FaultOf("CustomerID", customer)) is { } wrong)
        {
            return Refuse(parser, wrong);
        }

        return new(parser.RawRow, Once(invoice), Once(parser[1]), quantity, at, price, customer.Length == 0 ? null : Once(customer), Once(parser[7]));
    }

    private static string? FaultOf(string column, string id) =>
        id.Length > MaxIdLength ? $"{column} '{PlainText.Of(id)}' has {id.Length} characters; at most {MaxIdLength} are taken"
        : id.AsSpan().IndexOfAnyInRange('\0', '\u001F') >= 0 ? $"{column} '{PlainText.Of(id)}' has a control character"
        : null;

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
