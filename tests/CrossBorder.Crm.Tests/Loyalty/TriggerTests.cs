using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>What is earned besides orders, the same on every storage.</summary>
public sealed class TriggerTests
{
    private static readonly LoyaltyAccountId Account = LoyaltyAccountId.FromExternal(new("shop", "m1"));
    private static readonly LoyaltyProgram Program = LoyaltyShop.Program with
    {
        Tiers = ProgramSamples.Ladder,
        Triggers = new()
        {
            Triggers =
            [
                new() { Code = "review", Points = new(50), Caps = [new(EarnPeriod.Day, 1), new(EarnPeriod.Month, 3)], Validity = new() { Days = 90 } },
                new() { Code = "survey", Points = new(5000) },
                new() { Code = "sign_up", Points = new(100), Kind = TriggerKind.Once },
                new() { Code = "birthday", Points = new(200), Kind = TriggerKind.Birthday, DaysLate = 3 },
            ],
        },
    };

    public static TheoryData<TestStorage> Storages => [TestStorage.InMemory, TestStorage.Engine];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Storages))]
    public async Task An_occurrence_is_paid_once_and_up_to_its_caps(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Program);

        var first = (await shop.Loyalty.EarnForTriggerAsync(Review("r1"), Ct)).OrThrow();
        var again = (await shop.Loyalty.EarnForTriggerAsync(Review("r1"), Ct)).OrThrow();
        var sameDay = await shop.Loyalty.EarnForTriggerAsync(Review("r2"), Ct);
        for (var day = 1; day <= 2; day++)
        {
            shop.Pass(Duration.FromDays(1));
            Assert.True((await shop.Loyalty.EarnForTriggerAsync(Review($"later{day}"), Ct)).IsSuccess);
        }

        shop.Pass(Duration.FromDays(1));
        var fourth = await shop.Loyalty.EarnForTriggerAsync(Review("r5"), Ct);
        shop.SetTo(Instant.FromUtc(2026, 1, 31, 23, 0));
        var nextMonth = await shop.Loyalty.EarnForTriggerAsync(Review("r5"), Ct);

        Assert.Equal((50, Instant.FromUtc(2026, 4, 4, 22, 0)), (first.Points.Value, first.ExpiresAt));
        Assert.Equal(first, again);
        Assert.Equal(("loyalty.trigger_capped", "1"), (sameDay.Error.Code, sameDay.Error.Parameters["times"]));
        Assert.Equal(("loyalty.trigger_capped", "3"), (fourth.Error.Code, fourth.Error.Parameters["times"]));
        Assert.True(nextMonth.IsSuccess);
        Assert.Equal(200, (await shop.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Available.Value);
        Assert.True((await shop.Loyalty.VerifyAsync(Account, Ct)).IsSound);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_late_message_counts_where_it_belongs_and_a_trigger_never_raises_a_tier(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Program);
        await shop.Loyalty.EarnForTriggerAsync(Review("r1"), Ct);
        var then = shop.Now;
        shop.Pass(Duration.FromDays(3));

        var late = await shop.Loyalty.EarnForTriggerAsync(Review("r2") with { OccurredAt = then + Duration.FromHours(1) }, Ct);
        await shop.Loyalty.EarnForTriggerAsync(new() { Account = Account, Trigger = "survey", Occurrence = new("survey", "s1") }, Ct);

        Assert.Equal(("loyalty.trigger_capped", "2026-01-04"), (late.Error.Code, late.Error.Parameters["start"]));
        Assert.Equal(ProgramSamples.Base, (await shop.Loyalty.GetTierAsync(Account, cancellationToken: Ct))!.Tier.Tier);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Signing_up_is_paid_once_for_ever(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Program);
        EarnForTrigger signUp = new() { Account = Account, Trigger = "sign_up" };

        var first = await shop.Loyalty.EarnForTriggerAsync(signUp, Ct);
        shop.Pass(Duration.FromDays(800));
        var again = await shop.Loyalty.EarnForTriggerAsync(signUp, Ct);

        Assert.Equal(first, again);
        Assert.Equal(100, (await shop.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Totals.Earned.Value);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_birthday_is_paid_on_its_local_day_once_a_year_whatever_day_is_claimed_next(TestStorage storage)
    {
        // 23:30 UTC on the 9th is the 10th in Berlin.
        using var shop = await LoyaltyShop.OpenAsync(storage, Program, Instant.FromUtc(2026, 1, 9, 22, 30));
        var early = await shop.Loyalty.EarnForTriggerAsync(Birthday(1, 10), Ct);
        shop.Pass(Duration.FromHours(1));
        var onTheDay = await shop.Loyalty.EarnForTriggerAsync(Birthday(1, 10), Ct);
        shop.Pass(Duration.FromDays(1));
        var corrected = await shop.Loyalty.EarnForTriggerAsync(Birthday(1, 11), Ct);
        shop.Pass(Duration.FromDays(40));
        var retried = await shop.Loyalty.EarnForTriggerAsync(Birthday(1, 10), Ct);
        shop.SetTo(Instant.FromUtc(2027, 1, 14, 12, 0));
        var tooLate = await shop.Loyalty.EarnForTriggerAsync(Birthday(1, 10), Ct);
        shop.SetTo(Instant.FromUtc(2028, 1, 13, 12, 0));
        var justInTime = await shop.Loyalty.EarnForTriggerAsync(Birthday(1, 10), Ct);

        Assert.Equal("loyalty.not_birthday", early.Error.Code);
        Assert.Equal(200, onTheDay.OrThrow().Points.Value);
        Assert.Equal((onTheDay, onTheDay), (corrected, retried));
        Assert.Equal("loyalty.not_birthday", tooLate.Error.Code);
        Assert.True(justInTime.IsSuccess);
        var entry = (PointsEarned)(await shop.Loyalty.ReadAsync(Account, new(), Ct)).Items[0].Value;
        Assert.Equal((2026, (ExternalRef?)null), (entry.Trigger!.Year, entry.Trigger.Occurrence));
        Assert.Equal(400, (await shop.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Totals.Earned.Value);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_hundred_reviews_at_once_are_paid_up_to_the_cap(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Program);

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () => await shop.Loyalty.EarnForTriggerAsync(Review($"r{i}"), Ct), Ct)));

        Assert.Single(results, result => result.IsSuccess);
        Assert.Equal(50, (await shop.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Available.Value);
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task What_was_paid_is_the_answer_also_where_a_later_programme_pays_it_no_more_or_otherwise(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Program, Instant.FromUtc(2026, 1, 10, 12, 0));
        EarnForTrigger[] requests = [Review("r1"), new() { Account = Account, Trigger = "sign_up" }, Birthday(1, 10)];
        var first = new List<CrmResult<EarnReceipt>>();
        foreach (var request in requests)
        {
            first.Add(await shop.Loyalty.EarnForTriggerAsync(request, Ct));
        }

        await AssertRepeatedAsync(new() { Triggers = [new() { Code = "survey", Points = new(1) }] });
        var other = await shop.Loyalty.EarnForTriggerAsync(Review("r2"), Ct);
        await AssertRepeatedAsync(new()
        {
            Triggers =
            [
                new() { Code = "review", Points = new(1), Kind = TriggerKind.Once }, new() { Code = "sign_up", Points = new(1) }, new() { Code = "birthday", Points = new(1), Kind = TriggerKind.Once },
            ],
        });
        await Assert.ThrowsAsync<ArgumentException>(() => shop.Loyalty.EarnForTriggerAsync(Review("r2"), Ct).AsTask());

        Assert.Equal("loyalty.unknown_trigger", other.Error.Code);
        Assert.Equal(350, (await shop.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Totals.Earned.Value);

        async Task AssertRepeatedAsync(TriggerPlan plan)
        {
            await shop.Loyalty.SetProgramAsync(Program with { Triggers = plan }, Ct);
            foreach (var (request, answer) in requests.Zip(first))
            {
                Assert.True(answer.IsSuccess);
                Assert.Equal(answer, await shop.Loyalty.EarnForTriggerAsync(request, Ct));
            }
        }
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_daily_job_may_claim_birthdays_and_sign_ups_with_its_own_time(TestStorage storage)
    {
        using var shop = await LoyaltyShop.OpenAsync(storage, Program, Instant.FromUtc(2026, 1, 10, 12, 0));
        for (var day = 0; day < 4; day++)
        {
            Assert.True((await shop.Loyalty.EarnForTriggerAsync(Birthday(1, 10) with { OccurredAt = shop.Now }, Ct)).IsSuccess);
            Assert.True((await shop.Loyalty.EarnForTriggerAsync(new() { Account = Account, Trigger = "sign_up", OccurredAt = shop.Now }, Ct)).IsSuccess);
            shop.Pass(Duration.FromDays(1));
        }

        Assert.Equal(300, (await shop.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Totals.Earned.Value);
        await shop.Loyalty.EarnForTriggerAsync(Review("r1"), Ct);
        await Assert.ThrowsAsync<IdempotencyMismatchException>(() => shop.Loyalty.EarnForTriggerAsync(Review("r1") with { OccurredAt = shop.Now }, Ct).AsTask());
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_cap_holds_for_days_whose_counts_are_kept_no_longer(TestStorage storage)
    {
        EarnTrigger daily = new() { Code = "review", Points = new(50), Caps = [new(EarnPeriod.Day, 1)] };
        using var shop = await LoyaltyShop.OpenAsync(storage, LoyaltyShop.Program with { Triggers = new() { Triggers = [daily] } });
        var start = shop.Now;
        for (var day = 0; day < 31; day++)
        {
            Assert.True((await shop.Loyalty.EarnForTriggerAsync(Review($"day{day}"), Ct)).IsSuccess);
            shop.Pass(Duration.FromDays(1));
        }

        for (var late = 0; late < 3; late++)
        {
            var refused = await shop.Loyalty.EarnForTriggerAsync(Review($"late{late}") with { OccurredAt = start - Duration.FromDays(9) }, Ct);
            Assert.Equal(("loyalty.trigger_too_late", "2025-12-26"), (refused.Error.Code, refused.Error.Parameters["start"]));
        }

        Assert.Equal(31 * 50, (await shop.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Available.Value);
    }

    [Fact]
    public async Task What_the_programme_does_not_pay_and_what_makes_no_sense_is_refused_by_name()
    {
        using var shop = await LoyaltyShop.OpenAsync(TestStorage.InMemory, Program);

        Assert.Equal("loyalty.unknown_trigger", (await shop.Loyalty.EarnForTriggerAsync(Review("r1") with { Trigger = "app" }, Ct)).Error.Code);
        await Assert.ThrowsAsync<ArgumentException>(() => shop.Loyalty.EarnForTriggerAsync(Review("r1") with { Occurrence = null }, Ct).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => shop.Loyalty.EarnForTriggerAsync(Review("r1") with { Trigger = "sign_up" }, Ct).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => shop.Loyalty.EarnForTriggerAsync(new() { Account = Account, Trigger = "birthday" }, Ct).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => shop.Loyalty.EarnForTriggerAsync(Review("r1") with { Trigger = "Review!" }, Ct).AsTask());
        Assert.Empty((await shop.Loyalty.ReadAsync(Account, new(), Ct)).Items);
    }

    public static TheoryData<EarnTrigger, string> Nonsense => new()
    {
        { new() { Code = "Review", Points = new(1) }, ".Code" },
        { new() { Code = "r", Points = new(0) }, ".Points" },
        { new() { Code = "r", Points = new(1), Caps = [new(EarnPeriod.Month, 2), new(EarnPeriod.Day, 3)] }, ".Caps[0].Times" },
        { new() { Code = "r", Points = new(1), Caps = [new(EarnPeriod.Month, 2), new(EarnPeriod.Month, 3)] }, ".Caps[1]" },
        { new() { Code = "r", Points = new(1), Caps = [new(EarnPeriod.Month, 0)] }, ".Caps[0].Times" },
        { new() { Code = "r", Points = new(1), DaysLate = 181 }, ".DaysLate" },
        { new() { Code = "r", Points = new(1), Kind = (TriggerKind)7 }, ".Kind" },
        { new() { Code = "r", Points = new(1), Validity = new() { Days = 1 }, Activation = new() { Days = 5 } }, ".Validity" },
    };

    [Theory, MemberData(nameof(Nonsense))]
    public async Task A_trigger_that_makes_no_sense_is_refused_with_its_programme(EarnTrigger trigger, string member)
    {
        using var shop = await LoyaltyShop.OpenAsync(TestStorage.InMemory);

        var refused = await Assert.ThrowsAnyAsync<ArgumentException>(() =>
            shop.Loyalty.SetProgramAsync(LoyaltyShop.Program with { Triggers = new() { Triggers = [trigger] } }, Ct).AsTask());

        Assert.Equal($"program.Triggers.Triggers[0]{member}", refused.ParamName);
    }

    [Fact]
    public async Task A_code_that_is_used_twice_is_refused()
    {
        using var shop = await LoyaltyShop.OpenAsync(TestStorage.InMemory);
        EarnTrigger trigger = new() { Code = "review", Points = new(1) };

        await Assert.ThrowsAsync<ArgumentException>(() => shop.Loyalty.SetProgramAsync(LoyaltyShop.Program with { Triggers = new() { Triggers = [trigger, trigger] } }, Ct).AsTask());
    }

    private static EarnForTrigger Review(string id) => new() { Account = Account, Trigger = "review", Occurrence = new("reviews", id) };

    private static EarnForTrigger Birthday(int month, int day) => new() { Account = Account, Trigger = "birthday", Birthday = new(month, day) };
}
