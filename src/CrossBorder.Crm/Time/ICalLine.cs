using System.Text;

namespace CrossBorder.Crm.Time;

/// <summary>One content line of an iCalendar file (RFC 5545, section 3.1), unfolded: <c>NAME;PARAMETER=value:value</c>.</summary>
/// <param name="Number">The line of the file where it begins, from 1.</param>
/// <param name="Name">The property, in capitals.</param>
/// <param name="Value">The value as written.</param>
internal sealed record ICalLine(int Number, string Name, string Value)
{
    /// <summary>The parameters by name, in capitals.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>Reads a file. A line that begins with a space or a tab continues the one before; both CRLF and LF end a line.</summary>
    public static List<ICalLine> ReadAll(string text)
    {
        var lines = new List<ICalLine>();
        var folded = new StringBuilder();
        var (number, begun) = (0, 0);
        foreach (var raw in text.TrimStart('\uFEFF').Split('\n'))
        {
            number++;
            var line = raw.EndsWith('\r') ? raw[..^1] : raw;
            if (line.Length > 0 && line[0] is ' ' or '\t')
            {
                _ = folded.Length > 0 ? folded.Append(line.AsSpan(1)) : throw new InvalidHolidayFileException(number, "line", "continues nothing");
                continue;
            }

            Flush();
            folded.Append(line);
            begun = number;
        }

        Flush();
        return lines;

        void Flush()
        {
            if (folded.Length > 0)
            {
                lines.Add(Parse(folded.ToString(), begun));
                folded.Clear();
            }
        }
    }

    /// <summary>A fault of this line.</summary>
    public InvalidHolidayFileException Fault(string reason) => new(Number, Name, reason);

    /// <summary>Refuses a parameter that would change the meaning and is not understood.</summary>
    public ICalLine Only(params ReadOnlySpan<string> known)
    {
        foreach (var name in Parameters.Keys)
        {
            if (!known.Contains(name) && !name.StartsWith("X-", StringComparison.Ordinal))
            {
                throw Fault($"the parameter {name} is not supported");
            }
        }

        return this;
    }

    /// <summary>The value as text without its escapes (section 3.3.11).</summary>
    public string Text()
    {
        var text = new StringBuilder(Value.Length);
        for (var i = 0; i < Value.Length; i++)
        {
            if (Value[i] != '\\')
            {
                text.Append(Value[i]);
                continue;
            }

            i++;
            text.Append((i < Value.Length ? Value[i] : ' ') switch
            {
                'n' or 'N' => '\n',
                '\\' or ';' or ',' => Value[i],
                _ => throw Fault(@"a backslash must be followed by one of \ ; , n N"),
            });
        }

        return text.ToString();
    }

    private static ICalLine Parse(string line, int number)
    {
        var at = 0;
        var name = Name("property");
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        while (at < line.Length && line[at] == ';')
        {
            at++;
            var parameter = Name("parameter");
            if (at >= line.Length || line[at] != '=')
            {
                throw new InvalidHolidayFileException(number, name, $"the parameter {parameter} has no value");
            }

            at++;
            if (!parameters.TryAdd(parameter, ParameterValue()))
            {
                throw new InvalidHolidayFileException(number, name, $"the parameter {parameter} is given twice");
            }
        }

        return at < line.Length && line[at] == ':'
            ? new ICalLine(number, name, line[(at + 1)..]) { Parameters = parameters }
            : throw new InvalidHolidayFileException(number, name, "has no value");

        string Name(string what)
        {
            var start = at;
            while (at < line.Length && (char.IsAsciiLetterOrDigit(line[at]) || line[at] == '-'))
            {
                at++;
            }

            return at > start ? line[start..at].ToUpperInvariant() : throw new InvalidHolidayFileException(number, "line", $"the name of a {what} is missing");
        }

        // Within quotes, the separators are text.
        string ParameterValue()
        {
            var start = at;
            for (var isQuoted = false; at < line.Length && (isQuoted || line[at] is not (':' or ';')); at++)
            {
                isQuoted ^= line[at] == '"';
            }

            return line[start..at].Replace("\"", "", StringComparison.Ordinal);
        }
    }
}
