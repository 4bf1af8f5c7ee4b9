using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests.Loyalty;

/// <summary>Vouchers on databases: the path of a checkout, racing redeemers, and a row that somebody changed.</summary>
public sealed class VoucherStorageTests
{
    private const string Code = "SPRING-7F3K";
    private static readonly CurrencyCode Eur = new("EUR");
    private static readonly LoyaltyAccountId Account = LoyaltyAccountId.FromExternal(new("shop", "m1"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Adapters.Both), MemberType = typeof(Adapters))]
    public async Task A_voucher_is_bought_held_used_and_returned(string adapter)
    {
        await using var house = House.Of(adapter);
        await using var services = await house.OpenAsync();
        var (loyalty, vouchers) = (services.GetRequiredService<ILoyaltyService>(), services.GetRequiredService<IVoucherService>());
        await loyalty.EarnAsync(new() { Account = Account, Key = new("earn"), Points = new(500) }, Ct);
        var terms = new VoucherTerms { Value = Euro(25m), MinimumOrder = Euro(10m), Markets = [new("DE")], Holder = Account, ReturnedValidFor = Duration.FromDays(14) };

        var bought = (await vouchers.BuyAsync(new() { Account = Account, Points = new(250), Code = Code, Key = new("buy"), Terms = terms }, Ct)).OrThrow();
        var use = new VoucherUse { Order = new("shop", "1"), Total = Euro(30m), Market = new("DE"), Account = Account };
        var held = (await vouchers.HoldAsync(new() { Code = Code, Key = new("hold"), Use = use }, Ct)).OrThrow();
        var captured = (await vouchers.CaptureAsync(new() { Code = Code, Key = new("capture"), Order = use.Order, Total = Euro(20m) }, Ct)).OrThrow();
        var again = (await vouchers.CaptureAsync(new() { Code = Code, Key = new("capture"), Order = use.Order, Total = Euro(20m) }, Ct)).OrThrow();
        var returned = (await vouchers.ReturnAsync(new() { Code = Code, Key = new("refund"), Order = use.Order, Refunded = Euro(5.55m) }, Ct)).OrThrow();

        Assert.Equal((2500L, 2500L, 2000L, 555L), (bought.Units, held.Units, captured.Units, returned.Units));
        Assert.Equal(captured, again);
        Assert.Equal(1055, (await vouchers.FindAsync(Code, cancellationToken: Ct))!.Remaining);
        Assert.Equal(250, (await loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Available.Value);
        Assert.Equal([Code], (await vouchers.ListAsync(new() { Holder = Account }, new() { Size = 10 }, Ct)).Items.Select(voucher => voucher.Code));
        Assert.True(await vouchers.VerifyAsync(Code, Ct) is { IsSound: true, IsChained: true, Entries: 5 });
    }

    [Theory, MemberData(nameof(Adapters.Both), MemberType = typeof(Adapters))]
    public async Task Racing_redeemers_never_use_more_than_there_is(string adapter)
    {
        await using var house = House.Of(adapter);
        await using var services = await house.OpenAsync();
        var vouchers = services.GetRequiredService<IVoucherService>();
        (await vouchers.IssueAsync(new() { Code = Code, Key = new("issue"), Terms = new() { Value = Euro(25m) } }, Ct)).OrThrow();

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(async () =>
        {
            while (true)
            {
                try
                {
                    var use = new VoucherUse { Order = new("shop", $"{number}"), Total = Euro(4m), Amount = Euro(4m) };
                    return await vouchers.RedeemAsync(new() { Code = Code, Key = new($"{number}"), Use = use }, Ct);
                }
                catch (ConcurrencyConflictException)
                {
                    // Others were faster; nothing was written.
                }
            }
        })));

        Assert.Equal(6, results.Count(result => result.IsSuccess));
        var left = (await vouchers.FindAsync(Code, cancellationToken: Ct))!;
        Assert.Equal((100L, 2400L), (left.Remaining, left.Totals.Used));
        Assert.True((await vouchers.VerifyAsync(Code, Ct)).IsSound);
    }

    private static Money Euro(decimal amount) => new(amount, Eur);
}
