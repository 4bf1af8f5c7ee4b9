using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage.InMemory;
using CrossBorder.Crm.Storage.Tests.Copy;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests.Loyalty;

/// <summary>Moving in on databases, and over a line that is cut: every account arrives once, and both systems agree afterwards.</summary>
public sealed class ImportStorageTests
{
    private static readonly Instant CutOver = Instant.FromUtc(2026, 1, 1, 0, 0);

    private static readonly ValueTier Base = new("base");
    private static readonly ValueTier Silver = new("silver");

    private static readonly LoyaltyProgram Program = new()
    {
        Zone = "Europe/Berlin",
        Currency = new("EUR"),
        Rates = [new() { Unit = new(1m, new("EUR")), Points = new(1) }],
        Tiers = new() { Tiers = [new() { Tier = Base, Threshold = 0 }, new() { Tier = Silver, Threshold = 1000 }] },
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Adapters.Both), MemberType = typeof(Adapters))]
    public async Task A_thousand_accounts_move_in_and_both_systems_agree(string adapter)
    {
        await using var house = House.Of(adapter);
        await using var services = await house.OpenAsync();
        var loyalty = services.GetRequiredService<ILoyaltyService>();
        await loyalty.SetProgramAsync(Program, Ct);
        (await loyalty.EarnAsync(new() { Account = Id(7), Key = new("here"), Points = new(5) }, Ct)).OrThrow();

        var first = await ImportAsync(loyalty, 1000);
        var again = await ImportAsync(loyalty, 1000);

        Assert.Equal((1000L, 2000L, 500L, 50_000L), (first.Stored.Accounts, first.Stored.Lots, first.Stored.Tiers, first.Stored.Qualifying));
        Assert.Equal((first.Stored, default, first.ByExpiry.Length), (again.AlreadyThere, again.Stored, again.ByExpiry.Length));
        Assert.True(first.IsComplete && again.IsComplete);
        await AgreeAsync(loyalty, 1000, except: 7);
        Assert.True(await loyalty.VerifyAsync(Id(7), Ct) is { IsSound: true, IsChained: true, Entries: 4 });

        // An order of then is refunded now: what the other system had taken back counts.
        var refund = (await loyalty.RefundEarningAsync(
            new() { Account = Id(3), Key = new("r"), Order = new("shop", "o3"), RefundedMinor = 5000, OrderTotalMinor = 10_000 }, Ct)).OrThrow();
        Assert.Equal(50, refund.Due.Value);
    }

    [Fact, Trait("Adapter", "InMemory")]
    public async Task An_import_is_resumed_wherever_it_was_cut_off()
    {
        var target = new InMemoryEngine();
        var cuts = 0;
        for (var writes = 0; ; writes++)
        {
            await using var services = new ServiceCollection()
                .AddCrossBorderCrm(crm => crm.SingleTenant("shop").AddLoyalty().UseStorage(_ => new CutOffEngine(target, writes))).BuildServiceProvider();
            var loyalty = services.GetRequiredService<ILoyaltyService>();
            try
            {
                await loyalty.SetProgramAsync(Program, Ct);
                var report = await ImportAsync(loyalty, 300);
                Assert.Equal(300, report.Stored.Accounts + report.AlreadyThere.Accounts);
                Assert.True(report.IsComplete);
                await AgreeAsync(loyalty, 300, except: null);
                break;
            }
            catch (TimeoutException)
            {
                cuts++;
            }
        }

        Assert.Equal(3, cuts);
    }

    private static async Task<ImportReport> ImportAsync(ILoyaltyService loyalty, int accounts)
    {
        var whole = new ImportReport();
        foreach (var batch in Enumerable.Range(0, accounts).Chunk(100))
        {
            whole = whole.Plus(await loyalty.ImportAsync(
                new() { Source = "oldsys", ImportedBefore = CutOver, Accounts = [.. batch.Select(Account)] }, Ct));
        }

        return whole;
    }

    private static async Task AgreeAsync(ILoyaltyService loyalty, int accounts, int? except)
    {
        var others = Enumerable.Range(0, accounts).Select(number => new OtherBalance
        {
            Account = Id(number), Available = new(50 + number), Debt = Points.Zero, Tier = number % 2 == 0 ? Silver : Base, Qualifying = 0, Lots = [new(null, new(number)), new(CutOver + Duration.FromDays(3650), new(50))],
        });
        var totals = default(ComparisonTotals);
        await foreach (var account in loyalty.CompareAsync(others.OrderBy(other => other.Account.Value).ToAsyncEnumerable(), cancellationToken: Ct))
        {
            Assert.Equal(account.Account == (except is { } number ? Id(number) : default) ? ComparisonOutcome.Different : ComparisonOutcome.Equal, account.Outcome);
            totals = totals.Plus(account);
        }

        Assert.Equal(accounts, totals.Equal + totals.Different);
        Assert.Equal(except is null ? 0 : 5, totals.Here.Value - totals.There.Value);
    }

    // Half of the order was refunded before, and the points of that half taken back.
    private static OpeningAccount Account(int number) => new()
    {
        Key = $"m{number}",
        Account = Id(number),
        Tier = number % 2 == 0 ? new() { Tier = Silver, ValidThrough = new(2099, 12, 31) } : null,
        Qualifying = number % 2 == 0 ? [new(new(2020, 5, 1), 100)] : [],
        Lots =
        [
            new()
            {
                Points = new(50), EarnedAt = CutOver - Duration.FromDays(30), ExpiresAt = CutOver + Duration.FromDays(3650),
                Order = new() { Order = new("shop", $"o{number}"), Earned = new(100), TotalMinor = 10_000, RefundedMinor = 5_000 },
            },
            new() { Points = new(number), EarnedAt = CutOver - Duration.FromDays(60), Order = number > 0 ? null : new() { Order = new("shop", "none"), Earned = Points.Zero, TotalMinor = 1 } },
        ],
    };

    private static LoyaltyAccountId Id(int number) => LoyaltyAccountId.FromExternal(new("oldsys", $"m{number}"));
}
