using System.Buffers.Binary;
using System.Text;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage.Bridge;

/// <summary>The chain over a stream's stored entries: a changed, missing or moved entry breaks every hash after it.</summary>
/// <remarks>
/// The first link is SHA-256 over <c>crm-chain.v1</c>, the collection, the tenant and the stream; each next one over the last link, the
/// version (64 bit, big-endian) and the entry's stored bytes.
/// </remarks>
internal static class HashChain
{
    public static Digest Start(CollectionSchema collection, TenantId tenant, Guid stream) =>
        Digest.Of(Encoding.UTF8.GetBytes($"crm-chain.v1\n{collection.Name}\n{tenant.Value}\n{stream:D}"));

    public static Digest Next(Digest last, long version, ReadOnlySpan<byte> entry)
    {
        Span<byte> hash = stackalloc byte[Digest.Size];
        Span<byte> start = stackalloc byte[Digest.Size + sizeof(long)];
        last.WriteTo(start);
        BinaryPrimitives.WriteInt64BigEndian(start[Digest.Size..], version);
        Sha256.Hash(start, entry, hash);
        return new Digest(hash);
    }
}
