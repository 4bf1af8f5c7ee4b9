using System.Collections.Immutable;
using CrossBorder.Crm.Consent;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Consent;

public sealed class ConsentLaws
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(int.Parse(Environment.GetEnvironmentVariable("N") ?? "1500"));

    private static readonly Gen<(ConsentFacts Facts, ConsentQuery Query)> Cases =
        from history in ConsentGen.History
        from suppressions in ConsentGen.Suppressions
        from query in ConsentGen.Query
        select (new ConsentFacts { Entries = history, Suppressions = suppressions, Notices = ConsentGen.Notices }, query);

    [Fact]
    public void A_decision_does_not_depend_on_the_order_in_which_the_facts_arrive() =>
        Check.One(Runs, Prop.ForAll(
            (from given in Cases
             from entries in Gen.Shuffle(given.Facts.Entries.ToArray())
             from suppressions in Gen.Shuffle(given.Facts.Suppressions.ToArray())
             select (given.Facts, given.Query, Other: given.Facts with { Entries = [.. entries], Suppressions = [.. suppressions] })).ToArbitrary(),
            given => Decide(given.Query, given.Facts) == Decide(given.Query, given.Other)));

    [Fact]
    public void A_withdrawal_never_turns_a_denial_into_a_permission() =>
        Check.One(Runs, Prop.ForAll(
            (from given in Cases
             from scope in ConsentGen.Scope
             from at in ConsentGen.Time
             select (given.Facts, given.Query, No: new ConsentWithdrawn { OccurredAt = at, Scope = scope })).ToArbitrary(),
            given => Decide(given.Query, given.Facts).Allowed
                || !Decide(given.Query, given.Facts with { Entries = given.Facts.Entries.Add(given.No) }).Allowed));

    [Fact]
    public void An_imported_consent_never_lifts_the_persons_own_no() =>
        Check.One(Runs, Prop.ForAll(
            (from given in Cases
             from scope in ConsentGen.Scope
             from at in ConsentGen.Time
             select (given.Facts, Query: given.Query with { KnownAt = null }, Import: new ConsentGranted { OccurredAt = at, Scope = scope, Source = ConsentSource.Import })).ToArbitrary(),
            given =>
            {
                var entries = given.Facts.Entries.Add(new ConsentWithdrawn { OccurredAt = given.Query.At!.Value, Scope = ConsentScope.Everything });
                var facts = given.Facts with { Entries = entries };
                return Decide(given.Query, facts).Allowed == Decide(given.Query, facts with { Entries = entries.Add(given.Import) }).Allowed;
            }));

    [Fact]
    public void A_further_jurisdiction_never_allows_more() =>
        Check.One(Runs, Prop.ForAll(
            (from given in Cases
             from more in Gen.Elements(ConsentGen.Packs.Select(pack => pack.Jurisdiction).Append(new("elsewhere")))
             select (given.Facts, given.Query, More: more)).ToArbitrary(),
            given =>
            {
                var before = Decide(given.Query, given.Facts);
                var after = Decide(given.Query with { Jurisdictions = given.Query.Jurisdictions.Add(given.More) }, given.Facts);
                return given.Query.Jurisdictions.IsEmpty || (before.Allowed ? true : after.Reason == before.Reason && !after.Allowed);
            }));

    [Fact]
    public void An_unknown_zone_is_never_more_permissive_than_any_zone_of_the_pack() =>
        Check.One(Runs, Prop.ForAll(
            (from given in Cases
             from pack in Gen.Elements(ConsentGen.Packs.Where(pack => pack.Zones is not null))
             from zone in Gen.Elements(pack.Zones!.Value.AsEnumerable())
             select (given.Facts, Query: given.Query with { Jurisdictions = [pack.Jurisdiction], TimeZone = null }, Zone: zone)).ToArbitrary(),
            given => !Decide(given.Query, given.Facts).Allowed || Decide(given.Query with { TimeZone = given.Zone }, given.Facts).Allowed));

    [Fact]
    public void The_folded_state_decides_as_the_whole_history_from_the_last_entry_on() =>
        Check.One(Runs, Prop.ForAll(
            (from given in Cases
             from at in ConsentGen.LaterTime
             select (given.Facts, Query: given.Query with { At = at, KnownAt = null })).ToArbitrary(),
            given =>
            {
                var sent = given.Facts.Entries.Where(entry => entry is ContactSent);
                var folded = given.Facts with { Entries = [.. ConsentFold.Fold(given.Facts.Entries).Standing, .. sent] };
                return Decide(given.Query, given.Facts) == Decide(given.Query, folded);
            }));

    [Fact]
    public void Folding_one_by_one_in_any_order_ends_in_the_same_state() =>
        Check.One(Runs, Prop.ForAll(
            (from history in ConsentGen.History
             from shuffled in Gen.Shuffle(history.ToArray())
             select (history, shuffled)).ToArbitrary(),
            given => given.history.IsEmpty || OneByOne(given.shuffled) == ConsentFold.Fold(given.history)));

    [Fact]
    public void Every_step_of_the_trail_but_the_last_lets_the_question_pass() =>
        Check.One(Runs, Prop.ForAll(Cases.ToArbitrary(), given =>
        {
            var decision = Decide(given.Query, given.Facts);
            return given.Query.Jurisdictions.IsEmpty
                || (decision.Trail.SkipLast(1).All(step => step.Outcome is not ConsentStepOutcome.Denied)
                    && decision.Allowed == (decision.Trail[^1].Outcome is not ConsentStepOutcome.Denied)
                    && (decision.Basis is null) != decision.Allowed);
        }));

    // What the service does: older entries that the state may have let go of are read again by reference.
    internal static ConsentState? OneByOne(IReadOnlyList<ConsentEntry> entries)
    {
        ConsentState? state = null;
        for (var i = 0; i < entries.Count; i++)
        {
            var references = ConsentReferences.Related([entries[i]]);
            state = ConsentFold.Apply(state, [.. entries.Take(i).Where(older => ConsentReferences.Of(older).Any(references.Contains)), entries[i]]);
        }

        return state;
    }

    private static ConsentDecision Decide(ConsentQuery query, ConsentFacts facts) =>
        ConsentEvaluator.Evaluate(query, Instant.MinValue, facts, ConsentGen.Resolved);
}
