using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Support;

/// <summary>A file that came or went with a message. The host keeps the file; the library its reference.</summary>
public sealed record MessageAttachment
{
    /// <summary>The longest name, in UTF-16 units.</summary>
    public const int MaxNameLength = 255;

    /// <summary>The most attachments that a message has, whatever its channel allows.</summary>
    public const int MaxCount = 50;

    /// <summary>The file's name, 1 to <see cref="MaxNameLength"/> UTF-16 units; null after erasure.</summary>
    [PersonalData]
    public required string? Name { get; init; }

    /// <summary>Its media type by RFC 6838, such as <c>image/png</c>, in lower case and without parameters.</summary>
    public required string MediaType { get; init; }

    /// <summary>Its size in bytes; zero or more.</summary>
    public required long Size { get; init; }

    /// <summary>Where the host keeps it.</summary>
    public required ExternalRef Reference { get; init; }
}
