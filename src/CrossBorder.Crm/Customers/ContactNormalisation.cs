using System.Text;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Customers;

/// <summary>The normal form of a contact point, by which the same address is recognised however it is written.</summary>
/// <remarks>
/// Mail addresses: trimmed, Unicode form NFKC, lower case as a whole. RFC 5321 lets a host tell cases of the local part apart; hardly one
/// does, and people do not. Phone numbers: digits only, after a leading <c>+</c> or <c>00</c>. Any other channel: trimmed, NFKC.
/// </remarks>
public static class ContactNormalisation
{
    /// <summary>The normal form of an address.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="address">The address.</param>
    /// <exception cref="ArgumentException">The address is blank, or a phone number without digits.</exception>
    public static string Normalise(Channel channel, string address)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        var text = address.Trim().Normalize(NormalizationForm.FormKC);
        return channel == Channel.Email ? text.ToLowerInvariant()
            : channel == Channel.Sms || channel == Channel.Voice ? Phone(text)
            : text;
    }

    /// <summary>The key under which a customer with this address is found within a tenant.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="channel">The channel. A text message and a call go to the same number, so both give the same key.</param>
    /// <param name="address">The address.</param>
    public static MatchKey KeyOf(TenantId tenant, Channel channel, string address)
    {
        tenant.ThrowIfDefault();
        var kind = channel == Channel.Voice ? Channel.Sms : channel;
        return new(Digest.Of(Encoding.UTF8.GetBytes($"contact.v1\n{tenant.Value}\n{kind.Code}\n{Normalise(channel, address)}")));
    }

    private static string Phone(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        if (digits.Length == 0)
        {
            throw new ArgumentException("A phone number has digits.", nameof(text));
        }

        return text.StartsWith('+') ? $"+{digits}" : digits.StartsWith("00", StringComparison.Ordinal) ? $"+{digits[2..]}" : digits;
    }
}
