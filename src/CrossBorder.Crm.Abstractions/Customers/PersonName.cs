using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Customers;

/// <summary>Which part of a name is written first.</summary>
public enum NameOrder
{
    /// <summary>The given name, as in "Maria Schmidt".</summary>
    GivenFirst,

    /// <summary>The family name, as in "山田 太郎" or "Nagy István".</summary>
    FamilyFirst,
}

/// <summary>A person's name as she gives it: parts, their order and the script. Never one string: parts cannot be told from it afterwards.</summary>
/// <remarks>A person may have one part only; at least one of <see cref="Given"/> and <see cref="Family"/> is there.</remarks>
[PersonalData]
public sealed record PersonName
{
    /// <summary>The given name, where there is one.</summary>
    public string? Given { get; init; }

    /// <summary>Further given names or a patronymic, where there are any.</summary>
    public string? Middle { get; init; }

    /// <summary>The family name or names, where there are any.</summary>
    public string? Family { get; init; }

    /// <summary>A title that she wants to be addressed by, such as "Dr.", in her own language.</summary>
    public string? Title { get; init; }

    /// <summary>How the name is read, such as kana for a name in kanji, where she gave it.</summary>
    public string? Phonetic { get; init; }

    /// <summary>Which part comes first.</summary>
    public NameOrder Order { get; init; } = NameOrder.GivenFirst;

    /// <summary>The script by ISO 15924, such as <c>Latn</c>, <c>Hans</c>, <c>Jpan</c> or <c>Cyrl</c>; null where not known.</summary>
    public string? Script { get; init; }
}
