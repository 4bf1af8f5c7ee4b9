namespace CrossBorder.Crm.Primitives;

/// <summary>The name of one request, by which a retry is recognised. Unique within one stream (account, ticket, customer). Ordinal.</summary>
/// <remarks>The default value names no request and is refused at every boundary.</remarks>
public readonly record struct IdempotencyKey
{
    /// <summary>The longest key, in UTF-16 units.</summary>
    public const int MaxLength = 200;

    /// <summary>Creates the key.</summary>
    /// <param name="value">1 to <see cref="MaxLength"/> units of any Unicode text, such as the id that the caller gave its request.</param>
    /// <exception cref="ArgumentException">The text is blank, too long, or cannot be stored.</exception>
    public IdempotencyKey(string value) => Value = StoredText.Require(value, MaxLength);

    /// <summary>The key; null only for the default value.</summary>
    public string Value { get; }

    /// <summary>The key of doing one thing to one foreign object once: <c>earn</c> for order <c>shop:4711</c>.</summary>
    /// <param name="action">What is done; a-z, 0-9, <c>_</c>, <c>-</c>, <c>.</c>.</param>
    /// <param name="subject">What it is done to.</param>
    public static IdempotencyKey For(string action, ExternalRef subject)
    {
        subject.ThrowIfDefault(nameof(subject));
        return new($"{StoredText.RequireCode(action, maxLength: 32)}:{subject}");
    }

    /// <inheritdoc/>
    public override string ToString() => Value ?? "";

    internal IdempotencyKey ThrowIfDefault(string parameter = "key") =>
        Value is not null ? this : throw new ArgumentException("The idempotency key is the default value and names no request.", parameter);
}
