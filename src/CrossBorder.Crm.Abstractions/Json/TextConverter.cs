using System.Text.Json;
using System.Text.Json.Serialization;

namespace CrossBorder.Crm.Json;

/// <summary>A value that JSON writes as one text.</summary>
/// <typeparam name="T">The value's type.</typeparam>
internal sealed class TextConverter<T>(Func<string, T> parse, Func<T, string> format) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String
            ? reader.GetString()!
            : throw new JsonException($"{typeof(T).Name} is written as text; found {reader.TokenType}.");
        try
        {
            return parse(text);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new JsonException($"'{text}' is no {typeof(T).Name}: {exception.Message}", exception);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(format(value));

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => parse(reader.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(format(value));
}
