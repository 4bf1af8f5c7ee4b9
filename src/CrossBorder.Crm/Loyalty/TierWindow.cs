using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>How a ladder cuts the calendar: years, of which one is a window, or months, of which so many are. Pure.</summary>
/// <remarks>Years and months are numbered, so that a window, a validity and a lapse are additions.</remarks>
internal readonly struct TierWindow(TierLadder ladder)
{
    private readonly bool isYears = ladder.RollingMonths is null;

    /// <summary>How many years or months a window has, and a tier holds after the one in which it was reached.</summary>
    public int Length { get; } = ladder.RollingMonths ?? 1;

    public int Of(LocalDate day) => isYears ? day.Year : (day.Year * 12) + day.Month - 1;

    public LocalDate StartOf(int number) => isYears ? new LocalDate(number, 1, 1) : new LocalDate(number / 12, (number % 12) + 1, 1);

    public LocalDate LastDayOf(int number) => StartOf(number + 1).PlusDays(-1);

    /// <summary>The sum of the window that ends with a year or month.</summary>
    public long Sum(ImmutableArray<QualifyingSum> sums, int last)
    {
        var total = 0L;
        foreach (var sum in sums)
        {
            var number = Of(sum.Start);
            total += number <= last && number > last - Length ? sum.Amount : 0;
        }

        return total;
    }
}
