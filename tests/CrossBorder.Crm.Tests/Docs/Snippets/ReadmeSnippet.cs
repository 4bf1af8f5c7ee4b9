using CrossBorder.Crm.Loyalty;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Tests.Docs.Snippets;

/// <summary>The code of README.md.</summary>
internal static class ReadmeSnippet
{
    public static async Task RunAsync(string[] args)
    {
        #region README.md
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddCrossBorderCrm(crm => crm.SingleTenant("shop").AddLoyalty().UseInMemory());
        var app = builder.Build();

        var points = app.Services.GetRequiredService<ILoyaltyService>();
        await points.SetProgramAsync(new()
        {
            Zone = "Europe/Berlin",
            Currency = new("EUR"),
            Rates = [new() { Unit = new(1m, new("EUR")), Points = new(1) }],
            Validity = new() { Months = 12, RoundUpTo = CalendarPeriod.Month },
        });

        // The payment webhook knows the order; called twice, it earns once.
        app.MapPost("/orders/{order}/paid", async (string order, string customer, decimal goods, ILoyaltyService loyalty) =>
            (await loyalty.EarnForOrderAsync(new()
            {
                Account = LoyaltyAccountId.FromExternal(new("shop", customer)),
                Order = new("shop", order),
                OccurredAt = app.Services.GetRequiredService<IClock>().GetCurrentInstant(),
                Basis = new(goods, new("EUR")),
            })).Match(earned => Results.Ok(earned.Points.Value), refused => Results.Conflict(refused.Code)));

        app.MapPost("/accounts/{customer}/redeem", async (string customer, long amount, string request, ILoyaltyService loyalty) =>
            (await loyalty.RedeemAsync(new() { Account = LoyaltyAccountId.FromExternal(new("shop", customer)), Key = new(request), Points = new(amount) }))
                .Match(spent => Results.Ok(spent.Available.Value), refused => Results.Conflict(refused.Code)));

        app.Run();
        #endregion
    }
}
