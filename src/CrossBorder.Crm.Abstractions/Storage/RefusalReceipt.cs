using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage;

/// <summary>A refusal that is kept as the answer to its request, where a room says that a refused request uses up its name.</summary>
public sealed record RefusalReceipt
{
    /// <summary>Why the request was refused.</summary>
    public required CrmError Error { get; init; }
}
