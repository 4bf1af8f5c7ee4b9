using CrossBorder.Crm.Conformance;
using CrossBorder.Crm.Customers;
using CrossBorder.Crm.Primitives;
using Microsoft.Extensions.DependencyInjection;

namespace CrossBorder.Crm.Storage.Tests;

/// <summary>The tables are made once, by whoever comes first, and a database from the future is left alone.</summary>
public sealed class SchemaTests
{
    private static readonly TenantId Tenant = new("shop");
    private static readonly CollectionSchema Records = StorageConformance.Collections.Single(c => c.Shape == CollectionShape.Record);
    private static readonly CollectionSchema Streams = StorageConformance.Collections.Single(c => c.Shape == CollectionShape.Stream);

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
    public async Task An_index_field_that_comes_later_gets_its_column_while_nothing_is_stored(string adapter)
    {
        await using var house = await EngineHouse.OpenAsync(adapter);

        await house.Schema([WithField(Records), WithField(Streams)]).EnsureSchemaAsync(Ct);

        foreach (var collection in new[] { WithField(Records), WithField(Streams) })
        {
            await house.Schema([collection]).EnsureSchemaAsync(Ct);
        }

        var id = Guid.CreateVersion7();
        var write = Write();
        await house.Engine.SaveAsync(WithField(Records), Tenant, id, write with { Index = write.Index.Add(IndexValue.Of("blue")) }, transaction: null, Ct);
        var query = new StoreQuery { Where = [Condition.Equal("colour", IndexValue.Of("blue"))] };
        var blue = await ((IRecordStore)house.Engine).ListAsync(WithField(Records), Tenant, query, new PageRequest(), Ct);
        Assert.Equal(id, Assert.Single(blue.Items).Id);
    }

    [Theory, MemberData(nameof(Adapters.Both), MemberType = typeof(Adapters))]
    public async Task An_index_field_that_comes_later_is_refused_by_name_where_rows_would_lack_its_value(string adapter)
    {
        await using var house = await EngineHouse.OpenAsync(adapter);
        var id = Guid.CreateVersion7();
        await house.Engine.SaveAsync(Records, Tenant, id, Write(), transaction: null, Ct);

        var refused = await Assert.ThrowsAsync<StorageException>(async () => await house.Schema([WithField(Records)]).EnsureSchemaAsync(Ct));

        Assert.Contains($"'{Records.Name}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'colour'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("StorageCopy", refused.Message, StringComparison.Ordinal);
        await house.Schema([Records]).EnsureSchemaAsync(Ct);
        Assert.NotNull(await house.Engine.FindAsync(Records, Tenant, id, Ct));
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

    private static CollectionSchema WithField(CollectionSchema collection) => collection with { Fields = collection.Fields.Add(new("colour", IndexType.Text)) };

    private static RecordWrite<Payload> Write() =>
        new() { Record = Payload.FromBytes("{}"u8.ToArray()), ExpectedVersion = 0, Index = [default, default, default, default, default] };
}
