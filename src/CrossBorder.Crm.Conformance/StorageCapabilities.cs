namespace CrossBorder.Crm.Conformance;

/// <summary>What a harness claims of its store beyond what every store must do. What is not claimed is skipped, with the reason.</summary>
[Flags]
public enum StorageCapabilities
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>What was acknowledged survives a killed process (STO-12); the harness can restart its store.</summary>
    Durable = 1,

    /// <summary>Several streams in one write (STO-17).</summary>
    AtomicStreams = 2,

    /// <summary>Events of a write reach an outbox that the harness offers. An engine always has one.</summary>
    Outbox = 4,

    /// <summary>The harness can make the last step of a write fail, which proves that the whole write is taken back (STO-1).</summary>
    Faults = 8,
}
