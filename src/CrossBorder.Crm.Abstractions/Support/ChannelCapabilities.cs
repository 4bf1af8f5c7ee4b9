using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>What a channel can carry to the customer. A channel without an entry carries everything. Equal if all parts are, in their order.</summary>
public sealed record ChannelCapabilities
{
    /// <summary>The channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The longest text, in UTF-16 units; null for any.</summary>
    public int? MaxTextLength { get; init; }

    /// <summary>How many attachments a message can have; 0 for none.</summary>
    /// <value>The default is <see cref="MessageAttachment.MaxCount"/>.</value>
    public int MaxAttachments { get; init; } = MessageAttachment.MaxCount;

    /// <summary>The largest attachment, in bytes; null for any.</summary>
    public long? MaxAttachmentSize { get; init; }

    /// <summary>The media types that it carries, such as <c>image/png</c> or <c>image/*</c>; empty for all.</summary>
    public ImmutableArray<string> MediaTypes { get; init; } = [];

    /// <summary>
    /// How long the shop may write after the customer's last message on this channel, in calendar time: from that message on, the end excluded.
    /// Null for always; then the shop may also write first.
    /// </summary>
    public Duration? ReplyWindow { get; init; }

    /// <inheritdoc/>
    public bool Equals(ChannelCapabilities? other) =>
        other is not null && Channel == other.Channel && MaxTextLength == other.MaxTextLength && MaxAttachments == other.MaxAttachments
        && MaxAttachmentSize == other.MaxAttachmentSize && ReplyWindow == other.ReplyWindow && MediaTypes.AsSpan().SequenceEqual(other.MediaTypes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Channel, MaxTextLength, ReplyWindow);
}

/// <summary>When the customer last wrote on a channel.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="At">When she wrote.</param>
public readonly record struct ChannelContact(Channel Channel, Instant At);
