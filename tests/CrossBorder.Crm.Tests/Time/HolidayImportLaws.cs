using CrossBorder.Crm.Time;
using FsCheck;
using FsCheck.Fluent;
using Ical.Net.DataTypes;
using NodaTime;

namespace CrossBorder.Crm.Tests.Time;

/// <summary>The import against Ical.Net, a library that others wrote: the same dates for every rule that both read.</summary>
public sealed class HolidayImportLaws
{
    private const int LastYear = 2060;

    private static readonly string[] Weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    private static readonly Gen<string> Rules =
        from how in Gen.Choose(0, 4)
        from months in Part("BYMONTH", Gen.Choose(1, 12).Select(month => $"{month}"), 3, required: how is 1 or 2)
        from days in how is 1 or 2 ? Part("BYMONTHDAY", Gen.OneOf(Gen.Choose(1, 31), Gen.Choose(-31, -1)).Select(day => $"{day}"), 8, required: true) : Gen.Constant("")
        from weekdays in how switch
        {
            2 => Part("BYDAY", Gen.Elements(Weekdays), 3, required: true),
            3 => Part("BYDAY", from n in Gen.Elements(-5, -2, -1, 1, 2, 4, 5) from day in Gen.Elements(Weekdays) select $"{n}{day}", 3, required: true),
            4 => Part("BYDAY", Gen.Elements(Weekdays), 2, required: true),
            _ => Gen.Constant(""),
        }
        from interval in Gen.Frequency((3, Gen.Constant("")), (1, Gen.Choose(1, 5).Select(n => $";INTERVAL={n}")))
        from end in Gen.OneOf(
            Gen.Constant(""),
            Gen.Choose(1, 40).Select(n => $";COUNT={n}"),
            // At the end of a year: within one, Ical.Net 5.2.4 leaves out its last occurrences where DTSTART's day of the year comes after UNTIL's.
            Gen.Choose(2000, LastYear).Select(year => $";UNTIL={year}1231"))
        select $"RRULE:FREQ=YEARLY{interval}{months}{days}{weekdays}{end}";

    [Fact]
    public void A_yearly_rule_gives_the_dates_that_Ical_Net_gives()
    {
        var compared = 0;
        var samples =
            from day in Gen.Choose(0, 4000)
            from rule in Rules
            from length in Gen.Choose(1, 2)
            from left in Gen.Choose(0, 3)
            select (Start: new LocalDate(1998, 1, 1).PlusDays(day), rule, length, left);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(samples.ToArbitrary(), sample =>
        {
            // The first start must be one of the rule: it is moved to the first date that Ical.Net finds in its year.
            var unmoved = Theirs(sample.Start, sample.rule.Split([";COUNT", ";UNTIL"], StringSplitOptions.None)[0] + $";UNTIL={LastYear}1231", 1, []);
            if (unmoved.Where(date => date.Year == sample.Start.Year && date > sample.Start).Take(1).ToArray() is not [var start])
            {
                return;
            }

            compared++;
            LocalDate[] left = [.. Theirs(start, sample.rule, 1, []).Skip(1).Take(sample.left)];
            var import = HolidayFile.Read(
                HolidayFile.Event(Lines(start, sample.rule, sample.length, left)), first: 1990, last: LastYear);

            var expected = Theirs(start, sample.rule, sample.length, left)
                .SelectMany(date => Enumerable.Range(0, sample.length).Select(date.PlusDays)).Distinct().Where(date => date.Year <= LastYear);
            Assert.Equal(expected.Order(), import.Holidays.Select(holiday => holiday.Date));
        }));
        Assert.True(compared > 1000, $"Only {compared} rules were compared.");
    }

    private static Gen<string> Part(string name, Gen<string> item, int most, bool required = false) =>
        from count in Gen.Choose(required ? 1 : 0, most)
        from items in Gen.ArrayOf(item, count)
        select count == 0 ? "" : $";{name}={string.Join(",", items.Distinct())}";

    private static string[] Lines(LocalDate start, string rule, int length, LocalDate[] left) =>
    [
        $"DTSTART;VALUE=DATE:{start:uuuuMMdd}", $"DURATION:P{length}D", rule, .. left.Select(date => $"EXDATE;VALUE=DATE:{date:uuuuMMdd}"),
    ];

    private static LocalDate[] Theirs(LocalDate start, string rule, int length, LocalDate[] left) =>
    [
        .. Ical.Net.Calendar.Load(HolidayFile.Event(["UID:1", "DTSTAMP:20240101T000000Z", .. Lines(start, rule, length, left)]))!.Events.Single()
            .GetOccurrences(new CalDateTime(start.Year, start.Month, start.Day), null)
            .Select(occurrence => LocalDate.FromDateOnly(occurrence.Period.StartTime.Date))
            .TakeWhile(date => date.Year <= LastYear),
    ];
}
