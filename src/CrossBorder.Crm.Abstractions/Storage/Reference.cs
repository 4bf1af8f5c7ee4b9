using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage;

/// <summary>What an entry or a record is filed under, so that it is found without reading a history: <c>order:shop:4711</c>. Ordinal.</summary>
/// <remarks>The default value is none and is refused.</remarks>
public readonly record struct Reference
{
    /// <summary>The longest reference, in UTF-16 units.</summary>
    public const int MaxLength = 240;

    /// <summary>Creates a reference from its stored text.</summary>
    /// <param name="text">1 to <see cref="MaxLength"/> units, <c>kind:value</c> by convention.</param>
    /// <exception cref="ArgumentException">The text is blank, too long, or cannot be stored.</exception>
    public Reference(string text) => Text = StoredText.Require(text, MaxLength);

    /// <summary>The stored text; null only for the default value.</summary>
    public string Text { get; }

    /// <summary>A reference to a foreign object: an <c>order</c> of the host.</summary>
    /// <param name="kind">The kind, such as <c>order</c>; a-z, 0-9, <c>_</c>, <c>-</c>, <c>.</c>.</param>
    /// <param name="target">The host's key.</param>
    public static Reference To(string kind, ExternalRef target)
    {
        target.ThrowIfDefault(nameof(target));
        return new($"{StoredText.RequireCode(kind, maxLength: 32)}:{target}");
    }

    /// <summary>A reference to something of ours by its name within the owner: a <c>hold</c>, a <c>redemption</c>.</summary>
    /// <param name="kind">The kind; a-z, 0-9, <c>_</c>, <c>-</c>, <c>.</c>.</param>
    /// <param name="name">The name.</param>
    public static Reference To(string kind, string name) => new($"{StoredText.RequireCode(kind, maxLength: 32)}:{name}");

    /// <inheritdoc/>
    public override string ToString() => Text ?? "";
}
