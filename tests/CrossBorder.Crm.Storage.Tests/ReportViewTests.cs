using CrossBorder.Crm.Consent;
using CrossBorder.Crm.Customers;
using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests;

/// <summary>What a shop's reports read: views whose columns stay, joined to the shop's own tables by its own keys.</summary>
public sealed class ReportViewTests
{
    private static readonly ExternalRef Member = new("shop", "c:1");
    private static readonly LoyaltyAccountId Account = LoyaltyAccountId.FromExternal(Member);
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1, 12, 0) + Duration.FromTicks(1_234_560);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Adapters.Both), MemberType = typeof(Adapters))]
    public async Task The_spendable_points_of_a_report_are_what_the_service_says_at_every_instant(string adapter)
    {
        await using var house = House.Of(adapter);
        await using var services = await house.OpenAsync(time: new FixedTime(Now));
        var loyalty = services.GetRequiredService<ILoyaltyService>();

        // Points that are spent and then called off leave a debt of 70; two lots that become spendable later pay it, one of them before it expires.
        await EarnAsync("spent", 100, Now, null);
        await loyalty.RedeemAsync(new() { Account = Account, Key = new("spend"), Points = new(70) }, Ct);
        await EarnAsync("soon", 40, Now + Duration.FromDays(1), Now + Duration.FromDays(9));
        await EarnAsync("later", 55, Now + Duration.FromDays(2), Now + Duration.FromDays(20));
        await EarnAsync("same instant", 10, Now + Duration.FromDays(2), null);
        await EarnAsync("last", 7, Now + Duration.FromDays(12), null);
        await loyalty.RefundEarningAsync(new() { Account = Account, Key = new("refund"), Order = new("shop", "spent"), RefundedMinor = 5, OrderTotalMinor = 5 }, Ct);
        Assert.Equal(70, (await loyalty.GetBalanceAsync(Account, cancellationToken: Ct)).Debt.Value);
        await SameAsync();

        // Holds, one that times out before its lot expires, one after, one never by itself; what they release pays the debt that the next refund leaves.
        await EarnAsync("held", 90, Now, null);
        await EarnAsync("held and short", 30, Now, Now + Duration.FromDays(5));
        foreach (var (name, points, days) in new[] { ("short", 35, 3), ("long", 10, 11), ("for ever", 5, 0) })
        {
            (await loyalty.AuthorizeAsync(
                new() { Account = Account, Key = new(name), Points = new(points), ExpiresAt = days == 0 ? null : Now + Duration.FromDays(days) }, Ct)).OrThrow();
        }

        await SameAsync();
        (await loyalty.AdjustAsync(new() { Account = Account, Key = new("debit"), Points = new(-75), AllowNegative = true }, Ct)).OrThrow();
        await SameAsync();
        Assert.Equal(50, await house.CountAsync($"select sum(reserved) from {house.Prefix}report_points_lots where hold is not null"));

        async Task SameAsync()
        {
            foreach (var days in new[] { 0.0, 0.5, 1, 1.5, 2, 2.000001, 2.9, 3, 5, 8.9, 9, 11, 12, 19.99, 20, 400 })
            {
                var at = Now + Duration.FromTicks((long)(days * NodaConstants.TicksPerDay / 10) * 10);
                var spendable = await house.CountAsync(
                    $"select coalesce(sum(spendable), 0) from {house.Prefix}report_points_lots where available_from <= {house.Literal(at)} and (expires_at is null or expires_at > {house.Literal(at)})");
                Assert.Equal((await loyalty.GetBalanceAsync(Account, at, Ct)).Available.Value, spendable);
            }
        }

        async Task EarnAsync(string order, long points, Instant from, Instant? to) => (await loyalty.EarnAsync(new()
        {
            Account = Account, Key = new(order), Points = new(points), Order = new("shop", order), AvailableFrom = from, ExpiresAt = to, Owner = Member,
        }, Ct)).OrThrow();
    }

    [Theory, MemberData(nameof(Adapters.Both), MemberType = typeof(Adapters))]
    public async Task A_report_joins_the_host_s_customers_and_orders_by_the_host_s_keys(string adapter)
    {
        await using var house = House.Of(adapter);
        await using var services = await house.OpenAsync(time: new FixedTime(Now));
        var customer = CustomerId.FromExternal(Member);
        await services.GetRequiredService<ICustomerActivityService>().RecordOrderAsync(new()
        {
            Customer = customer, Order = new("shop", "订单:1"), OccurredAt = Now, Total = new(12.50m, new CurrencyCode("EUR")), Market = new("DE"),
            Terms = new() { ReportingCurrency = new CurrencyCode("EUR"), ReportingRate = 1 }, Owner = Member,
        }, Ct);
        await services.GetRequiredService<ILoyaltyService>().EarnAsync(
            new() { Account = Account, Key = new("e"), Points = new(12), Order = new("shop", "订单:1"), Owner = Member }, Ct);
        await house.ScalarAsync($"create table {house.Prefix}their_customers (id text primary key, name text)");
        await house.ScalarAsync($"insert into {house.Prefix}their_customers values ('c:1', 'Her Name')");

        var row = await house.ScalarAsync(
            $"""
            select c.name || ' ' || o.total || ' ' || o.total_currency || ' ' || l.remaining || ' ' || o.market
            from {house.Prefix}their_customers c
            join {house.Prefix}report_orders o on o.owner_system = 'shop' and o.owner_value = c.id and o.kind = 'order_placed.v1'
            join {house.Prefix}report_points_lots l on l.owner_system = 'shop' and l.owner_value = c.id and l.order_ref = o.order_ref
            where o.occurred_at = {house.Literal(Now)}
            """);

        Assert.Equal("Her Name 12.50 EUR 12 DE", row);
        Assert.Equal(customer.ToString(), await house.ScalarAsync($"select customer_id from {house.Prefix}report_orders"));
    }

    [Theory, MemberData(nameof(Adapters.Both), MemberType = typeof(Adapters))]
    public async Task A_report_shows_tickets_and_consents_of_the_host_s_customers(string adapter)
    {
        await using var house = House.Of(adapter);
        await using var services = await house.OpenAsync(crm => crm.AddAllRooms(), new FixedTime(Now));
        var customer = CustomerId.FromExternal(Member);
        await services.GetRequiredService<ICustomerService>().SaveAsync(
            new() { Id = customer, Market = new("DE"), Languages = [new("de")], Externals = [Member] }, 0, Ct);
        (await services.GetRequiredService<ITicketService>().OpenAsync(
            new()
            {
                Ticket = TicketId.FromExternal(new ExternalRef("desk", "4711")), Key = new("open"), Customer = customer, Source = new("desk", "4711"),
                Channel = Channel.Email, Language = new("de"), OccurredAt = Now,
            },
            Ct)).OrThrow();
        var scope = new ConsentScope(Purpose.DirectMarketing, Channel.Email, new("mail-1"));
        await services.GetRequiredService<IConsentService>().RecordAsync(
            new() { Subject = customer, Key = new("box"), Owner = Member, Entries = [new ConsentGranted { OccurredAt = Now, Scope = scope }] }, Ct);

        Assert.Equal(
            $"4711 {TicketId.FromExternal(new ExternalRef("desk", "4711"))} new",
            await house.ScalarAsync(
                $"""
                select t.owner_value || ' ' || t.ticket_id || ' ' || t.status
                from {house.Prefix}report_tickets t join {house.Prefix}report_customers c on c.customer_id = t.customer_id
                where c.owner_system = 'shop' and c.owner_value = 'c:1' and t.opened_at = {house.Literal(Now)}
                """));
        Assert.Equal(
            "consent_granted.v1",
            await house.ScalarAsync(
                $"select kind from {house.Prefix}report_consents where owner_system = 'shop' and owner_value = 'c:1' and occurred_at = {house.Literal(Now)}"));
    }

    private sealed class FixedTime(Instant now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now.ToDateTimeOffset();
    }
}
