using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>What makes the settings valid: each channel once, each automatic answer with a text in a language that can be found.</summary>
public static class SupportSettingsValidation
{
    /// <summary>The most channels, and the most automatic answers, of a tenant.</summary>
    public const int MaxItems = 64;

    /// <summary>Refuses settings that are not valid.</summary>
    /// <param name="settings">The settings.</param>
    /// <exception cref="ArgumentException">A part is not valid; the message names the first such place.</exception>
    public static void Require(SupportSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Channels.IsDefault || settings.AutomaticAnswers.IsDefault || settings.Channels.Length > MaxItems || settings.AutomaticAnswers.Length > MaxItems)
        {
            throw Fault("channels, automaticAnswers", $"at most {MaxItems} of each are allowed, and an empty list says that there are none");
        }

        if (settings.MaxAutomaticAnswers is < 1 or > 1000 || settings.LoopWindow <= Duration.Zero || settings.LoopWindow > Duration.FromDays(31))
        {
            throw Fault("maxAutomaticAnswers, loopWindow", "from 1 to 1000 answers within more than zero and at most 31 days are allowed");
        }

        RequireOnce("channels", settings.Channels.Select(channel => channel?.Channel));
        for (var i = 0; i < settings.Channels.Length; i++)
        {
            Require($"channels[{i}]", settings.Channels[i]);
        }

        RequireOnce("automaticAnswers", settings.AutomaticAnswers.Select(answer => answer?.Code));
        for (var i = 0; i < settings.AutomaticAnswers.Length; i++)
        {
            Require($"automaticAnswers[{i}]", settings.AutomaticAnswers[i]);
        }
    }

    private static void Require(string place, ChannelCapabilities channel)
    {
        if (channel.Channel == default || channel.Channel == Channel.None)
        {
            throw Fault(place, "no channel is named");
        }

        if (channel.MaxTextLength is < 1 or > TicketMessage.MaxTextLength)
        {
            throw Fault(place, $"maxTextLength is {channel.MaxTextLength}; from 1 to {TicketMessage.MaxTextLength} are allowed");
        }

        if (channel.MaxAttachments is < 0 or > MessageAttachment.MaxCount || channel.MaxAttachmentSize < 1)
        {
            throw Fault(place, $"from 0 to {MessageAttachment.MaxCount} attachments of at least 1 byte are allowed");
        }

        if (channel.ReplyWindow is { } window && (window <= Duration.Zero || window > SlaGoal.MaxWithin))
        {
            throw Fault(place, $"replyWindow is {window}; it must be more than zero and at most {SlaGoal.MaxWithin}");
        }

        if (channel.MediaTypes.IsDefault || channel.MediaTypes.FirstOrDefault(type => !MediaTypes.IsPattern(type)) is not null)
        {
            throw Fault(place, "media types are written as image/png or image/*, in lower case");
        }
    }

    private static void Require(string place, AutomaticAnswer answer)
    {
        try
        {
            StoredText.RequireCode(answer.Code, maxLength: 64, nameof(answer));
            foreach (var text in answer.Texts)
            {
                StoredText.Require(text.Text, TicketMessage.MaxTextLength, nameof(answer));
                if (text.Subject is not null)
                {
                    StoredText.Require(text.Subject, TicketMessage.MaxSubjectLength, nameof(answer));
                }
            }
        }
        catch (ArgumentException fault)
        {
            throw Fault(place, fault.Message);
        }

        if (answer.Texts.IsDefaultOrEmpty || answer.When.IsDefault || answer.When.Any(condition => string.IsNullOrWhiteSpace(condition.Attribute) || condition.Value is null))
        {
            throw Fault(place, "a text is needed, and each condition an attribute and a value");
        }

        RequireOnce($"{place}.texts", answer.Texts.Select(text => text.Language == default ? null : text.Language.Value));
        if (answer.Fallback is { } fallback && answer.Texts.All(text => text.Language != fallback))
        {
            throw Fault(place, $"there is no text in the fallback language {fallback}");
        }

        if (answer.Then is not (null or TicketMove.AskCustomer or TicketMove.WaitForThirdParty or TicketMove.Resume))
        {
            throw Fault(place, $"the move {answer.Then} is not one of software");
        }
    }

    private static void RequireOnce<T>(string place, IEnumerable<T?> values)
    {
        var seen = new HashSet<T>();
        foreach (var value in values)
        {
            if (value is null || !seen.Add(value))
            {
                throw Fault(place, value is null ? "an item is missing or names nothing" : $"'{value}' is given twice");
            }
        }
    }

    private static ArgumentException Fault(string place, string fault) => new($"Settings, {place}: {fault}.");
}
