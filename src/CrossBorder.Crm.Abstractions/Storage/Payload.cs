namespace CrossBorder.Crm.Storage;

/// <summary>Something of the library on its way into or out of storage: the object, its stored bytes, or both.</summary>
/// <remarks>
/// A typed repository sees objects and may keep them. An engine sees bytes (UTF-8 JSON, see <c>CrmJson</c>) and stores them verbatim,
/// because hash chains cover them. The core turns one into the other; an adapter never does.
/// </remarks>
public sealed class Payload
{
    private readonly object? value;
    private readonly ReadOnlyMemory<byte>? bytes;

    private Payload(object? value, ReadOnlyMemory<byte>? bytes) => (this.value, this.bytes) = (value, bytes);

    /// <summary>Whether the object is at hand.</summary>
    public bool HasValue => value is not null;

    /// <summary>Whether the stored bytes are at hand.</summary>
    public bool HasBytes => bytes is not null;

    /// <summary>The object.</summary>
    /// <exception cref="InvalidOperationException">Only the bytes are at hand.</exception>
    public object Value => value ?? throw new InvalidOperationException("The payload is still in its stored form; the core decodes it.");

    /// <summary>The stored bytes.</summary>
    /// <exception cref="InvalidOperationException">Only the object is at hand.</exception>
    public ReadOnlyMemory<byte> Bytes =>
        bytes ?? throw new InvalidOperationException("The payload is not in its stored form yet; the core encodes it.");

    /// <summary>A payload from an object.</summary>
    /// <param name="value">The object.</param>
    public static Payload Of(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(value, null);
    }

    /// <summary>A payload from stored bytes.</summary>
    /// <param name="bytes">The bytes; they must not change afterwards.</param>
    public static Payload FromBytes(ReadOnlyMemory<byte> bytes) => new(null, bytes);

    /// <summary>A payload of which both forms are known.</summary>
    /// <param name="value">The object.</param>
    /// <param name="bytes">Its stored form.</param>
    public static Payload Of(object value, ReadOnlyMemory<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(value, bytes);
    }
}
