using System.Buffers.Binary;
using System.Security.Cryptography;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage;

/// <summary>A SHA-256 value (FIPS 180-4): of a request, to recognise the same key with another payload, or of an entry in a hash chain.</summary>
/// <remarks>The default value, 32 zero bytes, means none.</remarks>
public readonly record struct Digest
{
    /// <summary>The size in bytes.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    private readonly UInt128 high;
    private readonly UInt128 low;

    /// <summary>Reads 32 stored bytes.</summary>
    /// <param name="bytes">Exactly <see cref="Size"/> bytes.</param>
    /// <exception cref="ArgumentException">The number of bytes is another.</exception>
    public Digest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"A digest has {Size} bytes, not {bytes.Length}.", nameof(bytes));
        }

        high = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        low = BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]);
    }

    /// <summary>Whether this is the default value.</summary>
    public bool IsNone => high == 0 && low == 0;

    /// <summary>The digest of some bytes.</summary>
    /// <param name="content">The bytes.</param>
    public static Digest Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[Size];
        Sha256.Hash(content, [], hash);
        return new Digest(hash);
    }

    /// <summary>Reads the hexadecimal form.</summary>
    /// <param name="text">64 hexadecimal digits.</param>
    /// <exception cref="FormatException">The text is not that.</exception>
    public static Digest Parse(string text) => new(Convert.FromHexString(text));

    /// <summary>Writes the 32 bytes.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    public void WriteTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt128BigEndian(destination, high);
        BinaryPrimitives.WriteUInt128BigEndian(destination[16..], low);
    }

    /// <summary>The 32 bytes in a new array.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        WriteTo(bytes);
        return bytes;
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());
}
