using System.Collections.Immutable;
using System.Text;
using CrossBorder.Crm.Json;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Moving in from another system: every point is accounted for, and orders of then can be refunded now.</summary>
public sealed class ImportTests
{
    private static readonly Instant CutOver = LoyaltyShop.Start;
    private static readonly ExternalRef Order = new("shop", "old-1");

    public static TheoryData<TestStorage> Storages => [TestStorage.InMemory, TestStorage.Engine];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Storages))]
    public async Task Accounts_arrive_with_the_age_and_the_end_of_their_lots_once(TestStorage storage)
    {
        using var crm = await LoyaltyShop.OpenAsync(storage);
        var batch = Batch(
            Account("m1", Lot(100, expiresInDays: 30), Lot(50)),
            Account("m2", Lot(70, expiresInDays: 30) with { AvailableFrom = CutOver + Duration.FromDays(5) }),
            Account("m3") with { Debt = new(20) });

        var report = await crm.Loyalty.ImportAsync(batch, Ct);
        crm.Pass(Duration.FromMinutes(1));
        var again = await crm.Loyalty.ImportAsync(batch, Ct);

        Assert.Equal(new() { Accounts = 3, Lots = 3, Points = new(220), Debt = new(20) }, report.Stored);
        Assert.Equal((report.Given, default, report.Stored), (again.Given, again.Stored, again.AlreadyThere));
        Assert.Equal([new(CutOver + Duration.FromDays(30), new(170)), new(null, new(50))], report.ByExpiry);
        Assert.Equal(report.ByExpiry, again.ByExpiry);
        Assert.Equal((150L, 0L, 0L), Figures(await BalanceAsync(crm, "m1")));
        Assert.Equal((0L, 70L, 0L), Figures(await BalanceAsync(crm, "m2")));
        Assert.Equal((0L, 0L, 20L), Figures(await BalanceAsync(crm, "m3")));
        Assert.Equal(CutOver - Duration.FromDays(10), (await BalanceAsync(crm, "m1")).Lots[0].EarnedAt);
        await LoyaltyInvariants.CheckAsync(crm.Loyalty, [Id("m1"), Id("m2"), Id("m3")], crm.Now);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_bad_row_is_named_by_position_and_rule_and_its_account_waits_for_the_next_call(TestStorage storage)
    {
        using var crm = await LoyaltyShop.OpenAsync(storage);
        var order = new OpeningOrder { Order = Order, Earned = new(100), TotalMinor = 5000, RefundedMinor = 0 };
        var batch = Batch(
            Account("good", Lot(10)),
            Account("m1", Lot(10), Lot(0), Lot(-1), Lot(OpeningLot.MaxPoints + 1)),
            Account("m2", Lot(10) with { EarnedAt = null }, Lot(10) with { EarnedOn = new(2025, 1, 1) }, Lot(10) with { EarnedAt = CutOver + Duration.FromSeconds(1) }),
            Account("m3", Lot(10, expiresInDays: 5) with { LastDay = new(2026, 3, 1) }, Lot(10, expiresInDays: -10)),
            Account("m4", Lot(10) with { Order = order with { Earned = new(9) } }, Lot(10) with { Order = order with { RefundedMinor = 5001 } }),
            Account("m5", Lot(10) with { Order = order }, Lot(10) with { Order = order with { TotalMinor = 4999 } }),
            Account("good", Lot(5)),
            Account(" ", Lot(5)),
            Account("m6", Lot(5)) with { Debt = new(-1) });

        var report = await crm.Loyalty.ImportAsync(batch, Ct);

        Assert.Equal(
            [
                "1/1 loyalty.import_invalid_points", "1/2 loyalty.import_invalid_points", "1/3 loyalty.import_invalid_points",
                "2/0 loyalty.import_earned_unclear", "2/1 loyalty.import_earned_unclear", "2/2 loyalty.import_earned_later",
                "3/0 loyalty.import_expiry_unclear", "3/1 loyalty.import_invalid_expiry",
                "4/0 loyalty.import_invalid_order", "4/1 loyalty.import_invalid_order",
                "5/1 loyalty.import_order_differs", "6/ loyalty.import_duplicate", "7/ loyalty.import_invalid_key", "8/ loyalty.import_invalid_points",
            ],
            report.Refusals.Select(refusal => $"{refusal.Position}/{refusal.Lot} {refusal.Error.Code}"));
        Assert.Equal(new() { Accounts = 1, Lots = 1, Points = new(10) }, report.Stored);
        Assert.Equal(report.Given, report.Stored + report.Refused);
        Assert.False(report.IsComplete);
        Assert.Empty((await crm.Loyalty.ReadAsync(Id("m1"), new() { Size = 10 }, Ct)).Items);

        var corrected = await crm.Loyalty.ImportAsync(Batch(Account("good", Lot(10)), Account("m1", Lot(10))), Ct);
        var changed = await crm.Loyalty.ImportAsync(Batch(Account("good", Lot(11))), Ct);

        Assert.Equal((1L, 1L, true), (corrected.Stored.Accounts, corrected.AlreadyThere.Accounts, corrected.IsComplete));
        Assert.Equal("loyalty.import_changed", changed.Refusals.Single().Error.Code);
        Assert.Equal(new() { Accounts = 3, Lots = 3, Points = new(31) }, corrected.Plus(changed).Given);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Two_accounts_of_then_become_one_that_already_earned_here(TestStorage storage)
    {
        using var crm = await LoyaltyShop.OpenAsync(storage);
        await crm.Loyalty.EarnAsync(new() { Account = Id("m1"), Key = new("e"), Points = new(5) }, Ct);
        var batch = Batch(Account("m1", Lot(100)), Account("m1-old", Lot(30)) with { Account = Id("m1") }, Account("m2", Lot(1)));

        var report = await crm.Loyalty.ImportAsync(batch, Ct);
        var again = await crm.Loyalty.ImportAsync(batch, Ct);

        Assert.Equal((3L, 3L), (report.Stored.Accounts, again.AlreadyThere.Accounts));
        Assert.Equal(135, (await BalanceAsync(crm, "m1")).Available.Value);
        await LoyaltyInvariants.CheckAsync(crm.Loyalty, [Id("m1"), Id("m2")], crm.Now);
    }

    [Fact]
    public async Task A_date_means_the_programmes_zone_and_the_last_day_counts_to_its_end()
    {
        using var crm = await LoyaltyShop.OpenAsync(TestStorage.InMemory);
        await crm.Loyalty.ImportAsync(Batch(Account("m1", Lot(10) with { EarnedAt = null, EarnedOn = new(2025, 7, 1), LastDay = new(2026, 3, 29) })), Ct);

        // Berlin is an hour ahead of UTC in winter, two in summer; on 29 March it changes.
        var lot = (await BalanceAsync(crm, "m1")).Lots.Single();
        Assert.Equal(Instant.FromUtc(2025, 6, 30, 22, 0), lot.EarnedAt);
        Assert.Equal(Instant.FromUtc(2026, 3, 29, 22, 0), lot.ExpiresAt);
    }

    [Fact]
    public async Task A_lot_that_is_over_by_then_is_posted_and_expires_at_once()
    {
        using var crm = await LoyaltyShop.OpenAsync(TestStorage.InMemory);

        var report = await crm.Loyalty.ImportAsync(Batch(Account("m1", Lot(10, expiresInDays: -1), Lot(7))), Ct);

        Assert.Equal((17L, 10L), (report.Stored.Points.Value, report.ExpiredAtOnce.Value));
        Assert.Equal(7, (await BalanceAsync(crm, "m1")).Available.Value);
        await LoyaltyInvariants.CheckAsync(crm.Loyalty, [Id("m1")], crm.Now);
    }

    /// <summary>Wherever the cut-over falls between the refunds of an order, what both systems take back is what one would have.</summary>
    [Fact]
    public void The_refunds_of_an_order_add_up_across_the_cut_over() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(
            Arb.From(
                from earned in Gen.Choose(1, 500)
                from total in Gen.Choose(1, 5000)
                from cuts in Gen.Choose(0, total).ArrayOf().Resize(6)
                from over in Gen.Choose(0, 6)
                from spent in Gen.Choose(0, 100)
                select (earned, total, Cuts: cuts.Append(0).Append(total).Distinct().Order().ToArray(), over, spent)),
            given => DifferenceAsync(given.earned, given.total, given.Cuts, given.over % given.Cuts.Length, given.spent).GetAwaiter().GetResult() is null));

    [Theory]
    [InlineData(ForeignRefunds.Waive, 500, 0, 50)]
    [InlineData(ForeignRefunds.TakeFromBalance, 450, 0, 50)]
    [InlineData(ForeignRefunds.Refuse, 500, 0, null)]
    public async Task The_refund_of_an_order_that_was_not_handed_over_follows_the_policy(ForeignRefunds policy, long available, long debt, int? due)
    {
        using var crm = await LoyaltyShop.OpenAsync(TestStorage.InMemory);
        await crm.Loyalty.ImportAsync(Batch(Account("m1", Lot(500))) with { ForeignRefunds = policy }, Ct);
        var refund = new RefundEarning
        {
            Account = Id("m1"), Key = new("r1"), Order = Order, RefundedMinor = 2500, OrderTotalMinor = 5000, PlacedAt = CutOver - Duration.FromDays(3), Earned = new(100),
        };

        var result = await crm.Loyalty.RefundEarningAsync(refund, Ct);
        var again = await crm.Loyalty.RefundEarningAsync(refund, Ct);
        var later = await crm.Loyalty.RefundEarningAsync(refund with { Key = new("r2"), PlacedAt = CutOver }, Ct);
        var more = await crm.Loyalty.RefundEarningAsync(refund with { Key = new("r3"), RefundedMinor = 2501 }, Ct);

        Assert.Equal((available, 0L, debt), Figures(await BalanceAsync(crm, "m1")));
        Assert.Equal(result, again);
        Assert.Equal("loyalty.unknown_order", later.Error.Code);
        Assert.Equal(due, result.Match<int?>(receipt => (int)receipt.Due.Value, _ => null));
        Assert.Equal(policy == ForeignRefunds.Refuse ? "loyalty.order_before_import" : "loyalty.refund_exceeds_order", more.Error.Code);
        await LoyaltyInvariants.CheckAsync(crm.Loyalty, [Id("m1")], crm.Now);
    }

    [Fact]
    public async Task A_mixed_refund_of_an_imported_order_takes_its_points_back()
    {
        using var crm = await LoyaltyShop.OpenAsync(TestStorage.InMemory);
        var order = new OpeningOrder { Order = Order, Earned = new(100), TotalMinor = 10_000, RefundedMinor = 2_500 };
        await crm.Loyalty.ImportAsync(Batch(Account("m1", Lot(75) with { Order = order })), Ct);

        var refund = (await crm.Loyalty.RefundOrderAsync(
            new() { Account = Id("m1"), Key = new("r"), Order = Order, Refunded = new(75m, new("EUR")), Total = new(100m, new("EUR")) }, Ct)).OrThrow();

        Assert.Equal((75L, 75m), (refund.Due.Value, refund.Cash.Amount));
        Assert.Equal((0L, 0L, 0L), Figures(await BalanceAsync(crm, "m1")));
    }

    [Fact]
    public void What_was_imported_is_stored_with_the_account_and_only_where_something_was()
    {
        var state = LedgerFold.Start(Id("m1")) with { AsOf = CutOver };
        var imported = state with { Totals = state.Totals with { Imported = new(-12) } };

        Assert.DoesNotContain("imported", Encoding.UTF8.GetString(CrmJson.Encode(state)), StringComparison.Ordinal);
        Assert.Contains("\"imported\":-12", Encoding.UTF8.GetString(CrmJson.Encode(imported)), StringComparison.Ordinal);
        Assert.Equal(imported, CrmJson.Decode(CrmJson.Encode(imported)));
    }

    [Fact]
    public async Task Bad_batches_are_named()
    {
        using var crm = await LoyaltyShop.OpenAsync(TestStorage.InMemory);
        foreach (var batch in new[]
        {
            Batch(), Batch(Account("m1")) with { Source = "Old System" }, Batch(Account("m1") with { Account = default }), Batch(Account("m1") with { Lots = default }),
            Batch([.. Enumerable.Range(0, ImportAccounts.MaxAccounts + 1).Select(number => Account($"m{number}"))]),
        })
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => crm.Loyalty.ImportAsync(batch, Ct).AsTask());
        }

        Assert.Empty((await crm.Loyalty.ListAsync(new(), null, new() { Size = 10 }, Ct)).Items);
    }

    private static async Task<string?> DifferenceAsync(int earned, int total, int[] cuts, int over, int spent)
    {
        using var crm = await LoyaltyShop.OpenAsync(TestStorage.InMemory);
        var refundedThere = cuts[over];
        var takenThere = earned - (int)((long)earned * (total - refundedThere) / total);
        var left = Math.Max(0, earned - takenThere - spent);
        var order = new OpeningOrder { Order = Order, Earned = new(earned), TotalMinor = total, RefundedMinor = refundedThere };
        var report = await crm.Loyalty.ImportAsync(Batch(Account("m1", Lot(left) with { Order = order })));
        Assert.Empty(report.Refusals);
        var due = 0L;
        for (var i = over + 1; i < cuts.Length; i++)
        {
            due += (await crm.Loyalty.RefundEarningAsync(new()
            {
                Account = Id("m1"), Key = new($"r{i}"), Order = Order, RefundedMinor = cuts[i] - cuts[i - 1], OrderTotalMinor = total,
            })).OrThrow().Due.Value;
        }

        // The whole order is refunded: all that it earned is due, and what was spent of it is owed.
        var balance = await BalanceAsync(crm, "m1");
        LoyaltyInvariants.Check(balance);
        Assert.Equal(earned, takenThere + due);
        Assert.Equal(Figures(balance), (0, 0, earned - takenThere - left));
        return null;
    }

    private static ImportAccounts Batch(params ImmutableArray<OpeningAccount> accounts) => new() { Source = "oldsys", ImportedBefore = CutOver, Accounts = accounts };

    private static OpeningAccount Account(string key, params ImmutableArray<OpeningLot> lots) => new() { Key = key, Account = Id(key), Lots = lots };

    private static OpeningLot Lot(long points, int? expiresInDays = null) => new()
    {
        Points = new(points), EarnedAt = CutOver - Duration.FromDays(10), ExpiresAt = expiresInDays is { } days ? CutOver + Duration.FromDays(days) : null,
    };

    private static LoyaltyAccountId Id(string key) => LoyaltyAccountId.FromExternal(new("shop", string.IsNullOrWhiteSpace(key) ? "blank" : key));

    private static async Task<LoyaltyBalance> BalanceAsync(LoyaltyShop crm, string key) => await crm.Loyalty.GetBalanceAsync(Id(key));

    private static (long Available, long Pending, long Debt) Figures(LoyaltyBalance balance) => (balance.Available.Value, balance.Pending.Value, balance.Debt.Value);
}
