using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>A duration of an iCalendar file (RFC 5545, section 3.3.6): days are those of the wall, what is finer is exact.</summary>
/// <param name="Days">The days.</param>
/// <param name="Time">What comes on top.</param>
internal readonly partial record struct ICalDuration(int Days, Duration Time)
{
    public static ICalDuration Read(ICalLine line)
    {
        line.Only("VALUE");
        var match = Form().Match(line.Value);
        if (!match.Success || line.Value.EndsWith('P') || line.Value.EndsWith('T'))
        {
            throw line.Fault($"'{line.Value}' is not a duration of the form P1D, P2W or PT4H30M");
        }

        return new ICalDuration(
            Number("w") * 7 + Number("d"),
            Duration.FromHours(Number("h")) + Duration.FromMinutes(Number("m")) + Duration.FromSeconds(Number("s")));

        int Number(string group) => match.Groups[group] is { Success: true } part ? int.Parse(part.ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    // Up to five digits: longer than any holiday, and no sum of them overflows.
    [GeneratedRegex(@"^\+?P(?:(?<w>[0-9]{1,5})W|(?:(?<d>[0-9]{1,5})D)?(?:T(?:(?<h>[0-9]{1,5})H)?(?:(?<m>[0-9]{1,5})M)?(?:(?<s>[0-9]{1,5})S)?)?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
