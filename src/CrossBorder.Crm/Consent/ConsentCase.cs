using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>One question, put to one pack in one zone: what the steps look at.</summary>
internal sealed class ConsentCase
{
    public ConsentCase(
        ConsentQuery query, Instant at, ConsentHistory history, ConsentFacts facts, RulePack pack, DateTimeZone zone, ImmutableArray<DateTimeZone> possibleZones)
    {
        (Query, At, History, Facts, Pack, Zone, PossibleZones) = (query, at, history, facts, pack, zone, possibleZones);
        Today = DateOf(at);
        Rules = RulesOf(query.Channel);
        Purpose = query.Purpose == Purpose.ConsentRequest && pack.ConsentRequestsMax is null ? Purpose.DirectMarketing : query.Purpose;
        Age = query.BirthDate is { } born ? AgeOn(Today, born) : null;
        Standing = ConsentStanding.Of(history, Purpose, query.Channel, query.ContactPoint, at);
        Suppressions = SuppressionFold.InForce(facts.Suppressions.Where(
            entry => entry.OccurredAt <= at && (query.KnownAt is not { } known || entry.RecordedAt <= known)));
    }

    public ConsentQuery Query { get; }

    public Instant At { get; }

    public ConsentHistory History { get; }

    public ConsentFacts Facts { get; }

    public RulePack Pack { get; }

    /// <summary>The zone whose days count.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>The zones in which the hours must be open: the person's, else all of the pack. None where neither is known.</summary>
    public ImmutableArray<DateTimeZone> PossibleZones { get; }

    public LocalDate Today { get; }

    /// <summary>The rules of the asked channel; null where the pack has none.</summary>
    public ChannelRules? Rules { get; }

    /// <summary>The purpose that is judged: asking for consent is direct marketing, unless the pack counts the requests.</summary>
    public Purpose Purpose { get; }

    /// <summary>The person's age in whole years on the local day; null where her birth date is not known.</summary>
    public int? Age { get; }

    public bool IsMinor => Age < Pack.MinorAge;

    public ConsentStanding Standing { get; }

    public IReadOnlyDictionary<SuppressionReason, SuppressionAdded> Suppressions { get; }

    /// <summary>The reason of the permission so far; set by the evaluator when a step permits.</summary>
    public ConsentReason? Permission { get; set; }

    /// <summary>The failure of a consent that was found; set by the evaluator when a step fails.</summary>
    public ConsentReason? Failure { get; set; }

    /// <summary>Whether the permission is a valid express consent.</summary>
    public bool HasExpressConsent => Permission is ConsentReason.Granted or ConsentReason.GuardianGranted;

    public ChannelRules? RulesOf(Channel channel) => Pack.Channels.FirstOrDefault(rules => rules.Channel == channel);

    public LocalDate DateOf(Instant instant) => instant.InZone(Zone).Date;

    /// <summary>What processing needs that contacts nobody. Where the pack says nothing, consent.</summary>
    public ProcessingModel Processing
    {
        get
        {
            if (Purpose == Purpose.SaleShare && Age < Pack.SaleShareOptInUnder)
            {
                return ProcessingModel.OptIn;
            }

            foreach (var rule in Pack.Processing ?? [])
            {
                if (rule.Purpose == Purpose)
                {
                    return rule.Model;
                }
            }

            return ProcessingModel.OptIn;
        }
    }

    /// <summary>Whether the person, or her guardian, consented after an instant. An import is not her own word; a minor's needs the guardian.</summary>
    public bool HasOwnConsentAfter(Instant instant, Func<GivenConsent, bool>? where = null) => Standing.Given.Any(consent =>
        consent.OccurredAt > instant
        && (IsMinor ? consent.Source == ConsentSource.Guardian : consent.Source != ConsentSource.Import)
        && (where is null || where(consent)));

    // Somebody born on 29 February is a year older on 1 March in a common year: the later of the two readings, since youth protects.
    private static int AgeOn(LocalDate today, LocalDate born) =>
        today.Year - born.Year - ((today.Month, today.Day).CompareTo((born.Month, born.Day)) < 0 ? 1 : 0);
}
