using System.Collections.Frozen;

namespace CrossBorder.Crm.Tests.Scenarios;

/// <summary>The one list of scenario cases whose room is still thin. Everything that is not listed must pass.</summary>
internal static class NotYetSupported
{
    /// <summary>By <c>kind/section/id</c>, with what is missing.</summary>
    public static readonly FrozenDictionary<string, string> Cases = new Dictionary<string, string>
    {
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string? ReasonFor(ScenarioKind kind, string key) => Cases.GetValueOrDefault($"{kind.Name}/{key}");
}
