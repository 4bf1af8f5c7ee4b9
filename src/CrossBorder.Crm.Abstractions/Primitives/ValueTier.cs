namespace CrossBorder.Crm.Primitives;

/// <summary>How much a customer is worth to the shop, as one named tier. What a tier gets is data: <see cref="ServiceStandard"/>.</summary>
/// <remarks>An open set: a host may use codes of its own. The default value is none and is refused at every boundary.</remarks>
public readonly record struct ValueTier
{
    /// <summary>Creates the code.</summary>
    /// <param name="code">1 to 32 characters of a-z, 0-9, <c>_</c>, <c>-</c>, <c>.</c>.</param>
    /// <exception cref="ArgumentException">The text is not such a code.</exception>
    public ValueTier(string code) => Code = StoredText.RequireCode(code, maxLength: 32);

    /// <summary>The code; null only for the default value.</summary>
    public string Code { get; }

    /// <summary>The most valuable customers.</summary>
    public static ValueTier Vip { get; } = new("vip");

    /// <summary>Customers above the ordinary.</summary>
    public static ValueTier Important { get; } = new("important");

    /// <summary>Everybody else.</summary>
    public static ValueTier Normal { get; } = new("normal");

    /// <inheritdoc/>
    public override string ToString() => Code ?? "";
}
