using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CrossBorder.Crm.Json;

/// <summary>A stored name and what it reads as. The name outlives the class: it never changes and is never used again.</summary>
/// <param name="Name">The versioned name, such as <c>points_earned.v1</c>.</param>
/// <param name="Type">The class.</param>
internal sealed record StoredType(string Name, Type Type);

/// <summary>What one room stores as JSON.</summary>
/// <param name="Resolver">The room's source-generated context.</param>
/// <param name="Types">Its stored types.</param>
/// <param name="Converters">The converters of its ids and enumerations.</param>
internal sealed record RoomJson(
    IJsonTypeInfoResolver Resolver, IReadOnlyList<StoredType> Types, IReadOnlyList<JsonConverter> Converters)
{
    /// <summary>The forms of its types that are written out by hand.</summary>
    public IReadOnlyList<JsonConverter> Forms { get; init; } = [];
}
