using System.Collections.Frozen;

namespace CrossBorder.Crm.Tests.Scenarios;

/// <summary>The one list of scenario cases whose room is still thin. Everything that is not listed must pass.</summary>
internal static class NotYetSupported
{
    /// <summary>By <c>kind/section/id</c>, with what is missing.</summary>
    public static readonly FrozenDictionary<string, string> Cases = new Dictionary<string, string>
    {
        ["loyalty/timelines/pending-02"] = "authorize comes with the whole ledger",
        ["loyalty/timelines/hold-02"] = "authorize and void come with the whole ledger",
        ["loyalty/timelines/return-02"] = "the return of redeemed points comes with the whole ledger",
        ["loyalty/timelines/adjust-02"] = "adjustments come with the whole ledger",
        ["loyalty/timelines/transfer-02"] = "transfers come with the whole ledger",
        ["loyalty/timelines/tier-02"] = "loyalty tiers come with the whole ledger",
        ["loyalty/timelines/fuzz-002"] = "holds, returns, adjustments and transfers come with the whole ledger",
        ["loyalty/calculations/liability-01"] = "liability comes with the whole ledger",
        ["loyalty/calculations/liability-02"] = "liability comes with the whole ledger",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string? ReasonFor(ScenarioKind kind, string key) => Cases.GetValueOrDefault($"{kind.Name}/{key}");
}
