using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Tests.Primitives;

public sealed class IdTests
{
    private static readonly ExternalRef Order = new("shop", "4711");

    [Fact]
    public void The_id_of_a_foreign_key_is_always_the_same()
    {
        Assert.Equal(CustomerId.FromExternal(Order), CustomerId.FromExternal(new("shop", "4711")));

        // Stored data depends on it: this value must never change.
        Assert.Equal(Guid.Parse("3e313581-4da8-8097-929a-436000045fc4"), CustomerId.FromExternal(Order).Value);
        Assert.Equal(8, CustomerId.FromExternal(Order).Value.Version);
    }

    [Fact]
    public void Kinds_and_systems_never_share_an_id()
    {
        Assert.NotEqual(CustomerId.FromExternal(Order).Value, EntityId.FromExternal<OtherId>(Order).Value);
        Assert.NotEqual(CustomerId.FromExternal(Order), CustomerId.FromExternal(new("erp", "4711")));
    }

    [Fact]
    public void New_ids_are_ordered_by_time_and_differ()
    {
        var ids = Enumerable.Range(0, 100).Select(_ => CustomerId.New()).ToList();

        Assert.Equal(100, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal(7, id.Value.Version));
    }

    [Fact]
    public void The_default_names_nothing_and_is_refused()
    {
        Assert.Throws<ArgumentException>(() => CustomerId.FromExternal(default));
        Assert.Throws<ArgumentException>(() => default(CustomerId).ThrowIfDefault());
        Assert.Throws<ArgumentException>(() => default(TenantId).ThrowIfDefault());
        Assert.Throws<ArgumentException>(() => IdempotencyKey.For("earn", default));
    }

    [Theory]
    [InlineData("shop:4711", "shop", "4711")]
    [InlineData("shop:a:b", "shop", "a:b")]
    [InlineData("erp.cn:订单 7", "erp.cn", "订单 7")]
    public void An_external_reference_reads_what_it_writes(string text, string system, string value)
    {
        var reference = ExternalRef.Parse(text);

        Assert.Equal(new ExternalRef(system, value), reference);
        Assert.Equal(text, reference.ToString());
    }

    [Theory]
    [InlineData("Shop", "1", "position 0")]
    [InlineData("sh op", "1", "position 2")]
    [InlineData("shop", " ", "value")]
    [InlineData("shop", "a\0b", "NUL character at position 1")]
    public void A_bad_reference_says_what_is_wrong(string system, string value, string reason) =>
        Assert.Contains(reason, Assert.ThrowsAny<ArgumentException>(() => new ExternalRef(system, value)).Message, StringComparison.Ordinal);

    [Fact]
    public void Half_of_a_surrogate_pair_is_not_text() => Assert.Contains(
        "half of a surrogate pair at position 1",
        Assert.Throws<ArgumentException>(() => new ExternalRef("shop", "a\ud800b")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("pt-br", "pt-BR")]
    [InlineData("ZH-hant-tw", "zh-Hant-TW")]
    [InlineData("es-419", "es-419")]
    [InlineData("de-CH-1996", "de-CH-1996")]
    public void A_language_tag_gets_its_canonical_case(string tag, string canonical) => Assert.Equal(canonical, new LanguageTag(tag).Value);

    [Theory]
    [InlineData("english")]
    [InlineData("e")]
    [InlineData("de_DE")]
    [InlineData("")]
    [InlineData("de\n")]
    [InlineData("en-\u212AE")]
    public void What_is_no_language_tag_is_refused(string tag) => Assert.Throws<ArgumentException>(() => new LanguageTag(tag));

    private readonly record struct OtherId(Guid Value) : IEntityId<OtherId>
    {
        public static string Kind => "other";

        public static OtherId From(Guid value) => new(value);
    }
}
