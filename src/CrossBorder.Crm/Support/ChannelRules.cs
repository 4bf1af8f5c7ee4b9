using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>Whether a channel can carry a message to the customer now, and which others could.</summary>
public static class ChannelRules
{
    /// <summary>Why a channel cannot carry a message; null where it can.</summary>
    /// <param name="settings">What the channels carry. A channel that is not there carries everything.</param>
    /// <param name="ticket">The conversation, which knows when the customer last wrote on each channel.</param>
    /// <param name="message">The message, on its channel.</param>
    /// <param name="at">When it is sent.</param>
    public static CrmError? Refusal(SupportSettings settings, Ticket ticket, OutgoingMessage message, Instant at)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(message);
        if (settings.Channels.FirstOrDefault(item => item.Channel == message.Channel) is not { } channel)
        {
            return null;
        }

        return IsOpen(channel, ticket, at)
            ? TooMuch(channel, message)
            : SupportErrors.ReplyWindowClosed.With(
                ("channel", channel.Channel), ("window", channel.ReplyWindow!.Value),
                ("alternatives", string.Join(", ", Alternatives(settings, ticket, message, at).DefaultIfEmpty(Channel.None))));
    }

    /// <summary>Until when the customer can be answered on a channel, that instant excluded; null where that is not limited.</summary>
    /// <param name="channel">What the channel carries.</param>
    /// <param name="ticket">The conversation.</param>
    /// <returns>The end; the beginning of time where she never wrote there.</returns>
    public static Instant? OpenUntil(ChannelCapabilities channel, Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentNullException.ThrowIfNull(ticket);
        if (channel.ReplyWindow is not { } window)
        {
            return null;
        }

        foreach (var contact in ticket.Contacts)
        {
            if (contact.Channel == channel.Channel)
            {
                return contact.At + window;
            }
        }

        return Instant.MinValue;
    }

    /// <summary>The channels of the settings that could carry a message now, in their order.</summary>
    /// <param name="settings">What the channels carry.</param>
    /// <param name="ticket">The conversation.</param>
    /// <param name="message">The message.</param>
    /// <param name="at">When it is sent.</param>
    public static IEnumerable<Channel> Alternatives(SupportSettings settings, Ticket ticket, OutgoingMessage message, Instant at)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(message);
        return from channel in settings.Channels
               where channel.Channel != message.Channel && IsOpen(channel, ticket, at) && TooMuch(channel, message) is null
               select channel.Channel;
    }

    private static bool IsOpen(ChannelCapabilities channel, Ticket ticket, Instant at) => OpenUntil(channel, ticket) is not { } end || at < end;

    private static CrmError? TooMuch(ChannelCapabilities channel, OutgoingMessage message)
    {
        if (message.TextLength > channel.MaxTextLength)
        {
            return SupportErrors.TextTooLong.With(("channel", channel.Channel), ("length", message.TextLength), ("max", channel.MaxTextLength.Value));
        }

        if (message.Attachments.Length > channel.MaxAttachments)
        {
            return SupportErrors.TooManyAttachments.With(
                ("channel", channel.Channel), ("count", message.Attachments.Length), ("max", channel.MaxAttachments));
        }

        for (var i = 0; i < message.Attachments.Length; i++)
        {
            var attachment = message.Attachments[i];
            if (attachment.Size > channel.MaxAttachmentSize)
            {
                return SupportErrors.AttachmentTooLarge.With(
                    ("channel", channel.Channel), ("index", i), ("size", attachment.Size), ("max", channel.MaxAttachmentSize.Value));
            }

            if (!channel.MediaTypes.IsEmpty && !channel.MediaTypes.Any(pattern => MediaTypes.Fits(pattern, attachment.MediaType)))
            {
                return SupportErrors.AttachmentTypeNotCarried.With(("channel", channel.Channel), ("index", i), ("type", attachment.MediaType));
            }
        }

        return null;
    }
}
