using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using NodaTime;

namespace CrossBorder.Crm.Storage;

/// <summary>Writes the content of a request in one canonical form and hashes it, to tell a retry from another request under the same key.</summary>
/// <remarks>
/// Every value is preceded by its kind and, where it varies, its length: no two different requests have the same bytes. Absent values count too.
/// The time of posting is never added: a retry comes later.
/// </remarks>
internal ref struct RequestHasher
{
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(512);
    private int used;

    /// <summary>Begins with the name of the request, versioned like a stored name.</summary>
    public RequestHasher(string request) => Add(request);

    public void Add(string? value)
    {
        if (value is null)
        {
            Next(1)[0] = (byte)'0';
            return;
        }

        var size = Encoding.UTF8.GetByteCount(value);
        var target = Next(5 + size);
        target[0] = (byte)'s';
        BinaryPrimitives.WriteInt32BigEndian(target[1..], size);
        Encoding.UTF8.GetBytes(value, target[5..]);
    }

    public void Add(long value)
    {
        var target = Next(9);
        target[0] = (byte)'n';
        BinaryPrimitives.WriteInt64BigEndian(target[1..], value);
    }

    public void Add(long? value)
    {
        if (value is { } v)
        {
            Add(v);
        }
        else
        {
            Add((string?)null);
        }
    }

    public void Add(Guid value)
    {
        var target = Next(17);
        target[0] = (byte)'g';
        value.TryWriteBytes(target[1..], bigEndian: true, out _);
    }

    public void Add(Instant? value) => Add(value?.ToUnixTimeTicks());

    public void Add(ReadOnlySpan<byte> value)
    {
        var target = Next(5 + value.Length);
        target[0] = (byte)'b';
        BinaryPrimitives.WriteInt32BigEndian(target[1..], value.Length);
        value.CopyTo(target[5..]);
    }

    /// <summary>The hash. The hasher is used up.</summary>
    public Digest Finish()
    {
        var digest = Digest.Of(buffer.AsSpan(0, used));
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        return digest;
    }

    private Span<byte> Next(int size)
    {
        if (used + size > buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, used + size));
            buffer.AsSpan(0, used).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        used += size;
        return buffer.AsSpan(used - size, size);
    }
}
