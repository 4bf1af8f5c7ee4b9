namespace CrossBorder.Crm.Support;

/// <summary>What the host knows of how a message came, so that no machine is answered by a machine.</summary>
/// <remarks>Only the conclusion is stored, not the headers.</remarks>
public sealed record MessageOrigin
{
    /// <summary>The value of the header <c>Auto-Submitted</c> (RFC 3834, section 5); null where it is missing.</summary>
    public string? AutoSubmitted { get; init; }

    /// <summary>The value of the header <c>Precedence</c>; null where it is missing.</summary>
    public string? Precedence { get; init; }

    /// <summary>Whether there is a header <c>List-Id</c> (RFC 2919).</summary>
    public bool HasListId { get; init; }

    /// <summary>Whether the return path is empty, as it is in delivery reports (RFC 3834, section 2; RFC 5321, section 4.5.5).</summary>
    public bool HasNullReturnPath { get; init; }

    /// <summary>Whether the sender is an address of the shop itself.</summary>
    public bool IsFromOwnAddress { get; init; }
}

/// <summary>What gives a message away as one that a machine wrote or spread.</summary>
public enum MachineSign
{
    /// <summary>It says so: <c>Auto-Submitted</c> with any value but <c>no</c>.</summary>
    AutoSubmitted,

    /// <summary>It has no return path: a delivery report.</summary>
    NullReturnPath,

    /// <summary>It came over a mailing list.</summary>
    MailingList,

    /// <summary>Its precedence is <c>bulk</c>, <c>junk</c>, <c>list</c> or <c>auto_reply</c>.</summary>
    Bulk,

    /// <summary>The shop wrote it itself.</summary>
    OwnAddress,
}
