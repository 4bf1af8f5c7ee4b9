using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;

namespace CrossBorder.Crm.Storage.Tests.Loyalty;

/// <summary>A row of a ledger that was changed behind the library's back is found and named.</summary>
public sealed class TamperedLedgerTests
{
    private static readonly LoyaltyAccountId Account = LoyaltyAccountId.FromExternal(new("shop", "m1"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Adapters.Both), MemberType = typeof(Adapters))]
    public async Task A_changed_row_is_named(string adapter)
    {
        await using var shop = await OpenAsync(adapter);
        await ExecuteAsync(shop, $"update {Entries(shop)} set payload = {Changed(adapter)} where version = 3");

        var found = await VerifyAsync(shop);

        Assert.Equal((false, true, 3, 2), (found.IsSound, found.IsChained, found.ChangedEntry, found.Entries));
        Assert.Contains("Entry 3", found.Problem, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Adapters.Both), MemberType = typeof(Adapters))]
    public async Task A_missing_row_is_named(string adapter)
    {
        await using var shop = await OpenAsync(adapter);
        await ExecuteAsync(shop, $"delete from {Entries(shop)} where version = 2");

        Assert.Equal(2, (await VerifyAsync(shop)).ChangedEntry);
    }

    [Theory, MemberData(nameof(Adapters.Both), MemberType = typeof(Adapters))]
    public async Task A_last_row_that_was_cut_off_is_named(string adapter)
    {
        await using var shop = await OpenAsync(adapter);
        await ExecuteAsync(shop, $"delete from {Entries(shop)} where version = 4");

        Assert.Equal(4, (await VerifyAsync(shop)).ChangedEntry);
    }

    [Theory, MemberData(nameof(Adapters.Both), MemberType = typeof(Adapters))]
    public async Task A_row_whose_link_was_forged_with_it_is_named_by_the_next_one(string adapter)
    {
        await using var shop = await OpenAsync(adapter);
        var chain = adapter == "Sqlite" ? "x'" + new string('1', 64) + "'" : "decode(repeat('11', 32), 'hex')";
        await ExecuteAsync(shop, $"update {Entries(shop)} set payload = {Changed(adapter)}, chain = {chain} where version = 3");

        Assert.Equal(3, (await VerifyAsync(shop)).ChangedEntry);
    }

    [Theory, MemberData(nameof(Adapters.Both), MemberType = typeof(Adapters))]
    public async Task A_changed_balance_is_told_from_changed_rows(string adapter)
    {
        await using var shop = await OpenAsync(adapter);
        var (from, to) = ("\"earned\":100", "\"earned\":900");
        await ExecuteAsync(shop, $"update {shop.House.Prefix}loyalty_accounts set state = {Replaced(adapter, "state", from, to)}");

        var found = await VerifyAsync(shop);

        Assert.Equal((false, null, 4), (found.IsSound, found.ChangedEntry, found.Entries));
    }

    [Fact, Trait("Adapter", "Bridge")]
    public async Task A_changed_row_is_named_on_the_bridge()
    {
        var engine = new TamperedEngine(new InMemoryEngine());
        await using var services = new ServiceCollection()
            .AddCrossBorderCrm(crm => crm.SingleTenant("shop").AddLoyalty().UseStorage(_ => engine)).BuildServiceProvider();
        var loyalty = services.GetRequiredService<ILoyaltyService>();
        await FillAsync(loyalty);
        Assert.True((await loyalty.VerifyAsync(Account, Ct)).IsSound);

        foreach (var version in new[] { 1, 2, 3, 4 })
        {
            engine.Changes = version;
            Assert.Equal(version, (await loyalty.VerifyAsync(Account, Ct)).ChangedEntry);
        }
    }

    // The third entry redeems 30 points; 31 say that one more was spent.
    private static string Changed(string adapter) => Replaced(adapter, "payload", "\"points\":30", "\"points\":31");

    private static string Replaced(string adapter, string column, string from, string to) => adapter == "Sqlite"
        ? $"cast(replace(cast({column} as text), '{from}', '{to}') as blob)"
        : $"convert_to(replace(convert_from({column}, 'UTF8'), '{from}', '{to}'), 'UTF8')";

    private static string Entries(AdapterShop shop) => $"{shop.House.Prefix}loyalty_accounts_entries";

    private static async Task<AdapterShop> OpenAsync(string adapter)
    {
        var shop = await AdapterShop.OpenAsync(adapter);
        var loyalty = shop.Services.GetRequiredService<ILoyaltyService>();
        await FillAsync(loyalty);
        Assert.True((await loyalty.VerifyAsync(Account, Ct)).IsSound);
        return shop;
    }

    private static async Task FillAsync(ILoyaltyService loyalty)
    {
        (await loyalty.EarnAsync(new() { Account = Account, Key = new("e1"), Points = new(60) }, Ct)).OrThrow();
        (await loyalty.EarnAsync(new() { Account = Account, Key = new("e2"), Points = new(40) }, Ct)).OrThrow();
        (await loyalty.RedeemAsync(new() { Account = Account, Key = new("r1"), Points = new(30) }, Ct)).OrThrow();
        (await loyalty.RedeemAsync(new() { Account = Account, Key = new("r2"), Points = new(50) }, Ct)).OrThrow();
    }

    private static async Task<LedgerVerification> VerifyAsync(AdapterShop shop) => await shop.Services.GetRequiredService<ILoyaltyService>().VerifyAsync(Account, Ct);

    private static async Task ExecuteAsync(AdapterShop shop, string sql)
    {
        await using var connection = shop.House.Connect();
        await connection.OpenAsync(Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Ct));
    }
}
