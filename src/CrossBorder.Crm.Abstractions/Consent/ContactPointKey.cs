using System.Security.Cryptography;
using System.Text;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Consent;

/// <summary>Stands for an address, a phone number or a device without naming it: the host's own id of it, or a keyed hash. Compares ordinally.</summary>
/// <remarks>
/// Consent and suppression are kept for years and survive an erasure, so they never hold the address itself.
/// The default value names nothing and is refused at every boundary.
/// </remarks>
public readonly record struct ContactPointKey
{
    /// <summary>The longest key, in UTF-16 units.</summary>
    public const int MaxLength = 128;

    /// <summary>The shortest secret of <see cref="Hash"/>, in bytes.</summary>
    public const int MinSecretLength = 16;

    /// <summary>Takes an opaque key.</summary>
    /// <param name="value">1 to <see cref="MaxLength"/> units; not <c>*</c>, which means every contact point in a scope.</param>
    /// <exception cref="ArgumentException">The text is blank, too long, <c>*</c>, or cannot be stored.</exception>
    public ContactPointKey(string value) => Value = StoredText.Require(value, MaxLength) != "*"
        ? value
        : throw new ArgumentException("'*' stands for every contact point and names none.", nameof(value));

    /// <summary>The key; null only for the default value.</summary>
    public string Value { get; }

    /// <summary>The keyed hash of an address: HMAC-SHA256 (RFC 2104) over the channel, a zero byte and the address, in hexadecimal.</summary>
    /// <remarks>Deterministic: the host writes an address in one way (lower case, E.164) before it comes here, and keeps the secret.</remarks>
    /// <param name="secret">At least <see cref="MinSecretLength"/> bytes. Without it nobody can test whether an address is among the keys.</param>
    /// <param name="channel">The channel: the same text on two channels is two contact points.</param>
    /// <param name="address">The address in its one form.</param>
    /// <exception cref="ArgumentException">The secret is too short, or the channel or the address names nothing.</exception>
    public static ContactPointKey Hash(ReadOnlySpan<byte> secret, Channel channel, string address)
    {
        if (secret.Length < MinSecretLength)
        {
            throw new ArgumentException($"A secret has at least {MinSecretLength} bytes, not {secret.Length}.", nameof(secret));
        }

        if (channel.Code is null)
        {
            throw new ArgumentException("The channel is the default value and names none.", nameof(channel));
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        return new(Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{channel.Code}\0{address}"))));
    }

    /// <inheritdoc/>
    public override string ToString() => Value ?? "";
}
