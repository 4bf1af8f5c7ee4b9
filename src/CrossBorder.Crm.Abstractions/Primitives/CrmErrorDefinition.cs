using System.Collections.Immutable;
using System.Globalization;

namespace CrossBorder.Crm.Primitives;

/// <summary>One entry of the catalogue of refusals: the code and its message in English and Chinese.</summary>
/// <remarks>Messages name their parameters in braces: <c>{available} points are available.</c></remarks>
public sealed class CrmErrorDefinition
{
    /// <summary>Creates an entry.</summary>
    /// <param name="code">The stable code, <c>room.what</c>.</param>
    /// <param name="english">The message in English.</param>
    /// <param name="chinese">The message in simplified Chinese, with the same parameters.</param>
    public CrmErrorDefinition(string code, string english, string chinese)
    {
        Code = StoredText.RequireCode(code, maxLength: 64);
        English = StoredText.Require(english, maxLength: 500);
        Chinese = StoredText.Require(chinese, maxLength: 500);
    }

    /// <summary>The stable code.</summary>
    public string Code { get; }

    /// <summary>The message in English.</summary>
    public string English { get; }

    /// <summary>The message in simplified Chinese.</summary>
    public string Chinese { get; }

    /// <summary>A refusal with these values.</summary>
    /// <param name="parameters">The values by name; written in invariant text.</param>
    public CrmError With(params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in parameters)
        {
            values[name] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }

        return new CrmError { Code = Code, Parameters = values.ToImmutable() };
    }

    /// <summary>The message in a language: Chinese for <c>zh</c>, English for any other.</summary>
    /// <param name="error">A refusal with this definition's code.</param>
    /// <param name="language">The reader's language.</param>
    public string Describe(CrmError error, LanguageTag language)
    {
        ArgumentNullException.ThrowIfNull(error);
        var message = language.Language == "zh" ? Chinese : English;
        return error.Parameters.Aggregate(
            message, (text, parameter) => text.Replace($"{{{parameter.Key}}}", parameter.Value, StringComparison.Ordinal));
    }
}
