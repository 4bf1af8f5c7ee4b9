using System.Buffers;
using System.Collections;
using System.Collections.Frozen;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Json;

/// <summary>The stored form of everything that the library keeps: UTF-8 JSON whose first member is <c>type</c>, the versioned stored name.</summary>
/// <remarks>
/// The same object always gives the same bytes, so hash chains can cover them. A later release reads every name that an earlier one wrote.
/// Members that are not known are passed over; a name that is not known is an <see cref="UnknownStoredTypeException"/>.
/// </remarks>
public static class CrmJson
{
    private static readonly RoomJson[] Rooms =
    [
        PrimitivesJson.Room,
        TimeJson.Room,
        CustomersJson.Room,
        SegmentationJson.Room,
        LoyaltyJson.Room,
        VoucherJson.Room,
        ReferralJson.Room,
        ImportJson.Room,
        SupportJson.Room,
        ConsentJson.Room,
    ];

    private static readonly FrozenDictionary<Type, byte[]> Prefixes = Rooms.SelectMany(room => room.Types)
        .ToFrozenDictionary(type => type.Type, type => Encoding.UTF8.GetBytes($"{{\"type\":\"{type.Name}\""));

    private static readonly FrozenDictionary<string, Type> Types = Rooms.SelectMany(room => room.Types)
        .ToFrozenDictionary(type => type.Name, type => type.Type, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Type>.AlternateLookup<ReadOnlySpan<char>> TypesByText =
        Types.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The options by which the library writes: camel case, nulls left out, NodaTime and ids as text.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions([.. Rooms.SelectMany(room => room.Forms)]);

    /// <summary>The same without the forms that are written out by hand, which give the same bytes.</summary>
    internal static JsonSerializerOptions GeneratedOptions { get; } = CreateOptions([]);

    /// <summary>The codec that services use unless the host wraps it.</summary>
    public static IPayloadCodec Codec { get; } = new JsonCodec();

    /// <summary>Every stored name and the class that it reads as, by name.</summary>
    public static IReadOnlyDictionary<string, Type> StoredNames => Types;

    /// <summary>The stored form of an object.</summary>
    /// <param name="value">An object of a type with a stored name.</param>
    /// <exception cref="ArgumentException">The type has no stored name.</exception>
    public static byte[] Encode(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!Prefixes.TryGetValue(value.GetType(), out var prefix))
        {
            throw new ArgumentException($"{value.GetType().Name} has no stored name.", nameof(value));
        }

        var (buffer, writer) = Scratch.Rent();
        JsonSerializer.Serialize(writer, value, Options.GetTypeInfo(value.GetType()));
        writer.Flush();

        // The object is written plainly and the name put before its first member: one pass, and the same class can be nested elsewhere.
        var body = buffer.WrittenSpan;
        var isEmpty = body.Length == 2;
        var bytes = new byte[prefix.Length + body.Length - (isEmpty ? 1 : 0)];
        prefix.CopyTo(bytes, 0);
        if (!isEmpty)
        {
            bytes[prefix.Length] = (byte)',';
        }

        body[1..].CopyTo(bytes.AsSpan(prefix.Length + (isEmpty ? 0 : 1)));
        return bytes;
    }

    /// <summary>The object of a stored form.</summary>
    /// <param name="bytes">UTF-8 JSON with the stored name as its first member.</param>
    /// <exception cref="UnknownStoredTypeException">The name is missing or not known.</exception>
    /// <exception cref="JsonException">The JSON is not what the name promises.</exception>
    public static object Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject
            || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("type"u8)
            || !reader.Read() || reader.TokenType != JsonTokenType.String)
        {
            throw new UnknownStoredTypeException("The stored data does not begin with its type.");
        }

        Span<char> name = stackalloc char[128];
        var type = reader.ValueSpan.Length <= name.Length && TypesByText.TryGetValue(name[..reader.CopyString(name)], out var known)
            ? known
            : throw new UnknownStoredTypeException($"The stored type '{reader.GetString()}' is not known to this release.");
        return JsonSerializer.Deserialize(bytes, Options.GetTypeInfo(type))!;
    }

    private static JsonSerializerOptions CreateOptions(ReadOnlySpan<JsonConverter> forms)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            // What is computed from stored members is not stored beside them.
            IgnoreReadOnlyProperties = true,
            // Stored data is not put into HTML; text of any script stays readable in the database.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = JsonTypeInfoResolver.Combine([.. Rooms.Select(room => room.Resolver)]).WithAddedModifier(OmitEmptyLists),
        };
        foreach (var converter in Rooms.SelectMany(room => room.Converters))
        {
            options.Converters.Add(converter);
        }

        foreach (var form in forms)
        {
            options.Converters.Add(form);
        }

        options.MakeReadOnly();
        return options;
    }

    private static void OmitEmptyLists(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider?.IsDefined(typeof(OmitWhenEmptyAttribute), inherit: false) == true)
            {
                property.ShouldSerialize = static (_, value) => value is ICollection { Count: > 0 };
            }
        }
    }

    private sealed class JsonCodec : IPayloadCodec
    {
        ReadOnlyMemory<byte> IPayloadCodec.Encode(object value) => CrmJson.Encode(value);

        object IPayloadCodec.Decode(ReadOnlyMemory<byte> bytes) => CrmJson.Decode(bytes.Span);
    }

    // Encoding happens on every append; buffer and writer are per thread and never leave it.
    private static class Scratch
    {
        private const int KeepUpTo = 1 << 20;

        [ThreadStatic]
        private static ArrayBufferWriter<byte>? buffer;

        [ThreadStatic]
        private static Utf8JsonWriter? writer;

        public static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) Rent()
        {
            if (buffer is null || writer is null || buffer.Capacity > KeepUpTo)
            {
                buffer = new ArrayBufferWriter<byte>(1024);
                writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Options.Encoder, SkipValidation = true });
            }

            buffer.ResetWrittenCount();
            writer.Reset();
            return (buffer, writer);
        }
    }
}
