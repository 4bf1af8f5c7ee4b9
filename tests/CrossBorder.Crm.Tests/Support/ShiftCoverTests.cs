using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using NodaTime;
using static CrossBorder.Crm.Tests.Support.Staff;

namespace CrossBorder.Crm.Tests.Support;

public sealed class ShiftCoverTests
{
    private static readonly LocalDate Monday = new(2024, 6, 10);

    private static readonly Instant Week = Instant.FromUtc(2024, 6, 10, 0, 0);

    private static readonly CoverRequest Request = new()
    {
        Monday = Monday,
        Language = new("es"),
        Market = new("MX"),
        Agents =
        [
            Agent(1, Daily("Europe/Warsaw", "08:00-16:00")),
            Agent(2, Daily("America/Mexico_City", "08:00-18:10")),
            Agent(3, Daily("Etc/UTC", "00:00-24:00"), "pl"),
            Agent(4, Daily("Etc/UTC", "00:00-24:00"), "es", 2),
            Agent(5, Daily("Etc/UTC", "00:00-24:00"), "es", 5, "ES"),
        ],
        MinLevel = 3,
    };

    [Fact]
    public void A_quarter_hour_is_covered_where_somebody_is_there_throughout()
    {
        // Spanish for Mexico: 06:00-14:00Z in Kraków, 14:00-00:10Z in Mexico City, every day; Mexico's Sunday also begins the week.
        var report = ShiftCover.Report(Request);

        Assert.Equal(7, report.Gaps.Length);
        Assert.Equal(new Interval(Week, Week + Duration.FromHours(6)), report.Gaps[0].Span);
        Assert.Equal(7 * 24, report.Uncovered.Length);
        Assert.Equal(Duration.FromMinutes(10), report.Uncovered[0].Covered);
        Assert.Equal(Duration.Zero, report.Uncovered[1].Covered);
        Assert.Equal((96, Week + Duration.FromDays(1)), (report.Uncovered[24].Quarter, report.Uncovered[24].Start));
    }

    [Fact]
    public void Demand_stands_beside_the_quarter_hours_and_only_of_the_language_and_market()
    {
        var report = ShiftCover.Report(Request with
        {
            Demand =
            [
                Demand(1, "es", "MX", 1.5m), Demand(1, "es-MX", "MX", 2m), Demand(2, "es", "MX", 3m), Demand(40, "es", "MX", 10m), Demand(100, "es", "MX", 0.25m),
                Demand(1, "en", "MX", 50m), Demand(1, "es", "ES", 50m),
            ],
        });

        Assert.Equal((16.75m, 6.75m), (report.Demand, report.UncoveredDemand));
        Assert.Equal(3.5m, report.Uncovered[1].Demand);
        Assert.Equal([6.5m, 0.25m], report.Gaps.Select(gap => gap.Demand).Where(demand => demand > 0));
    }

    [Fact]
    public void The_cheapest_single_shift_closes_a_gap_and_every_candidate_is_judged()
    {
        var plan = Cheapest(
            new(Week, Week + Duration.FromHours(6)),
            Candidate("manila-morning", "Asia/Manila", "08:00-14:00", 8m),
            Candidate("manila-long", "Asia/Manila", "07:00-17:00", 7m),
            Candidate("mexico-late", "America/Mexico_City", "18:00-24:00", 9m),
            Candidate("kraków-night", "Europe/Warsaw", "22:00-06:00", 12m),
            Candidate("tokyo", "Asia/Tokyo", "17:00-20:00", 1m));

        var shift = Assert.Single(plan.Shifts);
        Assert.Equal(("manila-morning", Monday, new Interval(Week, Week + Duration.FromHours(6))), (shift.Candidate, shift.Date, shift.Span));
        Assert.Equal(new Money(48m, new("USD")), plan.Cost);
        Assert.True(plan.IsClosed);
        Assert.Equal(
            [
                "kraków-night (22:00-06:00 Europe/Warsaw) leaves 2 h of the gap open",
                "manila-long (07:00-17:00 Asia/Manila) closes the gap alone for 70 USD",
                "manila-morning (08:00-14:00 Asia/Manila) closes the gap alone for 48 USD; chosen",
                "mexico-late (18:00-24:00 America/Mexico_City) closes the gap alone for 54 USD",
                "tokyo (17:00-20:00 Asia/Tokyo) does not touch the gap",
            ],
            plan.Verdicts.Select(verdict => verdict.Text));
    }

    [Fact]
    public void Where_no_single_shift_reaches_several_together_do_for_the_least()
    {
        var gap = new Interval(Week, Week + Duration.FromHours(20));

        var plan = Cheapest(gap, Candidate("a", "Etc/UTC", "00:00-08:00", 10m), Candidate("b", "Etc/UTC", "08:00-16:00", 10m), Candidate("c", "Etc/UTC", "12:00-24:00", 10m), Candidate("d", "Etc/UTC", "06:00-14:00", 5m));

        Assert.Equal(["a", "d", "c"], plan.Shifts.Select(shift => shift.Candidate));
        Assert.Equal(new Money(80m + 40m + 120m, new("USD")), plan.Cost);
    }

    [Fact]
    public void What_no_candidate_reaches_is_named_and_nothing_is_planned()
    {
        var plan = Cheapest(new(Week, Week + Duration.FromHours(20)), Candidate("a", "Etc/UTC", "02:00-08:00", 10m), Candidate("b", "Etc/UTC", "09:00-16:00", 10m));

        Assert.False(plan.IsClosed);
        Assert.Empty(plan.Shifts);
        Assert.Null(plan.Cost);
        Assert.Equal(
            [new(Week, Week + Duration.FromHours(2)), new(Week + Duration.FromHours(8), Week + Duration.FromHours(9)), new(Week + Duration.FromHours(16), Week + Duration.FromHours(20))],
            plan.Uncoverable);
        Assert.Equal(["leaves 14 h", "leaves 13 h"], plan.Verdicts.Select(verdict => verdict.Text.Split(") ")[1][..11]));
    }

    [Fact]
    public void A_night_in_which_clocks_go_back_is_paid_as_it_lasts_and_works_only_on_its_days()
    {
        var start = Instant.FromUtc(2024, 10, 26, 20, 0);
        var candidate = Candidate("kraków-night", "Europe/Warsaw", "22:00-06:00", 10m) with { Days = [IsoDayOfWeek.Saturday] };

        var plan = Cheapest(new(start, start + Duration.FromHours(9)), candidate);

        Assert.Equal(new Money(90m, new("USD")), plan.Cost);
        Assert.Equal(new LocalDate(2024, 10, 26), plan.Shifts[0].Date);
        Assert.False(Cheapest(new(start, start + Duration.FromHours(9)), candidate with { Days = [IsoDayOfWeek.Sunday] }).IsClosed);
    }

    [Fact]
    public void Bad_input_is_refused_by_name()
    {
        var gap = new Interval(Week, Week + Duration.FromHours(1));
        var good = Candidate("a", "Etc/UTC", "00:00-08:00", 10m);
        Refused("Monday", () => ShiftCover.Report(Request with { Monday = Monday.PlusDays(1) }));
        Refused("demand[0]", () => ShiftCover.Report(Request with { Demand = [Demand(672, "es", "MX", 1m)] }));
        Refused("demand[0]", () => ShiftCover.Report(Request with { Demand = [Demand(0, "es", "MX", -1m)] }));
        Refused("missing", () => ShiftCover.Report(Request with { Agents = default }));
        Refused("The gap", () => Cheapest(new(Week, Week), good));
        Refused("The gap", () => Cheapest(new(Week, null), good));
        Refused("The gap", () => Cheapest(new(Week, Week + Duration.FromDays(32)), good));
        Refused("'a': is given twice", () => Cheapest(gap, good, good));
        Refused("'a': 'Mars/Olympus' is not a zone", () => Cheapest(gap, good with { Zone = "Mars/Olympus" }));
        Refused("'a': needs hours", () => Cheapest(gap, good with { Hours = default }));
        Refused("'a': needs hours", () => Cheapest(gap, good with { CostPerHour = new(-1m, new("USD")) }));
        Assert.Throws<CurrencyMismatchException>(() => Cheapest(gap, good, good with { Name = "b", CostPerHour = new(1m, new("EUR")) }));

        static void Refused(string part, Action act) => Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);
    }

    private static CoverPlan Cheapest(Interval gap, params CandidateShift[] candidates) => ShiftCover.Cheapest(gap, candidates, DateTimeZoneProviders.Tzdb);

    private static CoverDemand Demand(int quarter, string language, string market, decimal tickets) =>
        new() { Quarter = quarter, Language = new(language), Market = new(market), Tickets = tickets };
}
