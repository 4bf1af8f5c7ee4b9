using System.Collections.Immutable;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Consent;

/// <summary>Tells a retry of a recording from another one under the same key: everything but the time of recording counts.</summary>
internal static class ConsentRequestHash
{
    public static Digest Of(ImmutableArray<ConsentEntry> entries)
    {
        var hash = new RequestHasher("record_consent.v1");
        foreach (var entry in entries)
        {
            Add(ref hash, entry);
        }

        return hash.Finish();
    }

    public static Digest Of(ImmutableArray<SuppressionEntry> entries)
    {
        var hash = new RequestHasher("record_suppression.v1");
        foreach (var entry in entries)
        {
            hash.Add(entry is SuppressionAdded ? "added" : "removed");
            hash.Add(entry.OccurredAt);
            hash.Add(entry.Reason.Code);
        }

        return hash.Finish();
    }

    private static void Add(ref RequestHasher hash, ConsentEntry entry)
    {
        hash.Add(entry.OccurredAt);
        if (entry is ConsentStatement statement)
        {
            hash.Add(statement.Scope.ToString());
            hash.Add((long)statement.Source);
        }

        switch (entry)
        {
            case ConsentGranted:
                hash.Add("granted");
                break;
            case ConsentRenewed:
                hash.Add("renewed");
                break;
            case ConsentRequested requested:
                hash.Add("requested");
                hash.Add(requested.Token);
                hash.Add(requested.ConfirmBefore);
                break;
            case ConsentConfirmed confirmed:
                hash.Add("confirmed");
                hash.Add(confirmed.Token);
                break;
            case ConsentWithdrawn:
                hash.Add("withdrawn");
                break;
            case ConsentRefused:
                hash.Add("refused");
                break;
            case ConsentOptedOut:
                hash.Add("opted_out");
                break;
            case ProcessingObjected objected:
                hash.Add("objected");
                hash.Add(objected.Purpose?.Code);
                break;
            case RestrictionApplied:
                hash.Add("restriction_applied");
                break;
            case RestrictionLifted:
                hash.Add("restriction_lifted");
                break;
            case ErasureRequested requested:
                hash.Add("erasure_requested");
                hash.Add(requested.Verified ? 1 : 0);
                break;
            case ErasureCancelled:
                hash.Add("erasure_cancelled");
                break;
            case ErasureCompleted:
                hash.Add("erasure_completed");
                break;
            case PrivacySignalReceived signal:
                hash.Add("privacy_signal");
                hash.Add(signal.OptsOut ? 1 : 0);
                break;
            default:
                AddContact(ref hash, entry);
                break;
        }

        AddTerms(ref hash, ConsentTermsOf.Entry(entry));
    }

    private static void AddContact(ref RequestHasher hash, ConsentEntry entry)
    {
        switch (entry)
        {
            case RelationshipNoted noted:
                hash.Add("relationship");
                hash.Add((long)noted.Kind);
                hash.Add(noted.Category);
                hash.Add((noted.OptOutOffered ? 2 : 0) + (noted.OptedOut ? 1 : 0));
                break;
            case ContractStarted started:
                hash.Add("contract_started");
                hash.Add(started.Contract);
                break;
            case ContractEnded ended:
                hash.Add("contract_ended");
                hash.Add(ended.Contract);
                break;
            case ContactSent sent:
                hash.Add("contact_sent");
                hash.Add(sent.Purpose.Code);
                hash.Add(sent.Channel.Code);
                break;
            case ContactRefused refused:
                hash.Add("contact_refused");
                hash.Add(refused.Channel.Code);
                break;
            case ReconfirmationSent sent:
                hash.Add("reconfirmation");
                hash.Add(sent.Scope.ToString());
                break;
            case RegistryListed listed:
                hash.Add("registry");
                hash.Add(listed.Registry);
                hash.Add(listed.Channel?.Code);
                hash.Add(listed.ContactPoint?.Value);
                break;
            case SubjectsMerged merged:
                hash.Add("merged");
                hash.Add(merged.From.Value);
                hash.Add(merged.Into.Value);
                break;
            case SubjectsUnmerged unmerged:
                hash.Add("unmerged");
                hash.Add(unmerged.From.Value);
                hash.Add(unmerged.Into.Value);
                break;
            default:
                throw new ArgumentException($"{entry.GetType().Name} is no entry that this release knows.", nameof(entry));
        }
    }

    private static void AddTerms(ref RequestHasher hash, ConsentTerms? terms)
    {
        hash.Add(terms?.NoticeVersion);
        hash.Add(terms?.ExpiresAt);
        hash.Add((long)(terms is null ? -1 : (terms.AfterPrivacySignalNotice ? 4 : 0) + (terms.Indefinite ? 2 : 0) + (terms.Separate ? 1 : 0)));
        hash.Add((long)(terms?.Permissions.Length ?? 0));
        foreach (var permission in terms?.Permissions ?? [])
        {
            hash.Add(permission);
        }
    }
}
