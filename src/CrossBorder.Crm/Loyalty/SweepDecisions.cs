using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What the sweep writes to an account: what happened by time alone, and what is to be told. Pure.</summary>
internal static class SweepDecisions
{
    /// <summary>The answer where nothing was to be written.</summary>
    public static readonly LedgerEntry Nothing = new TimePassed { PostedAt = Instant.MinValue };

    internal readonly record struct Moment(LoyaltyAccountId Account, Instant Now, TierTerms? Tiers, NoticePlan? Notices, DateTimeZone? Zone);

    /// <summary>Both in one append; nothing where nothing is due.</summary>
    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, LedgerEntry>> WriteDown(Moment at, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var opening = LedgerOpening.Of(head, at.Account, at.Now);
        var entries = ImmutableArray.CreateBuilder<StreamEntry<LedgerEntry>>(2);
        ImmutableArray<CrmEvent> events = [];
        var next = opening;
        var passed = Passed(opening, at.Tiers);
        if (!opening.Passed.IsNothing || passed.Tier is not null || opening.State.Debt != (head.State?.Debt ?? Points.Zero))
        {
            entries.Add(opening.Write(passed, [], out next));
            events = TierPosting.Events(opening, next, at.Tiers);
        }

        var notices = NoticeRules.Due(next.State, at.Notices, at.Zone, opening.Now);
        if (!notices.Marks.IsEmpty)
        {
            entries.Add(next.Write(new ExpiryNoticed { PostedAt = opening.Now, Marks = notices.Marks }, [], out next));
            events = [.. events, .. notices.Told.Select(told => CrmEvent.Of(IdOf(told), at.Account.Value, opening.Now, told))];
        }

        var written = entries.DrainToImmutable();
        return written.IsEmpty
            ? new Decision<LedgerEntry, LoyaltyAccountState, LedgerEntry> { Answer = Nothing }
            : LedgerDecisions.Answer(written, next, events, written[^1].Entry);
    }

    private static TimePassed Passed(LedgerOpening opening, TierTerms? tiers)
    {
        var entry = TierPosting.Passed(opening, new() { PostedAt = opening.Now }, tiers);
        if (entry.Tier is not null || tiers is null || opening.State.Tier is not { ValidThrough: { } last, EndsAt: { } end } tier || end > opening.Now)
        {
            return entry;
        }

        // The programme has moved to a zone where the tier's last day is not over yet: it ends when that zone says so.
        return entry with { Tier = tier with { EndsAt = ExpiryRules.ToInstant(last.PlusDays(1).AtMidnight(), tiers.Zone) } };
    }

    // Of the account, the day and the notice: whatever is repeated, the same notice is the same event.
    private static Guid IdOf(PointsExpiring told) =>
        EntityId.Derive(told.Account.Value, FormattableString.Invariant($"{PointsExpiring.Kind}:{told.LastDay:uuuu-MM-dd}:{told.DaysBefore}"));
}
