namespace CrossBorder.Crm.Conformance.Running;

/// <summary>A case before it meets a harness.</summary>
/// <param name="Clause">The clause.</param>
/// <param name="Name">What must hold.</param>
/// <param name="Body">What is done.</param>
/// <param name="Needs">The capabilities without which it is skipped.</param>
internal sealed record CaseDefinition<TGround>(string Clause, string Name, Func<TGround, Task> Body, StorageCapabilities Needs = StorageCapabilities.None)
    where TGround : Ground
{
    /// <summary>Whether it needs a second tenant; so does every case of STO-4.</summary>
    public bool NeedsTenants { get; init; } = Clause == "STO-4";
}
