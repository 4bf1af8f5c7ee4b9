using CrossBorder.Crm.Loyalty;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>What a programme may have changed, on customers whose truth is known.</summary>
public sealed class ProgramEffectTests
{
    [Fact]
    public void A_known_effect_is_found_and_the_interval_covers_it()
    {
        // Everybody spends 10 more in the second year; members another 20. Who joins is who spent more before.
        var effect = ProgramEffectRules.Compare([.. People(4_000, extra: 20m)]);

        Assert.InRange(effect.Spend!.Value.Value, 18.5m, 21.5m);
        Assert.InRange(20m, effect.Spend.Value.Low, effect.Spend.Value.High);
        Assert.True(effect.Spend.Value.Low > 0m);
        Assert.InRange(effect.MatchedMembers, effect.Members * 9 / 10, effect.Members);
    }

    [Fact]
    public void Where_there_is_none_none_is_found_although_members_spend_more_than_others()
    {
        var people = People(4_000, extra: 0m).ToList();

        var effect = ProgramEffectRules.Compare(people);

        Assert.True(people.Where(p => p.IsMember).Average(p => p.SpendAfter) > people.Where(p => !p.IsMember).Average(p => p.SpendAfter) + 10m);
        Assert.InRange(0m, effect.Spend!.Value.Low, effect.Spend.Value.High);
        Assert.InRange(0m, effect.RepeatRate!.Value.Low, effect.RepeatRate.Value.High);
    }

    [Fact]
    public void By_hand_in_one_cell()
    {
        var effect = ProgramEffectRules.Compare(
        [
            Person(true, 1, 10m, 2, 30m), Person(true, 1, 10m, 1, 20m),
            Person(false, 1, 10m, 1, 12m), Person(false, 1, 10m, 1, 14m), Person(false, 1, 10m, 1, 16m),
        ]);

        // Spend: (20 + 10) / 2 - (2 + 4 + 6) / 3 = 11; variances of the means 50 / 2 and 4 / 3. Repeats: 1 of 2 against none.
        Assert.Equal((11m, 2, 3), (effect.Spend!.Value.Value, effect.MatchedMembers, effect.Comparison));
        Assert.InRange(effect.Spend.Value.Low - (11m - (1.959964m * 5.131601m)), -0.0001m, 0.0001m);
        Assert.Equal(0.5m, effect.RepeatRate!.Value.Value);
    }

    [Fact]
    public void Nobody_is_compared_with_somebody_of_another_group_or_another_past()
    {
        var effect = ProgramEffectRules.Compare(
        [
            Person(true, 1, 10m, 2, 30m) with { Group = "JP" }, Person(true, 1, 10m, 2, 30m) with { Group = "JP" },
            Person(false, 1, 10m, 2, 30m) with { Group = "FR" }, Person(false, 1, 10m, 2, 30m) with { Group = "FR" },
            Person(true, 4, 400m, 2, 30m), Person(true, 4, 400m, 2, 30m), Person(false, 1, 10m, 2, 30m), Person(false, 1, 10m, 2, 30m),
        ]);

        Assert.Equal((4, 0, null), (effect.Members, effect.MatchedMembers, effect.Spend));
        Assert.Null(ProgramEffectRules.Compare([]).Spend);
        Assert.Equal("subjects.OrdersAfter", Assert.Throws<ArgumentOutOfRangeException>(() => ProgramEffectRules.Compare([Person(true, 1, 1m, -1, 1m)])).ParamName);
    }

    private static EffectSubject Person(bool member, int ordersBefore, decimal before, int ordersAfter, decimal after) =>
        new() { IsMember = member, OrdersBefore = ordersBefore, SpendBefore = before, OrdersAfter = ordersAfter, SpendAfter = after };

    private static IEnumerable<EffectSubject> People(int count, decimal extra)
    {
        var random = new Random(7);
        for (var i = 0; i < count; i++)
        {
            var orders = random.Next(1, 7);
            var member = random.Next(10) < orders + 1;
            var before = orders * 20m + random.Next(-10, 11);
            yield return Person(member, orders, before, Math.Max(0, orders + random.Next(-1, 2)), before + 10m + (member ? extra : 0m) + random.Next(-15, 16));
        }
    }
}
