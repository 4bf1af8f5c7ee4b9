using System.Collections.Immutable;

namespace CrossBorder.Crm.Primitives;

/// <summary>Why a business request was refused: a stable code for machines and the values that a message for people needs.</summary>
/// <remarks>Equal if code and parameters are. Holds no personal data.</remarks>
public sealed record CrmError
{
    /// <summary>The stable code, such as <c>loyalty.insufficient_points</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The values by name, in invariant text.</summary>
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <inheritdoc/>
    public bool Equals(CrmError? other) =>
        other is not null && Code == other.Code && Parameters.SequenceEqual(other.Parameters);

    /// <inheritdoc/>
    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);

    /// <summary>The code and the parameters; for logs, not for customers.</summary>
    public override string ToString() =>
        Parameters.IsEmpty ? Code : $"{Code} ({string.Join(", ", Parameters.Select(p => $"{p.Key}={p.Value}"))})";
}
