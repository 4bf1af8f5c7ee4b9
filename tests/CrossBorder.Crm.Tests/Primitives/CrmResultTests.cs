using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Tests.Primitives;

public sealed class CrmResultTests
{
    private static readonly CrmErrorDefinition Definition = new("test.too_little", "Only {available} of {asked} are there.", "只有 {available},需要 {asked}。");

    [Fact]
    public void A_refusal_says_why_to_a_machine_and_to_a_person()
    {
        var error = Definition.With(("asked", 500), ("available", 120));
        CrmResult<string> result = error;

        Assert.False(result.IsSuccess);
        Assert.Equal("test.too_little", result.Error.Code);
        Assert.Equal("500", result.Error.Parameters["asked"]);
        Assert.Equal("Only 120 of 500 are there.", Definition.Describe(error, new("de")));
        Assert.Equal("只有 120,需要 500。", Definition.Describe(error, new("zh-Hans")));
        Assert.Equal(error, Assert.Throws<CrmRefusedException>(() => result.OrThrow()).Error);
    }

    [Fact]
    public void An_accepted_request_gives_its_value()
    {
        CrmResult<string> result = "done";

        Assert.True(result.TryGet(out var value, out var error));
        Assert.Equal("done", value);
        Assert.Null(error);
        Assert.Equal(4, result.Match(v => v.Length, _ => -1));
        Assert.Equal(4, result.Map(v => v.Length).OrThrow());
        Assert.Throws<InvalidOperationException>(() => result.Error);
    }

    [Fact]
    public void The_default_result_is_neither() => Assert.Throws<InvalidOperationException>(() => default(CrmResult<string>).IsSuccess);

    [Fact]
    public void Equal_refusals_are_equal() => Assert.Equal(Definition.With(("asked", 1)), Definition.With(("asked", 1L)));
}
