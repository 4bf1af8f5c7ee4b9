namespace CrossBorder.Crm.Storage;

/// <summary>Turns objects of the library into stored bytes and back. The library's own writes JSON; a host may wrap it, to encrypt for example.</summary>
public interface IPayloadCodec
{
    /// <summary>The stored form of an object.</summary>
    /// <param name="value">An object of a type that the library stores.</param>
    /// <exception cref="ArgumentException">The type has no stored name.</exception>
    ReadOnlyMemory<byte> Encode(object value);

    /// <summary>The object of a stored form.</summary>
    /// <param name="bytes">What <see cref="Encode"/> gave, in this or an earlier release.</param>
    /// <exception cref="UnknownStoredTypeException">The stored name is not known: written by a newer release, or not by this library.</exception>
    object Decode(ReadOnlyMemory<byte> bytes);
}
