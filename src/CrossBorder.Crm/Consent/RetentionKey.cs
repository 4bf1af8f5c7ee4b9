namespace CrossBorder.Crm.Consent;

/// <summary>What an entry is kept apart by: of the entries with one key, only the latest can still decide something.</summary>
internal readonly record struct RetentionKey(string Kind, ConsentScope Scope = default, string Text = "", int Flags = 0) : IComparable<RetentionKey>
{
    /// <summary>The key of a consent that was given.</summary>
    public static RetentionKey Of(GivenConsent given) => new(
        "given",
        given.Scope,
        string.Join('\n', given.Terms.Permissions.Order(StringComparer.Ordinal)),
        ((int)given.Source * 4) + (given.Terms.Separate ? 2 : 0) + (given.Terms.AfterPrivacySignalNotice ? 1 : 0));

    /// <summary>The key of a consent that is kept beside the one that governs, because an erasure at an instant or before leaves it alone.</summary>
    public RetentionKey Before(NodaTime.Instant erasure) => this with { Text = $"{Text}\n{erasure.ToUnixTimeTicks()}" };

    /// <summary>The key of any other entry; null where an entry decides nothing, or is handled by itself (requests and confirmations).</summary>
    public static RetentionKey? Of(ConsentEntry entry) => entry switch
    {
        ConsentWithdrawn no => new("withdrawn", no.Scope, Flags: (int)no.Source),
        ConsentRefused no => new("refused", no.Scope, Flags: (int)no.Source),
        ConsentOptedOut no => new("opted_out", no.Scope, Flags: (int)no.Source),
        ProcessingObjected objected => new("objected", Text: objected.Purpose?.Code ?? "*"),
        RestrictionApplied => new("restriction_applied"),
        RestrictionLifted => new("restriction_lifted"),
        ErasureRequested { Verified: true } => new("erasure_requested"),
        ErasureCancelled => new("erasure_cancelled"),
        ErasureCompleted => new("erasure_completed"),
        PrivacySignalReceived { OptsOut: true } => new("privacy_signal"),
        RelationshipNoted noted => new(
            "relationship", Text: noted.Category ?? "", Flags: ((int)noted.Kind * 4) + (noted.OptOutOffered ? 2 : 0) + (noted.OptedOut ? 1 : 0)),
        ContractStarted started => new("contract_started", Text: started.Contract),
        ContractEnded ended => new("contract_ended", Text: ended.Contract),
        ContactRefused refused => new("contact_refused", Text: refused.Channel.Code),
        ReconfirmationSent sent => new("reconfirmation", sent.Scope),
        RegistryListed listed => new("registry", new(null, listed.Channel, listed.ContactPoint), listed.Registry),
        SubjectsMerged merged => new("merged", Text: $"{merged.From}:{merged.Into}"),
        SubjectsUnmerged unmerged => new("unmerged", Text: $"{unmerged.From}:{unmerged.Into}"),
        _ => null,
    };

    public int CompareTo(RetentionKey other)
    {
        var order = string.CompareOrdinal(Kind, other.Kind);
        order = order != 0 ? order : string.CompareOrdinal(Scope.ToString(), other.Scope.ToString());
        order = order != 0 ? order : string.CompareOrdinal(Text, other.Text);
        return order != 0 ? order : Flags.CompareTo(other.Flags);
    }
}
