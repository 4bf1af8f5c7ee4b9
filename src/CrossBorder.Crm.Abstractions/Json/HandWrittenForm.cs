using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Json;

/// <summary>The stored form of a class that every command at a checkout reads or writes, written out by hand: the same bytes as the generated form gives.</summary>
/// <remarks>
/// The generated form boxes every member that it reads, because the members can only be set when the object is made. This one must know all of
/// them: where the class has got another, or what was stored is not what this release writes, the generated form takes over.
/// </remarks>
/// <typeparam name="T">The class.</typeparam>
/// <param name="members">Its stored members, in their order.</param>
internal abstract class HandWrittenForm<T>(params string[] members) : JsonConverter<T> where T : class
{
    private bool? knowsAll;

    /// <summary>Whether the class has the members that are written here, and no others.</summary>
    public bool KnowsAllMembers => knowsAll ??= Generated.Properties.Where(p => p.Get is not null).Select(p => p.Name).SequenceEqual(members);

    private static JsonTypeInfo<T> Generated => (JsonTypeInfo<T>)CrmJson.GeneratedOptions.GetTypeInfo(typeof(T));

    public sealed override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (KnowsAllMembers && !reader.HasValueSequence)
        {
            var ahead = reader;
            if (TryRead(ref ahead, options) is { } value)
            {
                reader = ahead;
                return value;
            }
        }

        return JsonSerializer.Deserialize(ref reader, Generated);
    }

    public sealed override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if (!KnowsAllMembers)
        {
            JsonSerializer.Serialize(writer, value, Generated);
            return;
        }

        writer.WriteStartObject();
        WriteMembers(writer, value, options);
        writer.WriteEndObject();
    }

    /// <summary>Reads from the start of an object to its end; null where the generated form must.</summary>
    public virtual T? TryRead(ref Utf8JsonReader reader, JsonSerializerOptions options) => null;

    public abstract void WriteMembers(Utf8JsonWriter writer, T value, JsonSerializerOptions options);
}

/// <summary>What hand-written forms are made of.</summary>
internal static class StoredMembers
{
    /// <summary>Moves on to the value of the next member; false at the end of the object, and where its name is not plain.</summary>
    public static bool Next(ref Utf8JsonReader reader, out ReadOnlySpan<byte> name)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName || reader.ValueIsEscaped || reader.HasValueSequence)
        {
            name = default;
            return false;
        }

        name = reader.ValueSpan;
        return reader.Read();
    }

    public static bool TryRead(ref Utf8JsonReader reader, out long value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out value);
    }

    public static bool TryRead(ref Utf8JsonReader reader, out Points value)
    {
        var isNumber = TryRead(ref reader, out long number);
        value = new(number);
        return isNumber;
    }

    public static bool TryRead(ref Utf8JsonReader reader, out Instant value) => InstantConverter.TryRead(ref reader, out value);

    public static bool TryRead(ref Utf8JsonReader reader, out Instant? value)
    {
        var isInstant = InstantConverter.TryRead(ref reader, out var instant);
        value = instant;
        return isInstant;
    }

    /// <summary>Reads a list of objects that have a hand-written form.</summary>
    public static bool TryRead<T>(ref Utf8JsonReader reader, HandWrittenForm<T> form, JsonSerializerOptions options, out ImmutableArray<T> value) where T : class
    {
        value = [];
        if (reader.TokenType != JsonTokenType.StartArray || !reader.Read())
        {
            return false;
        }

        T[] items = [];
        var count = 0;
        for (; reader.TokenType == JsonTokenType.StartObject; reader.Read())
        {
            if (form.TryRead(ref reader, options) is not { } item)
            {
                return false;
            }

            if (count == items.Length)
            {
                Array.Resize(ref items, Math.Max(1, count * 2));
            }

            items[count++] = item;
        }

        if (count < items.Length)
        {
            Array.Resize(ref items, count);
        }

        value = ImmutableCollectionsMarshal.AsImmutableArray(items);
        return reader.TokenType == JsonTokenType.EndArray;
    }

    /// <summary>Reads what has a form of its own.</summary>
    public static T? Read<T>(ref Utf8JsonReader reader, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));

    public static void Write(this Utf8JsonWriter writer, JsonEncodedText name, Points value) => writer.WriteNumber(name, value.Value);

    public static void Write(this Utf8JsonWriter writer, JsonEncodedText name, Instant value)
    {
        Span<byte> text = stackalloc byte[InstantConverter.MaxLength];
        if (InstantConverter.Format(value, text) is > 0 and var length)
        {
            writer.WriteString(name, text[..length]);
        }
        else
        {
            writer.WriteString(name, InstantConverter.Text(value));
        }
    }

    public static void Write(this Utf8JsonWriter writer, JsonEncodedText name, Instant? value)
    {
        if (value is { } instant)
        {
            writer.Write(name, instant);
        }
    }

    public static void Write(this Utf8JsonWriter writer, JsonEncodedText name, ExternalRef? value)
    {
        if (value is { } reference)
        {
            writer.WriteString(name, reference.ToString());
        }
    }

    public static void Write<T>(this Utf8JsonWriter writer, JsonEncodedText name, HandWrittenForm<T> form, ImmutableArray<T> values, JsonSerializerOptions options) where T : class
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStartObject();
            form.WriteMembers(writer, value, options);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes what has a form of its own; nothing for null.</summary>
    public static void Write<T>(this Utf8JsonWriter writer, JsonEncodedText name, T? value, JsonSerializerOptions options)
    {
        if (value is not null)
        {
            writer.WritePropertyName(name);
            JsonSerializer.Serialize(writer, value, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
        }
    }
}
