using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Consent;

/// <summary>What a statement is about: purpose × channel × contact point, each one or all. Written <c>direct_marketing/email/*</c>.</summary>
/// <remarks>The default value names nothing and is refused at every boundary: "everything" has to be said.</remarks>
public readonly record struct ConsentScope
{
    private const string All = "*";

    private readonly bool isGiven;

    /// <summary>Creates a scope; null stands for all.</summary>
    /// <param name="purpose">The purpose, or null for every purpose.</param>
    /// <param name="channel">The channel, or null for every channel, <see cref="Channel.None"/> included.</param>
    /// <param name="contactPoint">The contact point, or null for every one of the person.</param>
    /// <exception cref="ArgumentException">A part is the default value of its type.</exception>
    public ConsentScope(Purpose? purpose, Channel? channel, ContactPointKey? contactPoint)
    {
        Purpose = purpose is { Code: null } ? throw Default("purpose", nameof(purpose)) : purpose;
        Channel = channel is { Code: null } ? throw Default("channel", nameof(channel)) : channel;
        ContactPoint = contactPoint is { Value: null } ? throw Default("contact point", nameof(contactPoint)) : contactPoint;
        isGiven = true;
    }

    /// <summary>Every purpose on every channel: the scope of "leave me alone".</summary>
    public static ConsentScope Everything { get; } = new(null, null, null);

    /// <summary>The purpose, or null for all.</summary>
    public Purpose? Purpose { get; }

    /// <summary>The channel, or null for all.</summary>
    public Channel? Channel { get; }

    /// <summary>The contact point, or null for all.</summary>
    public ContactPointKey? ContactPoint { get; }

    /// <summary>Whether this is the default value.</summary>
    public bool IsDefault => !isGiven;

    /// <summary>A scope that reaches nobody, for processing such as profiling.</summary>
    /// <param name="purpose">The purpose.</param>
    public static ConsentScope Processing(Purpose purpose) => new(purpose, Primitives.Channel.None, null);

    /// <summary>Reads the form <c>purpose/channel/contact point</c>; <c>*</c> is all.</summary>
    /// <param name="text">The text; the contact point may hold slashes.</param>
    /// <exception cref="FormatException">The text has fewer than three parts.</exception>
    /// <exception cref="ArgumentException">A part is not allowed.</exception>
    public static ConsentScope Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/', 3) is [var purpose, var channel, var contactPoint]
            ? new(
                purpose == All ? null : new Purpose(purpose),
                channel == All ? null : new Channel(channel),
                contactPoint == All ? null : new ContactPointKey(contactPoint))
            : throw new FormatException($"'{text}' is no scope; expected a form such as 'direct_marketing/email/*'.");
    }

    /// <summary>Whether a statement of this scope is about one purpose on one channel and contact point.</summary>
    /// <param name="purpose">The purpose.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="contactPoint">The contact point; null for processing that contacts nobody.</param>
    public bool Covers(Purpose purpose, Channel channel, ContactPointKey? contactPoint) =>
        isGiven
        && (Purpose is null || Purpose == purpose)
        && (Channel is null || Channel == channel)
        && (ContactPoint is null || ContactPoint == contactPoint);

    /// <summary>Whether everything in another scope is also in this one.</summary>
    /// <param name="other">The other scope.</param>
    public bool Covers(ConsentScope other) =>
        isGiven && other.isGiven
        && (Purpose is null || Purpose == other.Purpose)
        && (Channel is null || Channel == other.Channel)
        && (ContactPoint is null || ContactPoint == other.ContactPoint);

    /// <inheritdoc/>
    public override string ToString() => isGiven ? $"{Purpose?.Code ?? All}/{Channel?.Code ?? All}/{ContactPoint?.Value ?? All}" : "";

    private static ArgumentException Default(string part, string parameter) =>
        new($"The {part} is the default value and names none; null stands for all.", parameter);
}
