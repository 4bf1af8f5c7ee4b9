using System.Security.Cryptography;

namespace CrossBorder.Crm.Primitives;

/// <summary>SHA-256 (FIPS 180-4) of short contents: one hash object a thread, as making one each time costs more than hashing.</summary>
internal static class Sha256
{
    [ThreadStatic]
    private static IncrementalHash? hash;

    /// <summary>The hash of two contents, one after the other.</summary>
    /// <param name="first">The first; may be all.</param>
    /// <param name="second">The second; may be empty.</param>
    /// <param name="destination">32 bytes.</param>
    public static void Hash(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> destination)
    {
        hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(first);
        if (!second.IsEmpty)
        {
            hash.AppendData(second);
        }

        hash.GetHashAndReset(destination);
    }
}
