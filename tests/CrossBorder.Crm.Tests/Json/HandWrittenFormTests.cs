using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Json;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Tests.Loyalty;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Json;

/// <summary>What is written out by hand gives the bytes of the generated form, and reads what that reads.</summary>
public sealed class HandWrittenFormTests
{
    private static JsonConverter[] Forms => [.. CrmJson.Options.Converters.Except(CrmJson.GeneratedOptions.Converters).Where(IsForm)];

    public static TheoryData<string> Names => [.. Forms.Select(form => form.GetType().Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_form_knows_all_members_of_its_class(string name)
    {
        var form = Forms.Single(form => form.GetType().Name == name);

        Assert.True(form.GetType().GetProperty("KnowsAllMembers")!.GetValue(form) is true, $"{name} does not write what the class has now; the slower generated form is used.");
    }

    [Fact]
    public void Every_example_has_the_bytes_of_the_generated_form_and_reads_from_them()
    {
        Type[] types = [.. Forms.Select(form => form.Type!)];
        var examples = LoyaltyExamples.Stored.Where(example => types.Contains(example.GetType())).ToList();

        Assert.NotEmpty(examples);
        Assert.All(examples, example => AssertSame(example));
    }

    [Fact]
    public void Any_account_has_the_bytes_of_the_generated_form_and_reads_from_them() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll(Accounts.ToArbitrary(), account =>
        {
            AssertSame(account);
            return true;
        }));

    [Theory]
    [InlineData("""{"points":5,"type":"x","remaining":4,"earnedAt":"2026-03-01T08:30:00Z","number":3,"availableFrom":"2026-03-01T08:30:00.5Z","later":[1]}""")]
    [InlineData("""{"number":3,"points":5,"remaining":4,"earnedAt":"2026-03-01T08:30:00Z","availableFrom":"-0044-03-15T00:00:00Z","expiresAt":null}""")]
    [InlineData("""{"number":3,"points":5,"remaining":4,"earnedAt":"2026-03-01T08:30:00Z","availableFrom":"2026-03-01T08:30:00Z","order":"shop:\u00e4"}""")]
    public void Another_order_an_unknown_member_and_an_unusual_value_are_read_as_the_generated_form_does(string json) =>
        Assert.Equal(JsonSerializer.Deserialize<PointLot>(json, CrmJson.GeneratedOptions), JsonSerializer.Deserialize<PointLot>(json, CrmJson.Options));

    [Theory]
    [InlineData("""{"number":3,"points":5,"remaining":4,"earnedAt":"2026-03-01T08:30:00Z"}""")]
    [InlineData("""{"number":"3","points":5,"remaining":4,"earnedAt":"2026-03-01T08:30:00Z","availableFrom":"2026-03-01T08:30:00Z"}""")]
    [InlineData("""{"number":3.5,"points":5,"remaining":4,"earnedAt":"2026-03-01T08:30:00Z","availableFrom":"2026-03-01T08:30:00Z"}""")]
    [InlineData("""{"number":3,"points":5,"remaining":4,"earnedAt":"yesterday","availableFrom":"2026-03-01T08:30:00Z"}""")]
    [InlineData("""[3]""")]
    public void What_the_generated_form_refuses_is_refused(string json)
    {
        var refusal = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<PointLot>(json, CrmJson.GeneratedOptions));

        Assert.Equal(refusal.Message, Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<PointLot>(json, CrmJson.Options)).Message);
    }

    private static Gen<LoyaltyAccountState> Accounts =>
        from lots in Lots.ListOf()
        from asOf in Instants
        from debt in Gen.Choose(0, 3)
        from totals in Gen.Choose(-2, 2).ArrayOf(10)
        from year in Gen.Choose(2020, 2030).Optional()
        select new LoyaltyAccountState
        {
            Account = LoyaltyAccountId.FromExternal(new("shop", "m1")),
            Revision = LedgerFold.Revision,
            AsOf = asOf,
            Lots = [.. lots],
            Debt = new(debt),
            Totals = new()
            {
                Earned = new(totals[0]),
                Redeemed = new(totals[1]),
                Expired = new(totals[2]),
                ClawedBack = new(totals[3]),
                Waived = new(totals[4]),
                Returned = new(totals[5]),
                Adjusted = new(totals[6]),
                TransferredIn = new(totals[7]),
                TransferredOut = new(totals[8]),
                Imported = new(totals[9]),
            },
            Years = year is { } y ? [new() { Year = y, Sum = new(5), Peak = new(7), AtEnd = new(debt) }] : [],
        };

    private static Gen<PointLot> Lots =>
        from number in Gen.Elements(1L, 17L, 1L << 40, long.MaxValue)
        from points in Gen.Elements(0L, 1L, -5L, 1_000_000L, long.MinValue)
        from earned in Instants
        from available in Instants
        from expires in Instants.Optional()
        from order in Gen.Elements("4711", "ä\"<\\\u0001", "订单", "a:b").Optional()
        select new PointLot
        {
            Number = number,
            Points = new(points),
            Remaining = new(points),
            EarnedAt = earned,
            AvailableFrom = available,
            ExpiresAt = expires,
            Order = order is null ? null : new("shop", order),
        };

    private static Gen<Instant> Instants => Gen.OneOf(
        Gen.Choose(0, int.MaxValue).Select(seconds => Instant.FromUnixTimeSeconds(seconds)),
        Gen.Choose(0, int.MaxValue).Select(ticks => Instant.FromUnixTimeTicks(ticks * 10_007L * 10)),
        Gen.Elements(Instant.FromUtc(-44, 3, 15, 0, 0), Instant.MinValue, Instant.FromUtc(9999, 12, 31, 23, 59, 59)));

    private static bool IsForm(JsonConverter converter) =>
        converter.GetType().BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(HandWrittenForm<>);

    private static void AssertSame(object value)
    {
        var byHand = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), CrmJson.Options);
        var generated = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), CrmJson.GeneratedOptions);

        Assert.Equal(Encoding.UTF8.GetString(generated), Encoding.UTF8.GetString(byHand));
        var read = JsonSerializer.Deserialize(byHand, value.GetType(), CrmJson.Options)!;
        Assert.Equal(Encoding.UTF8.GetString(generated), Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(read, value.GetType(), CrmJson.GeneratedOptions)));
    }
}

file static class Optionals
{
    public static Gen<T?> Optional<T>(this Gen<T> values) where T : struct => Gen.OneOf(values.Select(value => (T?)value), Gen.Constant((T?)null));

    public static Gen<string?> Optional(this Gen<string> values) => Gen.OneOf(values.Select(value => (string?)value), Gen.Constant((string?)null));
}
