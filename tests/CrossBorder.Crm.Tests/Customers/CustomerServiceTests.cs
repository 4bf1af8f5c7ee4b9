using CrossBorder.Crm.Customers;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Tests.Loyalty;
using NodaTime;

namespace CrossBorder.Crm.Tests.Customers;

public sealed class CustomerServiceTests
{
    private static readonly Customer Maria = new()
    {
        Id = CustomerId.FromExternal(new("shop", "c1")),
        Name = new() { Given = "Maria", Family = "Schmidt" },
        Contacts =
        [
            new() { Channel = Channel.Email, Address = "Maria.Schmidt@Example.DE" },
            new() { Channel = Channel.Sms, Address = "+49 (171) 123-4567" },
        ],
        Market = new("DE"),
        Languages = [new("de-DE"), new("en")],
        Zone = new() { Zone = "Europe/Berlin", Provenance = Provenance.Inferred },
        Externals = [new("shop", "c1"), new("erp", "900")],
    };

    public static TheoryData<TestStorage> Storages => [TestStorage.InMemory, TestStorage.Engine];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Storages))]
    public async Task A_customer_is_found_by_id_by_key_and_by_any_spelling_of_an_address(TestStorage storage)
    {
        using var shop = new CustomersShop(storage);
        var saved = (await shop.Crm.Customers.SaveAsync(Maria, 0, Ct)).OrThrow();

        Assert.Equal(1, saved.Version);
        Assert.Equal(saved, await shop.Crm.Customers.FindAsync(Maria.Id, Ct));
        Assert.Equal(saved, await shop.Crm.Customers.FindAsync(new ExternalRef("erp", "900"), Ct));
        Assert.Equal([saved], await shop.Crm.Customers.FindAsync(Channel.Email, " maria.schmidt@example.de", Ct));
        Assert.Equal([saved], await shop.Crm.Customers.FindAsync(Channel.Voice, "0049 171 1234567", Ct));
        Assert.Empty(await shop.Crm.Customers.FindAsync(Channel.Email, "other@example.de", Ct));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task Tenants_do_not_see_each_others_customers(TestStorage storage)
    {
        using var shop = new CustomersShop(storage);
        await shop.Crm.Customers.SaveAsync(Maria, 0, Ct);

        Assert.Null(await shop.Of("other").Customers.FindAsync(Maria.Id, Ct));
        Assert.Empty(await shop.Of("other").Customers.FindAsync(Channel.Email, "maria.schmidt@example.de", Ct));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task A_repeated_write_changes_nothing_and_a_stale_one_is_refused(TestStorage storage)
    {
        using var shop = new CustomersShop(storage);
        var first = (await shop.Crm.Customers.SaveAsync(Maria, 0, Ct)).OrThrow();
        shop.Pass(Duration.FromHours(1));

        var again = (await shop.Crm.Customers.SaveAsync(Maria, 0, Ct)).OrThrow();
        var moved = (await shop.Crm.Customers.SaveAsync(Maria with { Market = new("AT") }, 1, Ct)).OrThrow();
        var stale = await shop.Crm.Customers.SaveAsync(Maria with { Market = new("CH") }, 1, Ct);

        Assert.Equal(first, again);
        Assert.Equal((2, CustomersShop.Start, CustomersShop.Start + Duration.FromHours(1)), (moved.Version, moved.Value.CreatedAt, moved.Value.UpdatedAt));
        Assert.Equal("customers.changed_meanwhile", stale.Error.Code);
        Assert.Equal(("1", "2"), (stale.Error.Parameters["expected"], stale.Error.Parameters["actual"]));
    }

    [Theory, MemberData(nameof(Storages))]
    public async Task An_address_that_was_given_up_finds_nobody(TestStorage storage)
    {
        using var shop = new CustomersShop(storage);
        await shop.Crm.Customers.SaveAsync(Maria, 0, Ct);
        await shop.Crm.Customers.SaveAsync(Maria with { Contacts = [] }, 1, Ct);

        Assert.Empty(await shop.Crm.Customers.FindAsync(Channel.Email, "maria.schmidt@example.de", Ct));
    }

    [Fact]
    public async Task Bad_input_names_the_member_and_never_the_person()
    {
        using var shop = new CustomersShop(TestStorage.InMemory);

        await Refused(Maria with { Id = default }, "customer.Id");
        await Refused(Maria with { Market = default }, "customer.Market");
        await Refused(Maria with { Name = new() }, "customer.Name");
        await Refused(Maria with { Zone = new() { Zone = "Europe/Atlantis", Provenance = Provenance.Stated } }, "customer.Zone");
        await Refused(Maria with { Contacts = [Maria.Contacts[0], Maria.Contacts[0] with { Address = "maria.schmidt@example.de" }] }, "customer.Contacts[1]");
        await Refused(Maria with { Languages = [new("de"), new("de")] }, "customer.Languages[1]");
        await Refused(Maria with { Country = default(CountryCode) }, "customer.Country");
        await Refused(Maria with { Contacts = default }, "customer.Contacts");
        await Refused(Maria with { Languages = default }, "customer.Languages");
        await Refused(Maria with { Externals = default }, "customer.Externals");

        async Task Refused(Customer customer, string member)
        {
            var error = await Assert.ThrowsAnyAsync<ArgumentException>(() => shop.Crm.Customers.SaveAsync(customer, 0, Ct).AsTask());
            Assert.Equal(member, error.ParamName);
            Assert.DoesNotContain("schmidt", error.Message, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void A_customer_that_is_logged_by_mistake_tells_nobody_who_she_is() => Assert.DoesNotContain("Schmidt", Maria.ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_name_is_written_in_its_own_order_and_script()
    {
        Assert.Equal("Dr. Maria Schmidt", AddressForm.Full(new() { Given = "Maria", Family = "Schmidt", Title = "Dr." }));
        Assert.Equal("王小明", AddressForm.Full(new() { Given = "小明", Family = "王", Order = NameOrder.FamilyFirst, Script = "Hans" }));
        Assert.Equal("山田太郎様", AddressForm.Full(new() { Given = "太郎", Family = "山田", Title = "様", Order = NameOrder.FamilyFirst, Script = "Jpan" }));
        Assert.Equal("Nagy István", AddressForm.Full(new() { Given = "István", Family = "Nagy", Order = NameOrder.FamilyFirst, Script = "Latn" }));
        Assert.Equal("Maria", AddressForm.Short(Maria.Name));
        Assert.Equal("王小明", AddressForm.Short(new() { Given = "小明", Family = "王", Order = NameOrder.FamilyFirst, Script = "Hans" }));
        Assert.Equal("", AddressForm.Short(null));
    }

    [Fact]
    public void She_is_written_to_in_the_best_language_that_is_offered()
    {
        Assert.Equal(new LanguageTag("de-AT"), AddressForm.Language(Maria, new("en-US"), new("de-AT")));
        Assert.Equal(new LanguageTag("en-US"), AddressForm.Language(Maria, new("fr"), new("en-US")));
        Assert.Equal(new LanguageTag("fr"), AddressForm.Language(Maria, new LanguageTag("fr")));
        var hongKong = Maria with { Languages = [new("zh-Hant-HK")] };
        Assert.Equal(new LanguageTag("zh-Hant"), AddressForm.Language(hongKong, new("zh-Hans"), new("zh-Hant")));
    }
}
