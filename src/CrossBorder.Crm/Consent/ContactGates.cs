using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>Steps 14 and 15: what stops a contact that was permitted: registries and caps.</summary>
internal static class ContactGates
{
    public static Verdict Registry(ConsentCase c)
    {
        if (c.Rules is not { Model: ConsentModel.OptOutRegistry } rules
            || c.HasExpressConsent || c.Permission is ConsentReason.ExemptRecipient or ConsentReason.ConsentRequestAllowed
            || !c.History.Entries.Any(entry => entry is RegistryListed listed && Concerns(c, listed)))
        {
            return Verdict.Pass;
        }

        var implied = rules.Implied ?? c.RulesOf(Channel.Email)?.Implied;
        return rules.RelationshipLiftsListing && implied is not null && RelationshipSteps.IsLive(c, implied)
            ? Verdict.Permit(ConsentReason.ImpliedRelationship)
            : Verdict.Deny(ConsentReason.RegistryListed);
    }

    public static Verdict FrequencyCap(ConsentCase c)
    {
        if (c.Rules?.Caps is not { } caps || c.Permission == ConsentReason.ConsentRequestAllowed)
        {
            return Verdict.Pass;
        }

        var sent = c.History.Entries
            .Where(entry => entry is ContactSent contact && contact.Channel == c.Query.Channel && contact.Purpose == Purpose.DirectMarketing)
            .Select(entry => entry.OccurredAt)
            .ToList();
        return Verdict.DenyIf(
            Reaches(caps.Per24Hours, sent.Count(at => at > c.At - Duration.FromHours(24)))
            || Reaches(caps.PerLocalDay, SentSince(c, sent, days: 1))
            || Reaches(caps.Per7Days, SentSince(c, sent, days: 7))
            || Reaches(caps.Per30Days, SentSince(c, sent, days: 30)),
            ConsentReason.FrequencyCap);
    }

    public static Verdict RefusalCooldown(ConsentCase c)
    {
        if (c.Rules is null || c.Permission == ConsentReason.ConsentRequestAllowed
            || c.History.Latest<ContactRefused>(refused => refused.Channel == c.Query.Channel) is not { } refused)
        {
            return Verdict.Pass;
        }

        // The days after the refusal have to be over: on the sixtieth of sixty there is no contact yet.
        return Verdict.DenyIf(
            c.Rules.NoRecallAfterRefusal || (c.Rules.Caps?.AfterRefusalDays is { } days && c.Today <= c.DateOf(refused).PlusDays(days)),
            ConsentReason.RefusalCooldown);
    }

    private static bool Concerns(ConsentCase c, RegistryListed listed) =>
        (listed.Channel is null || listed.Channel == c.Query.Channel)
        && (listed.ContactPoint is null || listed.ContactPoint == c.Query.ContactPoint);

    private static bool Reaches(int? cap, int count) => count >= cap;

    private static int SentSince(ConsentCase c, List<Instant> sent, int days) => sent.Count(at => c.DateOf(at) > c.Today.PlusDays(-days));
}
