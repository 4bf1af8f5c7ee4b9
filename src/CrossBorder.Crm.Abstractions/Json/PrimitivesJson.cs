using System.Text.Json;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;
using NodaTime.Text;

namespace CrossBorder.Crm.Json;

/// <summary>How the primitives and NodaTime's values are written. Each has one text form, so that equal values have equal bytes.</summary>
[JsonSerializable(typeof(Money))]
[JsonSerializable(typeof(CrmError))]
internal sealed partial class PrimitivesJson : JsonSerializerContext
{
    public static RoomJson Room => new(Default, [], [
        new MoneyConverter(),
        new PointsConverter(),
        new EntityIdConverter<CustomerId>(),
        new TextConverter<TenantId>(text => new(text), value => value.Value),
        new TextConverter<ExternalRef>(ExternalRef.Parse, value => value.ToString()),
        new TextConverter<IdempotencyKey>(text => new(text), value => value.Value),
        new TextConverter<Reference>(text => new(text), value => value.Text),
        new TextConverter<CurrencyCode>(text => new(text), value => value.Code),
        new TextConverter<CountryCode>(text => new(text), value => value.Code),
        new TextConverter<LanguageTag>(text => new(text), value => value.Value),
        new TextConverter<MarketId>(text => new(text), value => value.Value),
        new TextConverter<Channel>(text => new(text), value => value.Code),
        new TextConverter<Purpose>(text => new(text), value => value.Code),
        new TextConverter<ValueTier>(text => new(text), value => value.Code),
        new TextConverter<Digest>(Digest.Parse, value => value.ToString()),
        new InstantConverter(),
        Noda(LocalDatePattern.Iso),
        Noda(LocalTimePattern.ExtendedIso),
        Noda(LocalDateTimePattern.ExtendedIso),
        Noda(YearMonthPattern.Iso),
        Noda(DurationPattern.JsonRoundtrip),
        Noda(PeriodPattern.Roundtrip),
    ]);

    private static TextConverter<T> Noda<T>(IPattern<T> pattern) => new(text => pattern.Parse(text).GetValueOrThrow(), pattern.Format);

    private sealed class PointsConverter : JsonConverter<Points>
    {
        public override Points Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, Points value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
    }

    // "12.30 EUR": one token, the same text that people read, and no reader can take it for a binary number.
    private sealed class MoneyConverter : JsonConverter<Money>
    {
        public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.GetString() ?? throw new JsonException("Money is written as text, such as '12.30 EUR'.");
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            return space > 0 && decimal.TryParse(
                text.AsSpan(0, space), System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out var amount)
                ? new Money(amount, new CurrencyCode(text[(space + 1)..]))
                : throw new JsonException($"'{text}' is no money; expected a form such as '12.30 EUR'.");
        }

        public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
