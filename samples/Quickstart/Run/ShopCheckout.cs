using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;
using Quickstart.Generated;
using Quickstart.Input;

namespace Quickstart.Run;

/// <summary>The checkout of who pays in part with points: quote, hold, capture. Where the payment does not come, the hold ends by itself.</summary>
internal sealed class ShopCheckout(ShopData shop)
{
    private static readonly Duration Patience = Duration.FromMinutes(30);

    private readonly LoyaltyProgram program = ShopProgram.Of(shop);

    public int Redemptions { get; private set; }

    public int LapsedHolds { get; private set; }

    /// <summary>Sets aside what the customer has, in whole steps, for an order; what it is worth to the order, null where she has too little.</summary>
    public async Task<Money?> HoldAsync(ICrmTenant crm, CustomerId customer, ShopOrder order)
    {
        var account = LoyaltyAccountId.Of(customer);

        // As of just before the order, so that a run that was cut off asks for the same points again.
        var balance = await crm.Loyalty.GetBalanceAsync(account, order.At - Duration.FromMilliseconds(1));
        var quote = BurnRules.Quote(program, balance.Available, order.Total);
        if (quote.Points == Points.Zero)
        {
            return null;
        }

        var held = await crm.Loyalty.AuthorizeAsync(new()
        {
            Account = account,
            Key = IdempotencyKey.For("hold", ReferenceOf(order)),
            Points = quote.Points,
            Value = quote.Discount,
            Order = ReferenceOf(order),
            ExpiresAt = order.At + Patience,
        });

        // A refund of the same minute may have taken them back.
        return held.IsSuccess ? quote.Discount : null;
    }

    /// <summary>What follows the hold: the payment comes and captures it, or does not.</summary>
    public async Task PayAsync(ICrmTenant crm, CustomerId customer, ShopOrder order)
    {
        if (!GeneratedService.PaysWithPoints(order))
        {
            LapsedHolds++;
            return;
        }

        (await crm.Loyalty.CaptureAsync(new()
        {
            Account = LoyaltyAccountId.Of(customer),
            Key = IdempotencyKey.For("capture", ReferenceOf(order)),
            Order = ReferenceOf(order),
        })).OrThrow();
        Redemptions++;
    }

    public static ExternalRef ReferenceOf(ShopOrder order) => new("shop", order.Number);
}
