namespace CrossBorder.Crm.Primitives;

/// <summary>Marks what identifies or describes a person. It is never logged, and stands only in the records that erasure reaches.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class PersonalDataAttribute : Attribute;
