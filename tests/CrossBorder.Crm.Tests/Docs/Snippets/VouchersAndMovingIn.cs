using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Tests.Loyalty;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Tests.Docs.Snippets;

/// <summary>The page on loyalty: vouchers at the checkout, and moving in from another system.</summary>
public sealed class VouchersAndMovingIn
{
    private static readonly LoyaltyAccountId Account = LoyaltyAccountId.FromExternal(new("shop", "m1"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_voucher_pays_a_part_and_half_of_the_order_comes_back()
    {
        using var services = Shop();
        var crm = services.GetRequiredService<ICrm>().For(new("shop"));
        await crm.Loyalty.EarnAsync(new() { Account = Account, Key = new("earn"), Points = new(3000) }, Ct);

        var (quote, held, paid, back) = await CheckoutAsync(crm, new("shop", "4711"), new(80m, new("EUR")), LoyaltyShop.Start, LoyaltyShop.Start + Duration.FromDays(300));

        Assert.Equal((2500L, 2500L, 2500L, 1250L, 1250L), (quote.Units, held.Units, paid.Units, back.Units, back.Remaining));
        Assert.Equal(500, (await crm.Loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Available.Value);
    }

    private static async Task<(VoucherQuote Quote, VoucherReceipt Held, VoucherReceipt Paid, VoucherReceipt Back)> CheckoutAsync(
        ICrmTenant crm, ExternalRef order, Money cart, Instant now, Instant endOfYear)
    {
        #region docs/loyalty.md
        var eur = new CurrencyCode("EUR");
        await crm.Vouchers.IssueAsync(new()                                  // a campaign's code
        {
            Code = "SPRING-7F3K", Key = new("issue"), Terms = new() { Value = new(25m, eur), MinimumOrder = new(50m, eur), Markets = [new("DE")], ValidUntil = endOfYear },
        });
        await crm.Vouchers.BuyAsync(new()                                    // points buy one: taken only with the voucher
        {
            Account = Account, Points = new(2500), Code = "GIFT-X2Q9", Key = new("gift"), Terms = new() { Value = new(25m, eur), Holder = Account },
        });

        var use     = new VoucherUse { Order = order, Total = cart, Market = new("DE"), Account = Account };
        var quote   = await crm.Vouchers.QuoteAsync("SPRING-7F3K", use);     // on the cart page: what it pays, or why it does not
        var held    = await crm.Vouchers.HoldAsync(new() { Code = "SPRING-7F3K", Key = IdempotencyKey.For("hold", order), Use = use, ExpiresAt = now + Duration.FromMinutes(30) });
        var paid    = await crm.Vouchers.CaptureAsync(new() { Code = "SPRING-7F3K", Key = IdempotencyKey.For("capture", order), Order = order });
        var back    = await crm.Vouchers.ReturnAsync(new() { Code = "SPRING-7F3K", Key = new("refund-1"), Order = order, Refunded = new(40m, eur) });
        #endregion

        return (quote.OrThrow(), held.OrThrow(), paid.OrThrow(), back.OrThrow());
    }

    [Fact]
    public async Task A_friend_comes_with_a_code_pays_and_returns_everything()
    {
        using var services = Shop();
        var crm = services.GetRequiredService<ICrm>().For(new("shop"));
        await crm.Loyalty.SetProgramAsync(ReferralSamples.Offer, Ct);

        var (came, paid, back) = await SweepSnippets.ReferralsAsync(
            crm, ReferralSamples.Anna, ReferralSamples.Ben, IdempotencyKey.For("visit", new("web", "v-1")),
            new("shop", "4711"), ReferralSamples.Euro(80m), LoyaltyShop.Start, new() { Friend = ["address:9f2c"], Referrer = ["address:07aa"] });

        Assert.Equal((ReferralStatus.Registered, ReferralStatus.Rewarded, ReferralStatus.Reversed), (came.OrThrow().Status, paid.OrThrow().Status, back.OrThrow().Status));
    }

    [Fact]
    public async Task A_refund_pays_out_in_money_what_was_paid_in_money()
    {
        using var services = Shop();
        var crm = services.GetRequiredService<ICrm>().For(new("shop"));
        var (order, total) = (new ExternalRef("shop", "4711"), new Money(100m, new("EUR")));
        await crm.Loyalty.SetProgramAsync(LoyaltyShop.Program, Ct);
        await crm.Vouchers.IssueAsync(new() { Code = "SPRING-7F3K", Key = new("issue"), Terms = new() { Value = new(25m, new("EUR")) } }, Ct);
        (await crm.Vouchers.RedeemAsync(new() { Code = "SPRING-7F3K", Key = new("redeem"), Use = new() { Order = order, Total = total } }, Ct)).OrThrow();
        (await crm.Loyalty.EarnForOrderAsync(new() { Account = Account, Order = order, OccurredAt = LoyaltyShop.Start, Basis = new(75m, new("EUR")) }, Ct)).OrThrow();

        Assert.Equal(new Money(75m, new("EUR")), await RefundAsync(crm, Account, order, total));
    }

    private static async Task<Money> RefundAsync(ICrmTenant crm, LoyaltyAccountId account, ExternalRef order, Money total)
    {
        #region docs/loyalty.md
        var refunded = new Money(100m, new("EUR"));
        var key      = IdempotencyKey.For("refund", new("shop", "r1"));
        var refund   = (await crm.Loyalty.RefundOrderAsync(new() { Account = account, Key = key, Order = order, Refunded = refunded, Total = total })).OrThrow();
        var back     = (await crm.Vouchers.ReturnAsync(new() { Code = "SPRING-7F3K", Key = key, Order = order, Refunded = refunded })).OrThrow();
        var payOut   = refund.Cash - back.Value!.Value;                      // 100.00 − 25.00 = 75.00 EUR
        #endregion

        return payOut;
    }

    [Fact]
    public async Task Members_move_in_and_both_systems_agree()
    {
        using var services = Shop();
        var crm = services.GetRequiredService<ICrm>().For(new("shop"));
        await crm.Loyalty.SetProgramAsync(LoyaltyShop.Program, Ct);
        var members = Enumerable.Range(0, 250).Select(number => new OldMember($"m{number}", 100, new(2025, 11, 2), new(2026, 12, 31))).ToList();

        var (report, totals) = await MoveInAsync(crm, members, LoyaltyShop.Start);

        Assert.Equal((250L, 25_000L, true), (report.Stored.Accounts, report.Stored.Points.Value, report.IsComplete));
        Assert.True(totals.Agree);
        Assert.Equal(250, totals.Equal);
    }

    private sealed record OldMember(string Number, long Points, LocalDate EarnedOn, LocalDate LastDay);

    private static async Task<(ImportReport Report, ComparisonTotals Totals)> MoveInAsync(ICrmTenant crm, List<OldMember> members, Instant cutOver)
    {
        #region docs/loyalty.md
        var report = new ImportReport();
        foreach (var hundred in members.Chunk(100))                          // stopped anywhere: run it again
        {
            report = report.Plus(await crm.Loyalty.ImportAsync(new()
            {
                Source = "oldsys",
                ImportedBefore = cutOver,
                Accounts =
                [
                    .. hundred.Select(member => new OpeningAccount
                    {
                        Key = member.Number,
                        Account = LoyaltyAccountId.FromExternal(new("shop", member.Number)),
                        Lots = [new() { Points = new(member.Points), EarnedOn = member.EarnedOn, LastDay = member.LastDay }],
                    }),
                ],
            }));
        }

        foreach (var row in report.Refusals)
        {
            Console.WriteLine($"{row.Key}, lot {row.Lot}: {row.Error}");
        }

        var others = members
            .Select(member => new OtherBalance { Account = LoyaltyAccountId.FromExternal(new("shop", member.Number)), Available = new(member.Points), Debt = new(0) })
            .OrderBy(other => other.Account.Value);
        var totals = default(ComparisonTotals);
        await foreach (var account in crm.Loyalty.CompareAsync(others.ToAsyncEnumerable(), cutOver))
        {
            totals = totals.Plus(account);                                   // account.Outcome, account.Differences
        }
        #endregion

        return (report, totals);
    }

    private static ServiceProvider Shop() => new ServiceCollection().AddSingleton<TimeProvider>(new SettableTime(LoyaltyShop.Start))
        .AddCrossBorderCrm(crm => crm.UseInMemory().SingleTenant("shop").AddLoyalty()).BuildServiceProvider();
}
