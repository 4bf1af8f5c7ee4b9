using System.Collections.Immutable;

namespace CrossBorder.Crm.Storage;

/// <summary>The storage contract: its version and its clauses. XML docs, guide and conformance kit name a clause by its id.</summary>
public static class StorageContract
{
    /// <summary>The version of the contract that this release speaks.</summary>
    public const int Version = 1;

    /// <summary>The clauses, by id.</summary>
    public static ImmutableDictionary<string, string> Clauses { get; } = new Dictionary<string, string>
    {
        ["STO-1"] = "A write is all or nothing: record or entries, state and events.",
        ["STO-2"] = "Versions start at 1 and grow by 1 with every record write and every entry.",
        ["STO-3"] = "Of two writers that expect the same version exactly one wins.",
        ["STO-4"] = "Tenants never see each other, even with equal ids.",
        ["STO-5"] = "Text and keys compare ordinally, and any Unicode text round-trips.",
        ["STO-6"] = "The key is looked up before the version: a late retry gets AlreadyApplied with the first head, hash and answer.",
        ["STO-7"] = "Keys live per stream and as long as it.",
        ["STO-8"] = "A page is ordered by the query's key, then id; walking Next neither repeats nor skips an item that did not change.",
        ["STO-9"] = "Instants round-trip to the microsecond, decimals exactly.",
        ["STO-10"] = "A cancelled call has happened wholly or not at all.",
        ["STO-11"] = "A claim is exclusive until its lease ends.",
        ["STO-12"] = "An acknowledged write survives a killed process.",
        ["STO-13"] = "Entries are found by tenant, stream and reference at a cost independent of history.",
        ["STO-14"] = "A state up to the declared size is stored whole.",
        ["STO-15"] = "An index list may lag by the declared time; heads and keys never.",
        ["STO-16"] = "A query is a closed list of conditions over declared index fields; an unknown condition is refused, never ignored.",
        ["STO-17"] = "Several streams in one write, each with its own expected version and key: all or none.",
    }.ToImmutableDictionary(StringComparer.Ordinal);
}
