using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage;

/// <summary>What to read of a stream before deciding, in one round trip.</summary>
/// <typeparam name="TId">The stream's id type.</typeparam>
public readonly record struct StreamLoad<TId>() where TId : struct
{
    /// <summary>The stream.</summary>
    public required TId Stream { get; init; }

    /// <summary>The key whose answer, if already given, is to be read; null for none.</summary>
    public IdempotencyKey? Key { get; init; }

    /// <summary>The references under which entries are to be read.</summary>
    public ImmutableArray<Reference> References { get; init; } = [];
}
