using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>What the requests of the room must be, checked before anything is read or written, and the hash by which a retry is recognised.</summary>
internal static class TicketArguments
{
    public const int MaxAttributes = 32;

    public static void Require(TicketRequest request, Instant now)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Ticket.ThrowIfDefault(nameof(request.Ticket));
        request.Key.ThrowIfDefault(nameof(request.Key));
        if (request.OccurredAt > now)
        {
            throw new ArgumentOutOfRangeException(nameof(request), request.OccurredAt, $"What is recorded cannot lie in the future; it is {now}.");
        }
    }

    public static void Require(OpenTicket request)
    {
        request.Customer.ThrowIfDefault(nameof(request.Customer));
        RequireKnown(request.By, nameof(request.By));
        RequirePriority(request.Priority, request.Impact, request.Urgency);
        RequireText(request.Subject, request.Text);
        RequireAttachments(request.Attachments);
        if (!request.Attachments.IsEmpty && request.Text is null && request.Subject is null)
        {
            throw new ArgumentException("Attachments come with a first message; there is neither text nor subject.", nameof(request));
        }

        RequireNamed(request.Channel == default, "channel");
        RequireNamed(request.Language == default, "language");
        RequireNamed(request.Market == default(MarketId), "market");
        RequireNamed(request.Tier == default(ValueTier), "tier");

        ArgumentNullException.ThrowIfNull(request.Attributes);
        if (request.Attributes.Count > MaxAttributes)
        {
            throw new ArgumentException($"The ticket has {request.Attributes.Count} attributes; at most {MaxAttributes} are allowed.", nameof(request));
        }

        foreach (var (name, value) in request.Attributes)
        {
            RequireAttribute(name, value);
        }
    }

    public static void Require(SetPriority request)
    {
        RequirePriority(request.Priority, request.Impact, request.Urgency);
        if (request.Priority is null && request.Impact is null)
        {
            throw new ArgumentException("A priority, or impact and urgency, are needed.", nameof(request));
        }
    }

    public static void Require(AddMessage request)
    {
        if (string.IsNullOrEmpty(request.Text))
        {
            throw new ArgumentException("A message has a text.", nameof(request));
        }

        RequireKnown(request.Sort, nameof(request.Sort));
        RequireText(request.Subject, request.Text);
        RequireAttachments(request.Attachments);
        if (request.Sort == TicketMessageKind.RatingComment)
        {
            throw new ArgumentException("A comment to a rating comes with the rating.", nameof(request));
        }

        RequireNamed(request.Channel == default, "channel");
        RequireNamed(request.Language == default(LanguageTag), "language");

        if (request.Sort == TicketMessageKind.AgentReply && request.Agent is null)
        {
            throw new ArgumentException("A reply of an agent names the agent.", nameof(request));
        }

        if (request.Then is { } move)
        {
            if (request.Sort is not (TicketMessageKind.AgentReply or TicketMessageKind.InternalNote) || move is TicketMove.CustomerReplied or TicketMove.AgentReplied)
            {
                throw new ArgumentException($"The move {move} does not go with a message of the kind {request.Sort}.", nameof(request));
            }
        }

        RequireMove(request.Then, request.FollowUpAt);
    }

    public static void Require(PromiseAnswer request)
    {
        if (request is { Within: null, Calendar: not null } || request.Calendar == default(CalendarId))
        {
            throw new ArgumentException("A calendar goes with a time; without a time the policy has both.", nameof(request));
        }

        if (request.Within is { } within && (within <= Duration.Zero || within > SlaGoal.MaxWithin || within.SubsecondNanoseconds % 1000 != 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(request), within, $"The promised time must be more than zero, at most {SlaGoal.MaxWithin}, and whole microseconds.");
        }
    }

    public static void Require(RateTicket request)
    {
        request.Customer.ThrowIfDefault(nameof(request.Customer));
        if (request.Score is < 1 or > 5)
        {
            throw new ArgumentOutOfRangeException(nameof(request), request.Score, "A rating is from 1 to 5.");
        }

        RequireText(null, request.Comment);
        RequireNamed(request.Channel == default(Channel), "channel");
    }

    public static void RequireMove(TicketMove? move, Instant? followUpAt)
    {
        if (move is { } known)
        {
            RequireKnown(known, nameof(move));
        }

        if (followUpAt is not null && move is not (TicketMove.AskCustomer or TicketMove.WaitForThirdParty))
        {
            throw new ArgumentException($"A follow-up at {followUpAt} does not go with {(move is null ? "no move" : $"the move {move}")}: only a ticket that is made to wait has one.", nameof(followUpAt));
        }
    }

    public static void RequireAttribute(string name, string? value)
    {
        StoredText.Require(name, maxLength: 64);
        if (value is not null)
        {
            StoredText.Require(value, maxLength: 200);
            if (name == TicketAttributes.Language)
            {
                _ = new LanguageTag(value);
            }

            if (!RankFacts.Allows(name, value))
            {
                throw new ArgumentException($"The attribute '{name}' is a whole number of its range (see RankFacts), not '{value}'.", nameof(value));
            }
        }
    }

    private static void RequireNamed(bool isDefault, string what, string parameter = "request")
    {
        if (isDefault)
        {
            throw new ArgumentException($"The {what} is the default value and names nothing.", parameter);
        }
    }

    public static void RequireKnown<T>(T value, string parameter) where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(parameter, value, $"No {typeof(T).Name} has this value.");
        }
    }

    public static ImmutableSortedDictionary<string, string> Attributes(OpenTicket request)
    {
        var attributes = request.Attributes.WithComparers(StringComparer.Ordinal).ToBuilder();
        attributes[TicketAttributes.Channel] = request.Channel.Code;
        attributes[TicketAttributes.Language] = request.Language.Value;
        Set(TicketAttributes.Market, request.Market?.Value);
        Set(TicketAttributes.Tier, request.Tier?.Code);
        Set(TicketAttributes.Type, request.Type);
        foreach (var (name, value) in Assessment(request.Impact, request.Urgency).Concat(request.Facts?.ToAttributes() ?? []))
        {
            Set(name, value);
        }

        return attributes.ToImmutable();

        void Set(string name, string? value)
        {
            if (value is not null)
            {
                RequireAttribute(name, value);
                attributes[name] = value;
            }
        }
    }

    public static Digest Hash(OpenTicket request)
    {
        var hasher = new RequestHasher("support.open.v1");
        hasher.Add(request.OccurredAt);
        hasher.Add(request.Customer.Value);
        hasher.Add((long)request.By);
        hasher.Add(request.Agent?.ToString());
        hasher.Add((long)(request.Priority ?? TicketPriority.Normal));
        foreach (var (name, value) in Attributes(request))
        {
            hasher.Add(name);
            hasher.Add(value);
        }

        hasher.Add(request.Source?.ToString());
        hasher.Add(request.Subject);
        hasher.Add(request.Text);
        Add(ref hasher, request.Attachments, request.Origin);
        return hasher.Finish();
    }

    public static Digest Hash(AddMessage request)
    {
        var hasher = new RequestHasher("support.message.v1");
        hasher.Add(request.OccurredAt);
        hasher.Add((long)request.Sort);
        hasher.Add(request.Channel.Code);
        hasher.Add(request.Language?.Value);
        hasher.Add(request.Agent?.ToString());
        hasher.Add((long?)request.Then);
        hasher.Add(request.FollowUpAt);
        hasher.Add(request.Subject);
        hasher.Add(request.Text);
        Add(ref hasher, request.Attachments, request.Origin);
        if (request.IsFinal)
        {
            hasher.Add("final");
        }

        return hasher.Finish();
    }

    public static Digest Hash(string name, TicketRequest request, params ReadOnlySpan<string?> values)
    {
        var hasher = new RequestHasher(name);
        hasher.Add(request.OccurredAt);
        foreach (var value in values)
        {
            hasher.Add(value);
        }

        return hasher.Finish();
    }

    /// <summary>The attributes that keep how a priority was assessed.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Assessment(TicketImpact? impact, TicketUrgency? urgency) =>
        impact is { } i && urgency is { } u ? [new(TicketAttributes.Impact, Code(i)), new(TicketAttributes.Urgency, Code(u))] : [];

    private static string Code<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static void RequirePriority(TicketPriority? priority, TicketImpact? impact, TicketUrgency? urgency)
    {
        if (priority is { } given)
        {
            RequireKnown(given, nameof(priority));
        }

        if (impact is null != urgency is null)
        {
            throw new ArgumentException($"Impact is {impact?.ToString() ?? "not given"} and urgency {urgency?.ToString() ?? "not given"}; both are given, or neither is.", nameof(impact));
        }

        if (impact is { } i && urgency is { } u)
        {
            RequireKnown(i, nameof(impact));
            RequireKnown(u, nameof(urgency));
        }
    }

    // What came later into the request counts only where it is given: a request of before keeps its hash.
    private static void Add(ref RequestHasher hasher, ImmutableArray<MessageAttachment> attachments, MessageOrigin? origin)
    {
        foreach (var attachment in attachments)
        {
            hasher.Add(attachment.Name);
            hasher.Add(attachment.MediaType);
            hasher.Add(attachment.Size);
            hasher.Add(attachment.Reference.ToString());
        }

        if (AutomaticAnswers.SignOf(origin) is { } sign)
        {
            hasher.Add(sign.ToString());
        }
    }

    private static void RequireAttachments(ImmutableArray<MessageAttachment> attachments)
    {
        if (attachments.IsDefault || attachments.Length > MessageAttachment.MaxCount)
        {
            throw new ArgumentException(
                attachments.IsDefault
                    ? "The list of attachments is missing; an empty one says that there are none."
                    : $"There are {attachments.Length} attachments; at most {MessageAttachment.MaxCount} are allowed.",
                nameof(attachments));
        }

        for (var i = 0; i < attachments.Length; i++)
        {
            var attachment = attachments[i] ?? throw new ArgumentException($"attachments[{i}] is missing.", nameof(attachments));
            StoredText.Require(attachment.Name, MessageAttachment.MaxNameLength, nameof(attachments));
            attachment.Reference.ThrowIfDefault(nameof(attachments));
            if (!MediaTypes.IsType(attachment.MediaType) || attachment.Size < 0)
            {
                throw new ArgumentException(
                    $"attachments[{i}]: '{attachment.MediaType}' of {attachment.Size} bytes; a media type such as image/png and a size are needed.", nameof(attachments));
            }
        }
    }

    private static void RequireText(string? subject, string? text)
    {
        if (subject is not null)
        {
            StoredText.Require(subject, TicketMessage.MaxSubjectLength);
        }

        if (text is not null)
        {
            StoredText.Require(text, TicketMessage.MaxTextLength);
        }
    }
}
