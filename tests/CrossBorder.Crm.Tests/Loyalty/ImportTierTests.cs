using System.Collections.Immutable;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;
using static CrossBorder.Crm.Tests.Loyalty.ProgramSamples;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Members arrive with their tiers, and with what counts towards the next.</summary>
public sealed class ImportTierTests
{
    private static readonly Instant CutOver = LoyaltyShop.Start;
    private static readonly LoyaltyProgram Tiered = LoyaltyShop.Program with { Tiers = Ladder };

    public static TheoryData<TestStorage> Storages => [TestStorage.InMemory, TestStorage.Engine];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Storages))]
    public async Task A_member_keeps_her_tier_and_goes_on_from_what_counted_there(TestStorage storage)
    {
        using var crm = await LoyaltyShop.OpenAsync(storage, Tiered);
        var batch = Batch(Account("m1") with
        {
            Tier = new() { Tier = Silver, ValidThrough = new(2026, 12, 31), Since = new(2025, 5, 1) },
            Qualifying = [new(new(2025, 2, 1), 700), new(new(2025, 9, 1), 600), new(new(2026, 1, 1), 200)],
        });

        var report = await crm.Loyalty.ImportAsync(batch, Ct);
        var again = await crm.Loyalty.ImportAsync(batch, Ct);

        Assert.Equal(new() { Accounts = 1, Lots = 1, Points = new(10), Tiers = 1, Qualifying = 1500 }, report.Stored);
        Assert.Equal((report.Given, default, report.Stored), (again.Given, again.Stored, again.AlreadyThere));
        var tier = await TierAsync(crm);
        Assert.Equal((Silver, new LocalDate(2026, 12, 31), 200L), (tier.Tier.Tier, tier.Standing.ValidThrough, tier.Qualifying));
        Assert.Equal((4_800L, 800L), (tier.Next!.Missing, tier.Keep!.Missing));
        var change = Assert.Single(await crm.Loyalty.ReadTiersAsync(Id("m1"), Ct));
        Assert.Equal((TierReason.Imported, new LocalDate(2025, 5, 1), CutOver), (change.Standing.Reason, change.Standing.Since, change.PostedAt));

        // As it is, the 200 of 2026 support no tier in 2027; 800 more reach silver anew.
        Assert.Equal((Base, null), Held(await crm.Loyalty.GetTierAsync(Id("m1"), Instant.FromUtc(2027, 6, 1, 0, 0), Ct)));
        Assert.Equal(800, (await EarnAsync(crm, "o1", 800m)).Value);
        Assert.Equal((Silver, new LocalDate(2027, 12, 31)), Held(await TierAsync(crm)));
        Assert.Empty(await crm.EventsAsync());
        await LoyaltyInvariants.CheckAsync(crm.Loyalty, [Id("m1")], crm.Now);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_tier_that_was_over_by_then_lapses_as_it_would_have_here(TestStorage storage)
    {
        using var crm = await LoyaltyShop.OpenAsync(storage, Tiered);
        await crm.Loyalty.ImportAsync(
            Batch(
                Account("m1") with { Tier = new() { Tier = Gold, ValidThrough = new(2025, 6, 30) }, Qualifying = [new(new(2025, 3, 1), 1_200)] },
                Account("m2") with { Tier = new() { Tier = Silver, ValidThrough = new(2025, 12, 31) } },
                Account("m3") with { Tier = new() { Tier = Base } }),
            Ct);

        // Held to the end of 2025, the year of its last day; then one step down.
        Assert.Equal((Silver, new LocalDate(2026, 12, 31)), Held(await TierAsync(crm)));
        Assert.Equal((Base, null), Held(await TierAsync(crm, "m2")));
        Assert.Equal((Base, null), Held(await TierAsync(crm, "m3")));
        Assert.Equal(0, (await crm.Loyalty.RunOnceAsync(Ct)).Changed);
    }

    [Fact]
    public async Task What_counted_there_can_reach_a_tier_by_itself_or_together_with_what_counts_here()
    {
        using var crm = await LoyaltyShop.OpenAsync(TestStorage.InMemory, Tiered);
        await EarnAsync(crm, "o1", 600m);
        await crm.Loyalty.ImportAsync(
            Batch(
                Account("m1") with { Qualifying = [new(new(2026, 1, 1), 400)] },
                Account("m2") with { Qualifying = [new(new(2026, 1, 3), 5_000)] },
                Account("m3") with { Qualifying = [new(new(2025, 12, 31), 5_000)] }),
            Ct);

        Assert.Equal((Silver, new LocalDate(2027, 12, 31)), Held(await TierAsync(crm)));
        Assert.Equal((Gold, new LocalDate(2027, 12, 31)), Held(await TierAsync(crm, "m2")));
        Assert.Equal((Base, null), Held(await TierAsync(crm, "m3")));
    }

    [Fact]
    public async Task The_better_of_two_accounts_that_become_one_is_kept()
    {
        using var crm = await LoyaltyShop.OpenAsync(TestStorage.InMemory, Tiered);
        var gold = new OpeningTier { Tier = Gold, ValidThrough = new(2026, 12, 31) };
        var silver = new OpeningTier { Tier = Silver, ValidThrough = new(2027, 12, 31) };

        await crm.Loyalty.ImportAsync(Batch(Account("m1") with { Tier = gold }, Account("m1-old") with { Account = Id("m1"), Tier = silver }), Ct);
        await crm.Loyalty.ImportAsync(Batch(Account("m2") with { Tier = silver }, Account("m2-old") with { Account = Id("m2"), Tier = gold }), Ct);

        Assert.Equal((Gold, new LocalDate(2026, 12, 31)), Held(await TierAsync(crm)));
        Assert.Equal((Gold, new LocalDate(2026, 12, 31)), Held(await TierAsync(crm, "m2")));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task The_refund_of_an_imported_order_lowers_what_counted_there(TestStorage storage)
    {
        using var crm = await LoyaltyShop.OpenAsync(storage, Tiered with { Tiers = Ladder with { RollingMonths = 12, Refunds = TierRefunds.AtOnce } });
        var order = new OpeningOrder { Order = new("shop", "then"), Earned = new(900), TotalMinor = 90_000, RefundedMinor = 10_000 };
        var lot = new OpeningLot { Points = new(800), EarnedAt = Instant.FromUtc(2025, 11, 15, 0, 0), Order = order };
        await crm.Loyalty.ImportAsync(Batch(Account("m1") with { Lots = [lot], Qualifying = [new(new(2025, 11, 1), 1_100)] }), Ct);
        Assert.Equal((Silver, 1_100L), (Held(await TierAsync(crm)).Tier, (await TierAsync(crm)).Qualifying));

        (await crm.Loyalty.RefundEarningAsync(new() { Account = Id("m1"), Key = new("r"), Order = order.Order, RefundedMinor = 40_000, OrderTotalMinor = 90_000 }, Ct)).OrThrow();

        Assert.Equal((Base, 700L), (Held(await TierAsync(crm)).Tier, (await TierAsync(crm)).Qualifying));
        Assert.Equal(700, (await crm.Loyalty.GetBalanceAsync(Id("m1"), cancellationToken: Ct)).Years.Single().Sum.Value);
        await LoyaltyInvariants.CheckAsync(crm.Loyalty, [Id("m1")], crm.Now);
    }

    [Fact]
    public async Task Spend_counts_in_its_own_windows_and_not_as_points()
    {
        using var crm = await LoyaltyShop.OpenAsync(TestStorage.InMemory, Tiered with { Tiers = Ladder with { Measure = TierMeasure.Spend } });
        await crm.Loyalty.ImportAsync(Batch(Account("m1") with { Qualifying = [new(new(2026, 1, 1), 99_999)] }), Ct);

        Assert.Equal((Gold, 99_999L), (Held(await TierAsync(crm)).Tier, (await TierAsync(crm)).Qualifying));
        Assert.Empty((await crm.Loyalty.GetBalanceAsync(Id("m1"), cancellationToken: Ct)).Years);
    }

    [Fact]
    public async Task What_cannot_be_is_named_and_another_tier_under_the_same_key_is_refused()
    {
        using var crm = await LoyaltyShop.OpenAsync(TestStorage.InMemory, Tiered);
        var silver = Account("good") with { Tier = new() { Tier = Silver, ValidThrough = new(2026, 12, 31) } };
        var report = await crm.Loyalty.ImportAsync(
            Batch(
                silver,
                Account("m1") with { Tier = new() { Tier = new("platinum"), ValidThrough = new(2026, 12, 31) } },
                Account("m2") with { Tier = new() { Tier = Silver } },
                Account("m3") with { Tier = new() { Tier = Base, ValidThrough = new(2026, 12, 31) } },
                Account("m4") with { Qualifying = [new(new(2026, 1, 5), 1), new(new(2026, 1, 1), -1), new(new(2026, 1, 1), OpeningLot.MaxPoints + 1)] },
                Account("m5") with { Qualifying = [.. Enumerable.Range(0, 49).Select(month => new QualifyingSum(new LocalDate(2021, 1, 1).PlusMonths(month), 1))] }),
            Ct);

        Assert.Equal(
            [
                "1 loyalty.import_invalid_tier", "2 loyalty.import_invalid_tier", "3 loyalty.import_invalid_tier",
                "4 loyalty.import_invalid_sum", "4 loyalty.import_invalid_sum", "4 loyalty.import_invalid_sum", "5 loyalty.import_invalid_sum",
            ],
            report.Refusals.Select(refusal => $"{refusal.Position} {refusal.Error.Code}"));
        Assert.Equal(report.Given, report.Stored + report.Refused);
        Assert.Equal((4L, 1L + 49L), (report.Given.Tiers, report.Given.Qualifying));

        foreach (var changed in new[] { silver with { Tier = null }, silver with { Tier = silver.Tier! with { Since = new(2025, 1, 1) } }, silver with { Qualifying = [new(new(2025, 1, 1), 0)] } })
        {
            Assert.Equal("loyalty.import_changed", (await crm.Loyalty.ImportAsync(Batch(changed), Ct)).Refusals.Single().Error.Code);
        }

        await Assert.ThrowsAsync<ArgumentException>(() => crm.Loyalty.ImportAsync(Batch(silver with { Qualifying = default }), Ct).AsTask());
        using var flat = await LoyaltyShop.OpenAsync(TestStorage.InMemory);
        Assert.Equal("loyalty.import_no_tiers", (await flat.Loyalty.ImportAsync(Batch(silver), Ct)).Refusals.Single().Error.Code);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_dual_run_compares_tiers_and_what_counts_towards_them(TestStorage storage)
    {
        using var crm = await LoyaltyShop.OpenAsync(storage, Tiered);
        await crm.Loyalty.ImportAsync(
            Batch(Account("m1") with { Tier = new() { Tier = Silver, ValidThrough = new(2026, 12, 31) }, Qualifying = [new(new(2026, 1, 1), 200)] }, Account("m2")), Ct);

        Assert.Equal(ComparisonOutcome.Equal, (await CompareAsync(crm, "m1", Silver, 200)).Outcome);
        var different = await CompareAsync(crm, "m2", Silver, 7);
        Assert.Equal(
            ["Tier base silver 0 0", "Qualifying   0 7"],
            different.Differences.Select(figure => $"{figure.Figure} {figure.TierHere} {figure.TierThere} {figure.Here.Value} {figure.There.Value}"));
        var missing = await CompareAsync(crm, "m3", Gold, null);
        Assert.Equal((ComparisonOutcome.MissingHere, null, Gold), (missing.Outcome, missing.Differences.Single().TierHere, missing.Differences[0].TierThere));

        // As of then, whatever came later.
        var then = crm.Now;
        crm.Pass(Duration.FromDays(1));
        await EarnAsync(crm, "o1", 5_000m);
        Assert.Equal(ComparisonOutcome.Equal, (await CompareAsync(crm, "m1", Silver, 200, then)).Outcome);
        Assert.Equal(ComparisonOutcome.Equal, (await CompareAsync(crm, "m1", Gold, 5_200)).Outcome);
    }

    private static async Task<AccountComparison> CompareAsync(LoyaltyShop crm, string key, ValueTier tier, long? qualifying, Instant? asOf = null)
    {
        var others = new[] { new OtherBalance { Account = Id(key), Tier = tier, Qualifying = qualifying } }.ToAsyncEnumerable();
        return (await crm.Loyalty.CompareAsync(others, asOf, Ct).ToListAsync(Ct)).Single(account => account.Account == Id(key));
    }

    private static async Task<TierStatus> TierAsync(LoyaltyShop crm, string key = "m1") => (await crm.Loyalty.GetTierAsync(Id(key), cancellationToken: Ct))!;

    private static (ValueTier Tier, LocalDate? Through) Held(TierStatus? status) => (status!.Tier.Tier, status.Standing.ValidThrough);

    private static async Task<Points> EarnAsync(LoyaltyShop crm, string order, decimal euro) => (await crm.Loyalty.EarnForOrderAsync(
        new() { Account = Id("m1"), Order = new("shop", order), OccurredAt = crm.Now, Basis = new(euro, Eur) }, Ct)).OrThrow().Points;

    private static ImportAccounts Batch(params ImmutableArray<OpeningAccount> accounts) => new() { Source = "oldsys", ImportedBefore = CutOver, Accounts = accounts };

    private static OpeningAccount Account(string key) =>
        new() { Key = key, Account = Id(key), Lots = [new() { Points = new(10), EarnedAt = CutOver - Duration.FromDays(10) }] };

    private static LoyaltyAccountId Id(string key) => LoyaltyAccountId.FromExternal(new("shop", key));
}
