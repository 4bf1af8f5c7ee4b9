using System.Globalization;
using CrossBorder.Crm.Loyalty;
using NodaTime;
using Quickstart.Run;
using Spectre.Console;
using static Quickstart.Report.ConsoleReport;

namespace Quickstart.Report;

/// <summary>The points for people: what was posted, the tiers, what is owed by age and expiry, and one checkout step by step.</summary>
internal static class PointTables
{
    public static void Write(PointFigures points, IAnsiConsole console)
    {
        WriteTotals(points, console);
        WriteTiers(points.Tiers, console);
        WriteLiability(points.Liability, console);
        WriteCheckout(points.Checkout, console);
    }

    private static void WriteTotals(PointFigures points, IAnsiConsole console)
    {
        var totals = points.Liability.Totals;
        var table = Plain("Points", "");
        Add(table, "accounts", points.Accounts);
        Add(table, "issued", totals.Earned.Value);
        Add(table, $"redeemed, in {Number(points.Redemptions)} redemptions", totals.Redeemed.Value);
        Add(table, "returned with refunds", totals.Returned.Value);
        Add(table, "expired", totals.Expired.Value);
        Add(table, "taken back for refunds", totals.ClawedBack.Value);
        Add(table, "outstanding", points.Liability.Outstanding.Value);
        Add(table, "owed by members", points.Liability.Debt.Value);
        Add(table, "unreconciled", points.Liability.Unreconciled.Value);
        console.Write(table);
        console.WriteLine($"  {Number(points.LapsedHolds)} holds ended by themselves: the payment did not come.");
        console.WriteLine();
    }

    private static void WriteTiers(IReadOnlyList<TierFigures> tiers, IAnsiConsole console)
    {
        var table = Plain("Tier", "from points in 12 months", "members", "the nearest from below");
        foreach (var (tier, members, nearest) in tiers)
        {
            table.AddRow(tier.Name!, Number(tier.Threshold), Number(members), nearest is null ? "" : $"{Number(nearest.Missing)} more by {DayOf(nearest.By)}");
        }

        console.Write(table);
        console.WriteLine();
    }

    private static void WriteLiability(LiabilityReport liability, IAnsiConsole console)
    {
        var table = Plain("Outstanding by age", "points", "by last usable month", "points");
        for (var i = 0; i < Math.Max(liability.ByAge.Length, liability.ByExpiry.Length); i++)
        {
            var (age, ageless) = i < liability.ByAge.Length ? (AgeOf(liability.ByAge[i]), Number(liability.ByAge[i].Points.Value)) : ("", "");
            var (month, expiring) = i < liability.ByExpiry.Length ? (MonthOf(liability.ByExpiry[i].Month), Number(liability.ByExpiry[i].Points.Value)) : ("", "");
            table.AddRow(age, ageless, month, expiring);
        }

        console.Write(table);
        console.WriteLine();
    }

    private static void WriteCheckout(CheckoutFigures? checkout, IAnsiConsole console)
    {
        if (checkout is null)
        {
            return;
        }

        console.WriteLine($"One checkout: order {checkout.Order} of customer {checkout.Customer}");
        foreach (var step in checkout.Steps)
        {
            console.WriteLine($"  {step.At}  {step.What}");
        }

        console.WriteLine();
    }

    private static string AgeOf(AgeBand band) => band.ToMonths is { } to ? $"{band.FromMonths} to {to} months" : $"{band.FromMonths} months and older";

    private static string MonthOf(YearMonth? month) => month?.ToString("yyyy-MM", CultureInfo.InvariantCulture) ?? "never";

    private static string DayOf(LocalDate day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
