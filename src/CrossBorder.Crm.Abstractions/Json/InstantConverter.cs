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

    /// <summary>The longest text that <see cref="Format"/> writes, in bytes, and one digit more.</summary>
    public const int MaxLength = FullLength;

    /// <summary>The text of any instant.</summary>
    public static string Text(Instant value) => Pattern.Format(value);

    /// <summary>Reads the usual form; false for every other, which the pattern reads or refuses.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out Instant value)
    {
        if (reader.TokenType == JsonTokenType.String && !reader.HasValueSequence && !reader.ValueIsEscaped
            && reader.ValueSpan is { Length: > WholeSeconds and < FullLength } text && text[^1] == (byte)'Z'
            && (text.Length == WholeSeconds + 1 || (text.Length > WholeSeconds + 2 && text[WholeSeconds] == (byte)'.')))
        {
            Span<byte> full = stackalloc byte[FullLength];
            full.Fill((byte)'0');
            text[..^1].CopyTo(full);
            (full[WholeSeconds], full[^1]) = ((byte)'.', (byte)'Z');
            if (Utf8Parser.TryParse(full, out DateTime time, out var used, 'O') && used == FullLength)
            {
                value = Instant.FromDateTimeUtc(time);
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Writes the usual form; 0 for an instant that has none.</summary>
    /// <param name="value">The instant.</param>
    /// <param name="text"><see cref="MaxLength"/> bytes.</param>
    /// <returns>How many bytes.</returns>
    public static int Format(Instant value, Span<byte> text)
    {
        if (value < First || !value.ToDateTimeUtc().TryFormat(text, out var length, "O", CultureInfo.InvariantCulture) || length != FullLength)
        {
            return 0;
        }

        var end = FullLength - 2;
        while (text[end - 1] == (byte)'0')
        {
            end--;
        }

        end -= text[end - 1] == (byte)'.' ? 1 : 0;
        text[end] = (byte)'Z';
        return end + 1;
    }

    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryRead(ref reader, out var value) ? value : texts.Read(ref reader, typeToConvert, options);

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        if (Format(value, text) is > 0 and var length)
        {
            writer.WriteStringValue(text[..length]);
        }
        else
        {
            texts.Write(writer, value, options);
        }
    }

    public override Instant ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        texts.ReadAsPropertyName(ref reader, typeToConvert, options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
        texts.WriteAsPropertyName(writer, value, options);
}
