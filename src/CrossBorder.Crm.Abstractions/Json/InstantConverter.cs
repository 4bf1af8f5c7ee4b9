using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace CrossBorder.Crm.Json;

/// <summary>Writes an instant as <c>2026-01-01T00:00:00.000001Z</c>, without trailing zeros.</summary>
/// <remarks>
/// Instants are most of what a state holds, so the years 1 to 9999 take a way without text objects; every other form takes the pattern, whose
/// bytes are the same.
/// </remarks>
internal sealed class InstantConverter : JsonConverter<Instant>
{
    // 2026-01-01T00:00:00.0000000Z: a tenth of a microsecond more than is stored.
    private const int FullLength = 28;
    private const int WholeSeconds = 19;

    private static readonly InstantPattern Pattern = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFFFFF'Z'");
    private static readonly Instant First = Instant.FromUtc(1, 1, 1, 0, 0);

    private readonly TextConverter<Instant> texts = new(text => Pattern.Parse(text).GetValueOrThrow(), Pattern.Format);

    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && !reader.HasValueSequence && !reader.ValueIsEscaped
            && reader.ValueSpan is { Length: > WholeSeconds and < FullLength } text && text[^1] == (byte)'Z'
            && (text.Length == WholeSeconds + 1 || (text.Length > WholeSeconds + 2 && text[WholeSeconds] == (byte)'.')))
        {
            Span<byte> full = stackalloc byte[FullLength];
            full.Fill((byte)'0');
            text[..^1].CopyTo(full);
            (full[WholeSeconds], full[^1]) = ((byte)'.', (byte)'Z');
            if (Utf8Parser.TryParse(full, out DateTime value, out var used, 'O') && used == FullLength)
            {
                return Instant.FromDateTimeUtc(value);
            }
        }

        return texts.Read(ref reader, typeToConvert, options);
    }

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options)
    {
        Span<byte> full = stackalloc byte[FullLength];
        if (value < First || !value.ToDateTimeUtc().TryFormat(full, out var length, "O", CultureInfo.InvariantCulture) || length != FullLength)
        {
            texts.Write(writer, value, options);
            return;
        }

        var end = FullLength - 2;
        while (full[end - 1] == (byte)'0')
        {
            end--;
        }

        end -= full[end - 1] == (byte)'.' ? 1 : 0;
        full[end] = (byte)'Z';
        writer.WriteStringValue(full[..(end + 1)]);
    }

    public override Instant ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        texts.ReadAsPropertyName(ref reader, typeToConvert, options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
        texts.WriteAsPropertyName(writer, value, options);
}
