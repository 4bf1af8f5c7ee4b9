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
        RequireCount("channels", settings.Channels);
        RequireCount("automaticAnswers", settings.AutomaticAnswers);
        if (settings.MaxAutomaticAnswers is < 1 or > 1000)
        {
            throw Fault("maxAutomaticAnswers", $"it is {settings.MaxAutomaticAnswers}; from 1 to 1000 are allowed");
        }

        if (settings.LoopWindow <= Duration.Zero || settings.LoopWindow > Duration.FromDays(31))
        {
            throw Fault("loopWindow", $"it is {settings.LoopWindow}; it must be more than zero and at most 31 days");
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

        if (channel.MaxAttachments is < 0 or > MessageAttachment.MaxCount)
        {
            throw Fault(place, $"maxAttachments is {channel.MaxAttachments}; from 0 to {MessageAttachment.MaxCount} are allowed");
        }

        if (channel.MaxAttachmentSize < 1)
        {
            throw Fault(place, $"maxAttachmentSize is {channel.MaxAttachmentSize}; at least 1 byte is needed");
        }

        if (channel.ReplyWindow is { } window && (window <= Duration.Zero || window > SlaGoal.MaxWithin))
        {
            throw Fault(place, $"replyWindow is {window}; it must be more than zero and at most {SlaGoal.MaxWithin}");
        }

        if (channel.MediaTypes.IsDefault)
        {
            throw Fault($"{place}.mediaTypes", "is missing; an empty list says that every type is carried");
        }

        for (var i = 0; i < channel.MediaTypes.Length; i++)
        {
            if (!MediaTypes.IsPattern(channel.MediaTypes[i]))
            {
                throw Fault($"{place}.mediaTypes[{i}]", $"'{channel.MediaTypes[i]}' is no media type; it is written as image/png or image/*, in lower case");
            }
        }
    }

    private static void Require(string place, AutomaticAnswer answer)
    {
        if (answer.Texts.IsDefaultOrEmpty || answer.Texts.Any(text => text is null))
        {
            throw Fault($"{place}.texts", "a text is needed, and none may be missing");
        }

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

        if (answer.When.IsDefault || answer.When.Any(condition => string.IsNullOrWhiteSpace(condition.Attribute) || condition.Value is null))
        {
            throw Fault($"{place}.when", "each condition needs an attribute and a value; an empty list says that there are none");
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

    private static void RequireCount<T>(string place, System.Collections.Immutable.ImmutableArray<T> items)
    {
        if (items.IsDefault || items.Length > MaxItems)
        {
            throw Fault(place, items.IsDefault ? "is missing; an empty list says that there are none" : $"there are {items.Length}; at most {MaxItems} are allowed");
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

    private static ArgumentException Fault(string place, string fault, string parameter = "settings") => new($"Settings, {place}: {fault}.", parameter);
}
