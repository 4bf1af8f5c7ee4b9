namespace CrossBorder.Crm.Primitives;

/// <summary>A way to reach a person or be reached by her, such as <c>email</c> or <c>chat</c>. Compares ordinally.</summary>
/// <remarks>An open set: a host may use codes of its own. The default value is none and is refused at every boundary.</remarks>
public readonly record struct Channel
{
    /// <summary>Creates the code.</summary>
    /// <param name="code">1 to 32 characters of a-z, 0-9, <c>_</c>, <c>-</c>, <c>.</c>.</param>
    /// <exception cref="ArgumentException">The text is not such a code.</exception>
    public Channel(string code) => Code = StoredText.RequireCode(code, maxLength: 32);

    /// <summary>The code; null only for the default value.</summary>
    public string Code { get; }

    /// <summary>Electronic mail.</summary>
    public static Channel Email { get; } = new("email");

    /// <summary>Text message to a phone number.</summary>
    public static Channel Sms { get; } = new("sms");

    /// <summary>A phone call.</summary>
    public static Channel Voice { get; } = new("voice");

    /// <summary>A notification of an app or a browser.</summary>
    public static Channel Push { get; } = new("push");

    /// <summary>Live chat on the site or in the app.</summary>
    public static Channel Chat { get; } = new("chat");

    /// <summary>A message on a social network.</summary>
    public static Channel Social { get; } = new("social");

    /// <summary>A form on the site.</summary>
    public static Channel Web { get; } = new("web");

    /// <summary>No contact at all: for processing that reaches nobody, such as profiling.</summary>
    public static Channel None { get; } = new("none");

    /// <inheritdoc/>
    public override string ToString() => Code ?? "";
}
