using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace CrossBorder.Crm.Primitives;

/// <summary>How ids are made: from a host's own key, or new.</summary>
public static class EntityId
{
    // Any constant of our own will do; RFC 9562 asks only that a name space has one.
    private static readonly Guid Root = new("5f0c7a52-3c1e-8e0b-9b57-c20b0c8a1d61");

    /// <summary>
    /// The id that stands for a key of the host. The same reference always gives the same id, so a shop needs no mapping table.
    /// </summary>
    /// <remarks>
    /// A UUID of version 8 over SHA-256, in the manner of RFC 9562 appendix B.2: the hash covers a name space made of the id's kind, then
    /// the UTF-8 text <c>system:value</c>. Two kinds never share an id.
    /// </remarks>
    /// <typeparam name="TId">The kind of id.</typeparam>
    /// <param name="source">The host's key.</param>
    /// <exception cref="ArgumentException"><paramref name="source"/> is the default value.</exception>
    public static TId FromExternal<TId>(ExternalRef source) where TId : struct, IEntityId<TId>
    {
        source.ThrowIfDefault();
        return TId.From(Derive(Derive(Root, TId.Kind), source.ToString()));
    }

    /// <summary>A new, time-ordered id (UUID version 7, RFC 9562). For hosts: the library itself never makes one.</summary>
    /// <typeparam name="TId">The kind of id.</typeparam>
#pragma warning disable RS0030 // The one place that may make an id out of nothing: the host asked for it by name.
    public static TId New<TId>() where TId : struct, IEntityId<TId> => TId.From(Guid.CreateVersion7());
#pragma warning restore RS0030

    /// <summary>Derives a version 8 UUID from a name space and a name. Deterministic.</summary>
    internal static Guid Derive(Guid nameSpace, string name)
    {
        var size = Encoding.UTF8.GetByteCount(name);
        Span<byte> input = size <= 240 ? stackalloc byte[16 + size] : new byte[16 + size];
        nameSpace.TryWriteBytes(input, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, input[16..]);
        return FromHash(input);
    }

    /// <summary>Derives a version 8 UUID from an owner and two numbers, such as a stream, a version and a position in it.</summary>
    internal static Guid Derive(Guid nameSpace, long first, int second)
    {
        Span<byte> input = stackalloc byte[28];
        nameSpace.TryWriteBytes(input, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(input[16..], first);
        BinaryPrimitives.WriteInt32BigEndian(input[24..], second);
        return FromHash(input);
    }

    internal static TId ThrowIfDefault<TId>(this TId id, [CallerArgumentExpression(nameof(id))] string? parameter = null)
        where TId : struct, IEntityId<TId> =>
        id.Value != Guid.Empty
            ? id
            : throw new ArgumentException($"The {TId.Kind} id is the default value and names nothing.", parameter);

    private static Guid FromHash(ReadOnlySpan<byte> input)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Sha256.Hash(input, [], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
