using CrossBorder.Crm.Customers;
using CrossBorder.Crm.Primitives;
using Microsoft.Extensions.DependencyInjection;

namespace CrossBorder.Crm.Storage.Tests;

/// <summary>The tables are made once, by whoever comes first, and a database from the future is left alone.</summary>
public sealed class SchemaTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Adapters.Both), MemberType = typeof(Adapters))]
    public async Task Ten_hosts_that_start_at_once_make_one_schema(string adapter)
    {
        await using var house = House.Of(adapter);

        var hosts = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => house.OpenAsync(), Ct)));

        Assert.Equal(hosts[0].GetRequiredService<IStorageSchema>().Scripts.Count, await house.CountAsync($"select count(*) from {house.Steps}"));
        foreach (var host in hosts)
        {
            await host.DisposeAsync();
        }
    }

    [Theory, MemberData(nameof(Adapters.Both), MemberType = typeof(Adapters))]
    public async Task Scripts_may_be_run_by_hand_and_again(string adapter)
    {
        await using var house = House.Of(adapter);
        await using var services = await house.OpenAsync();
        foreach (var script in services.GetRequiredService<IStorageSchema>().Scripts)
        {
            await house.ScalarAsync(script.Sql);
        }

        await services.GetRequiredService<IStorageSchema>().EnsureSchemaAsync(Ct);
    }

    [Theory, MemberData(nameof(Adapters.Both), MemberType = typeof(Adapters))]
    public async Task A_newer_schema_is_refused_by_name_and_left_alone(string adapter)
    {
        await using var house = House.Of(adapter);
        await using (await house.OpenAsync())
        {
            await house.ScalarAsync($"insert into {house.Steps} values ('customers', 99)");
        }

        var refused = await Assert.ThrowsAsync<StorageException>(async () => await house.OpenAsync());

        Assert.Contains("'customers' is at step 99", refused.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Adapters.Both), MemberType = typeof(Adapters))]
    public async Task Without_tables_the_message_says_how_to_make_them(string adapter)
    {
        await using var house = House.Of(adapter);
        await using var services = new ServiceCollection().AddCrossBorderCrm(crm => house.Use(crm.SingleTenant("shop").AddCustomers())).BuildServiceProvider();

        var reading = await Assert.ThrowsAsync<StorageException>(async () =>
            await services.GetRequiredService<ICustomerActivityService>().GetAsync(CustomerId.FromExternal(new("shop", "c1")), Ct));

        Assert.Contains("EnsureSchemaAsync", reading.Message, StringComparison.Ordinal);
    }
}
