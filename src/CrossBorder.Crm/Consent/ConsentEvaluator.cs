using System.Collections.Immutable;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>May I contact her, for this, on this channel, and why? Pure: the same facts give the same decision, in whatever order they come.</summary>
/// <remarks>
/// Every jurisdiction is asked in turn and all must allow. Each takes the steps in their order: what holds whatever she said, what she said, what
/// may stand in for it, then registries, caps and hours. Where her zone is not known, every zone of the pack is asked and the strictest counts.
/// Not legal advice: what the law says stands in the packs.
/// </remarks>
public static class ConsentEvaluator
{
    // A pack that names no zone: the earliest and the latest local day on earth.
    private static readonly ImmutableArray<DateTimeZone> EdgesOfTheEarth =
        [DateTimeZone.ForOffset(Offset.FromHours(-12)), DateTimeZone.ForOffset(Offset.FromHours(14))];

    /// <summary>Decides one question. Linear in the facts, times the zones where the person's is not known.</summary>
    /// <param name="query">The question.</param>
    /// <param name="now">The instant that is asked about, where the query names none.</param>
    /// <param name="facts">What is known, in any order. Entries that had not happened, or were not known, are passed over.</param>
    /// <param name="packs">The law.</param>
    /// <exception cref="ArgumentException">The query names a default value or an unknown zone.</exception>
    public static ConsentDecision Evaluate(ConsentQuery query, Instant now, ConsentFacts facts, RulePackSet packs)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(packs);
        ConsentValidation.Require(query, packs);
        var at = query.At ?? now;
        var history = new ConsentHistory(facts.Entries, at, query.KnownAt);
        if (query.Jurisdictions.IsEmpty)
        {
            return new() { Reason = ConsentReason.UnknownJurisdiction, At = at };
        }

        ConsentDecision? first = null;
        var trail = ImmutableArray.CreateBuilder<ConsentTrailStep>();
        foreach (var jurisdiction in query.Jurisdictions)
        {
            var decision = Evaluate(query, at, history, facts, packs, jurisdiction);
            trail.AddRange(decision.Trail);
            if (!decision.Allowed)
            {
                return decision with { Trail = trail.ToImmutable() };
            }

            first ??= decision;
        }

        return first! with { Trail = trail.ToImmutable() };
    }

    private static ConsentDecision Evaluate(
        ConsentQuery query, Instant at, ConsentHistory history, ConsentFacts facts, RulePackSet packs, Jurisdiction jurisdiction)
    {
        if (packs.Find(jurisdiction) is not { } pack)
        {
            return Unknown(at, jurisdiction);
        }

        ImmutableArray<string> names = query.TimeZone is { } own ? [own] : pack.Zones ?? [];
        var possible = names.Select(name => packs.ZoneOf(name)!).ToImmutableArray();
        ConsentDecision? first = null;
        foreach (var zone in possible.IsEmpty ? EdgesOfTheEarth : possible)
        {
            var decision = pack.ValidUntil < at.InZone(zone).Date
                ? Unknown(at, jurisdiction)
                : Decide(new ConsentCase(query, at, history, facts, pack, zone, possible), jurisdiction);
            if (!decision.Allowed)
            {
                return decision;
            }

            first ??= decision;
        }

        return first!;
    }

    private static ConsentDecision Decide(ConsentCase c, Jurisdiction jurisdiction)
    {
        var trail = ImmutableArray.CreateBuilder<ConsentTrailStep>(ConsentSteps.Grounds.Length + ConsentSteps.Gates.Length);
        foreach (var step in ConsentSteps.Grounds)
        {
            var verdict = Take(c, step, jurisdiction, trail);
            if (verdict.Outcome is ConsentStepOutcome.Denied or ConsentStepOutcome.Allowed)
            {
                return Decision(c, verdict, jurisdiction, trail);
            }

            if (verdict.Outcome == ConsentStepOutcome.Permitted)
            {
                break;
            }
        }

        foreach (var gate in ConsentSteps.Gates)
        {
            var verdict = Take(c, gate, jurisdiction, trail);
            if (verdict.Outcome == ConsentStepOutcome.Denied)
            {
                var decision = Decision(c, verdict, jurisdiction, trail);
                return c.Failure is { } failure ? decision with { Contributing = [failure] } : decision;
            }
        }

        return Decision(c, Verdict.Permit(c.Permission!.Value), jurisdiction, trail);
    }

    private static Verdict Take(ConsentCase c, ConsentStep step, Jurisdiction jurisdiction, ImmutableArray<ConsentTrailStep>.Builder trail)
    {
        var verdict = step.Judge(c);
        if (verdict.Outcome == ConsentStepOutcome.Permitted)
        {
            c.Permission = verdict.Reason;
        }
        else if (verdict.Outcome == ConsentStepOutcome.Failed)
        {
            c.Failure = verdict.Reason;
        }

        trail.Add(new()
        {
            Jurisdiction = jurisdiction,
            Step = step.Name,
            Outcome = verdict.Outcome,
            Reason = verdict.Outcome == ConsentStepOutcome.Passed ? null : verdict.Reason,
        });
        return verdict;
    }

    private static ConsentDecision Decision(
        ConsentCase c, Verdict verdict, Jurisdiction jurisdiction, ImmutableArray<ConsentTrailStep>.Builder trail) => new()
        {
            Reason = verdict.Reason,
            Jurisdiction = jurisdiction,
            RetryAt = verdict.RetryAt,
            At = c.At,
            Trail = trail.ToImmutable(),
        };

    private static ConsentDecision Unknown(Instant at, Jurisdiction jurisdiction) => new()
    {
        Reason = ConsentReason.UnknownJurisdiction,
        Jurisdiction = jurisdiction,
        At = at,
        Trail =
        [
            new()
            {
                Jurisdiction = jurisdiction,
                Step = ConsentReason.UnknownJurisdiction,
                Outcome = ConsentStepOutcome.Denied,
                Reason = ConsentReason.UnknownJurisdiction,
            },
        ],
    };
}
