namespace CrossBorder.Crm.Primitives;

/// <summary>A list that is not written while it is empty: how a stored type gains a list without changing what it wrote before.</summary>
/// <remarks>What was stored without the list is read as its default; the getter makes an empty list of that.</remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OmitWhenEmptyAttribute : Attribute;
