using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace CrossBorder.Samples;

/// <summary>The rows of a CSV file, plain or gzip, read as a stream.</summary>
/// <param name="path">The file.</param>
/// <param name="header">The columns that it must have, in their order.</param>
internal sealed class CsvRows(string path, string[] header)
{
    /// <summary>Stands at each row after the header, one after the other.</summary>
    /// <param name="progress">Told how many bytes of how many have been read.</param>
    /// <exception cref="UnusableFileException">The file is missing, is no gzip or is cut off, or has another header.</exception>
    public IEnumerable<CsvParser> Read(Action<long, long>? progress = null)
    {
        using var file = Open();
        using var text = new StreamReader(file.Content, Encoding.UTF8);
        using var parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture) { BufferSize = 1 << 16, BadDataFound = null });
        if (!Next(parser))
        {
            throw new UnusableFileException($"{path} is empty; expected the header '{string.Join(',', header)}'.");
        }

        if (!header.SequenceEqual(parser.Record ?? []))
        {
            throw new UnusableFileException(
                $"{path}, line 1: the header is '{PlainText.Of(string.Join(',', parser.Record ?? []), 200)}'; expected '{string.Join(',', header)}'.");
        }

        for (var count = 1L; Next(parser); count++)
        {
            if (count % 16_384 == 0)
            {
                progress?.Invoke(file.Source.Position, file.Source.Length);
            }

            yield return parser;
        }

        progress?.Invoke(file.Source.Length, file.Source.Length);
    }

    private OpenFile Open()
    {
        if (Directory.Exists(path))
        {
            throw new UnusableFileException($"{path} is a folder; expected a file.");
        }

        try
        {
            var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return new(source, path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new WholeGzipStream(source) : source);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UnusableFileException($"'{path}' cannot be opened: {exception.Message}", exception);
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

    private sealed record OpenFile(Stream Source, Stream Content) : IDisposable
    {
        public void Dispose() => Content.Dispose();
    }
}
