using System.Buffers.Binary;

namespace CrossBorder.Crm.Conformance.Running;

/// <summary>Numbers from a seed: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).</summary>
internal sealed class Draw(ulong seed)
{
    private ulong state = seed;

    public ulong Next() => unchecked(Mix(state += 0x9E3779B97F4A7C15));

    /// <summary>From 0 to below the limit. The bias of the remainder does not matter for limits this small.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    public bool Chance(int percent) => Below(100) < percent;

    /// <summary>An id for a number: always the same, in an order that has nothing to do with the number's.</summary>
    public static Guid Id(int number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Mix((ulong)number + 1));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Mix(~(ulong)number));
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
