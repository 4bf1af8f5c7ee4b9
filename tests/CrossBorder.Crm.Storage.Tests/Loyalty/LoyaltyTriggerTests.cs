using CrossBorder.Crm.Loyalty;

namespace CrossBorder.Crm.Storage.Tests.Loyalty;

/// <summary>What is earned besides orders, on every storage.</summary>
public sealed class LoyaltyTriggerTests
{
    private static readonly LoyaltyAccountId Account = LoyaltyAccountId.FromExternal(new("shop", "m1"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(LedgerStore.Adapters), MemberType = typeof(LedgerStore))]
    public async Task What_was_paid_is_kept_with_its_trigger_and_counts_against_the_cap(string adapter)
    {
        await using var store = await LedgerStore.OpenAsync(adapter);
        var loyalty = store.In("shop");
        await loyalty.SetProgramAsync(
            new()
            {
                Zone = "Asia/Tokyo",
                Currency = new("JPY"),
                Rates = [new() { Unit = new(100m, new("JPY")), Points = new(1) }],
                Triggers = new()
                {
                    Triggers =
                    [
                        new() { Code = "review", Points = new(50), Caps = [new(EarnPeriod.Week, 2)], Validity = new() { Months = 3 } },
                        new() { Code = "birthday", Points = new(500), Kind = TriggerKind.Birthday, LeapDay = LeapDayRule.March1 },
                    ],
                },
            },
            Ct);

        foreach (var id in new[] { "1", "1", "2", "3" })
        {
            await loyalty.EarnForTriggerAsync(new() { Account = Account, Trigger = "review", Occurrence = new("reviews", $"レビュー:{id}") }, Ct);
        }

        (await loyalty.EarnForTriggerAsync(new() { Account = Account, Trigger = "birthday", Birthday = new(2, 29) }, Ct)).OrThrow();

        var entries = (await loyalty.ReadAsync(Account, new(), Ct)).Items.Select(e => (PointsEarned)e.Value).ToList();
        Assert.Equal(["レビュー:1", "レビュー:2", null], entries.Select(e => e.Trigger!.Occurrence?.Value));
        Assert.Equal([null, null, 2026], entries.Select(e => e.Trigger!.Year));
        Assert.Equal(600, (await loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Available.Value);
        Assert.True((await loyalty.VerifyAsync(Account, Ct)).IsSound);
    }
}
