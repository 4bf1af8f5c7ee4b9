using System.Buffers;
using System.Runtime.CompilerServices;

namespace CrossBorder.Crm.Primitives;

/// <summary>The rule for every short text that becomes a key or an index field: what one database stores, all must store.</summary>
internal static class StoredText
{
    private static readonly SearchValues<char> CodeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.");

    /// <summary>Returns the text, or says which rule it breaks.</summary>
    /// <remarks>NUL cannot be stored by PostgreSQL, a lone surrogate not by any UTF-8 database.</remarks>
    public static string Require(string? value, int maxLength, [CallerArgumentExpression(nameof(value))] string? parameter = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, parameter);
        if (value.Length > maxLength)
        {
            throw new ArgumentException($"The text has {value.Length} UTF-16 units; at most {maxLength} are allowed.", parameter);
        }

        if (!value.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !value.Contains('\0'))
        {
            return value;
        }

        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == '\0')
            {
                throw new ArgumentException($"The text has a NUL character at position {i}; that cannot be stored.", parameter);
            }

            if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(c))
            {
                throw new ArgumentException($"The text has half of a surrogate pair at position {i}; that is not Unicode text.", parameter);
            }
        }

        return value;
    }

    /// <summary>Returns a code of lower-case letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, or says why it is none.</summary>
    public static string RequireCode(string? value, int maxLength, [CallerArgumentExpression(nameof(value))] string? parameter = null)
    {
        Require(value, maxLength, parameter);
        return value.AsSpan().IndexOfAnyExcept(CodeCharacters) is var i and >= 0
            ? throw new ArgumentException($"'{value}' is not a code: position {i} has '{value![i]}', allowed are a-z, 0-9, '_', '-' and '.'.", parameter)
            : value!;
    }
}
