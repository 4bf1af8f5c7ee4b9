namespace CrossBorder.Crm.Storage.Tests.Mutants;

/// <summary>Which clause a deliberately broken store breaks; its cases must catch it, and no others.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class BreaksAttribute(string clause) : Attribute
{
    public string Clause => clause;
}
