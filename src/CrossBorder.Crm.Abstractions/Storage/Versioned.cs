namespace CrossBorder.Crm.Storage;

/// <summary>A stored thing and its version. The first version is 1; each write of a record and each entry of a stream adds 1 (STO-2).</summary>
/// <typeparam name="T">What is stored.</typeparam>
/// <param name="Value">The stored thing.</param>
/// <param name="Version">Its version, from 1.</param>
public readonly record struct Versioned<T>(T Value, long Version);
