using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Segmentation;
using NodaTime;

namespace CrossBorder.Crm.Tests.Segmentation;

public sealed class ValueTierTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 1, 0, 0);

    private static readonly System.Collections.Immutable.ImmutableArray<ValueTierRule> Rules =
    [
        new() { Tier = ValueTier.Vip, EnterAt = 1000m, StayAt = 800m, MinimumStayDays = 90 },
        new() { Tier = ValueTier.Important, EnterAt = 300m, StayAt = 200m, MinimumStayDays = 30 },
    ];

    [Theory]
    [InlineData(1000, null, 0, "vip")]
    [InlineData(999, null, 0, "important")]
    [InlineData(299, null, 0, "normal")]
    [InlineData(800, "vip", 400, "vip")]
    [InlineData(799, "vip", 400, "important")]
    [InlineData(799, "vip", 89, "vip")]
    [InlineData(799, "vip", 90, "important")]
    [InlineData(0, "vip", 400, "normal")]
    [InlineData(250, "important", 400, "important")]
    [InlineData(250, "vip", 400, "normal")]
    [InlineData(1000, "normal", 1, "vip")]
    public void Leaving_a_tier_takes_less_than_entering_it_and_nobody_leaves_at_once(int net, string? current, int days, string expected)
    {
        (ValueTier, Instant)? before = current is null ? null : (new ValueTier(current), Now - Duration.FromDays(days));

        var (tier, reason) = ValueTierRules.Decide(Rules, net, before, Now);

        Assert.Equal(expected, tier.Code);
        Assert.NotEmpty(reason);
    }

    [Fact]
    public void Rules_that_contradict_each_other_are_refused_by_name()
    {
        Refused(Rules.SetItem(0, Rules[0] with { StayAt = 1001m }), "'vip' is entered at 1000 but left below 1001");
        Refused([Rules[1], Rules[0]], "'vip' must be entered below 'important'");
        Refused([Rules[0], Rules[0] with { EnterAt = 5m, StayAt = 1m }], "Tier number 2");
        Refused([Rules[0] with { Tier = ValueTier.Normal }], "'normal' is whoever enters none");

        static void Refused(System.Collections.Immutable.ImmutableArray<ValueTierRule> rules, string reason) =>
            Assert.Contains(reason, Assert.ThrowsAny<ArgumentException>(() => ValueTierRules.Require(rules)).Message, StringComparison.Ordinal);
    }
}
