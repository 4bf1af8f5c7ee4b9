using System.Buffers.Binary;
using System.IO.Compression;

namespace CrossBorder.Samples;

/// <summary>Decompresses a gzip file and fails at its end if the end is missing.</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes the end of a file that was cut off for the end of the data. The last four bytes of a gzip file are the size
/// of its content modulo 2^32 (RFC 1952, section 2.3.1), so a file of one member can be checked.
/// </remarks>
internal sealed class WholeGzipStream(FileStream source) : Stream
{
    private readonly GZipStream content = new(source, CompressionMode.Decompress);
    private uint size;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = content.Read(buffer);
        size = unchecked(size + (uint)read);
        if (read == 0 && buffer.Length > 0)
        {
            RequireEnd();
        }

        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        content.Dispose();
        base.Dispose(disposing);
    }

    private void RequireEnd()
    {
        Span<byte> trailer = stackalloc byte[sizeof(uint)];
        source.Seek(-trailer.Length, SeekOrigin.End);
        source.ReadExactly(trailer);
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != size)
        {
            throw new InvalidDataException("The end of the compressed data is missing.");
        }
    }
}
