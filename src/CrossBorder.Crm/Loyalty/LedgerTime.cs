using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What happens to an account by time alone. Pure; nobody has to sweep.</summary>
/// <remarks>At one instant: lots expire, holds time out, lots become spendable, debt is paid.</remarks>
internal static class LedgerTime
{
    /// <summary>Moves a state on to a later instant; the same state where nothing happens on the way.</summary>
    /// <param name="state">The state.</param>
    /// <param name="to">The instant; one before the state's changes nothing.</param>
    /// <param name="passed">What happened on the way.</param>
    public static LoyaltyAccountState Advance(LoyaltyAccountState state, Instant to, out Passed passed)
    {
        if (to <= state.AsOf || !HasDue(state, to))
        {
            passed = Passed.Nothing;
            return state;
        }

        var sheet = new LedgerSheet(state);
        if (state.Debt == Points.Zero)
        {
            // Without debt the steps in between do not matter: every part has an end of its own, whatever else comes back, and one that has passed has expired.
            Step(ref sheet, to);
        }
        else
        {
            foreach (var step in Steps(state, to))
            {
                Step(ref sheet, step);
                sheet.PayDebt(step);
            }
        }

        passed = new(sheet.Expired, sheet.TimedOut);
        return sheet.ToState(to);
    }

    private static bool HasDue(LoyaltyAccountState state, Instant to)
    {
        // What is on its way to another account is judged there.
        if (state.Links is { MergedInto: not null } or { Household: { IsPending: true, Policy: JoiningPoints.Move } })
        {
            return false;
        }

        // Lots stand by expiry, so without debt the first one tells whether any has expired.
        if (state.Debt > Points.Zero || (state.Lots.Length > 0 && state.Lots[0].ExpiresAt <= to))
        {
            return true;
        }

        foreach (var hold in state.Holds)
        {
            if (hold.ExpiresAt <= to || (hold.LapsesWithLots && hold.From[0].ExpiresAt <= to))
            {
                return true;
            }
        }

        return false;
    }

    private static void Step(ref LedgerSheet sheet, Instant at)
    {
        ExpireLots(ref sheet, at);
        foreach (var hold in sheet.Holds)
        {
            var left = hold.LapsesWithLots ? Lapse(ref sheet, hold, at) : hold;
            if (left is not null && left.ExpiresAt <= at)
            {
                sheet.TimeOut(left, at);
            }
        }
    }

    private static void ExpireLots(ref LedgerSheet sheet, Instant at)
    {
        var count = 0;
        while (count < sheet.Lots.Length && sheet.Lots[count].ExpiresAt is { } end && end <= at)
        {
            sheet.Expire(sheet.Lots[count]);
            count++;
        }

        if (count > 0)
        {
            sheet.Lots = sheet.Lots.RemoveRange(0, count);
        }
    }

    // Held points that expire with their lots leave the hold; a hold without points is over.
    private static PointHold? Lapse(ref LedgerSheet sheet, PointHold hold, Instant at)
    {
        var count = 0;
        var lapsed = Points.Zero;
        while (count < hold.From.Length && hold.From[count].ExpiresAt is { } end && end <= at)
        {
            sheet.Expire(hold.From[count]);
            lapsed += hold.From[count].Remaining;
            count++;
        }

        if (count == 0)
        {
            return hold;
        }

        var left = hold with { Points = hold.Points - lapsed, From = hold.From.RemoveRange(0, count) };
        if (left.From.IsEmpty)
        {
            sheet.TimeOut(hold with { From = [] }, at);
            return null;
        }

        sheet.Holds = sheet.Holds.Replace(hold, left);
        return left;
    }

    private static IEnumerable<Instant> Steps(LoyaltyAccountState state, Instant to) =>
        state.Lots.SelectMany(lot => new[] { lot.AvailableFrom, lot.ExpiresAt ?? Instant.MaxValue })
            .Concat(state.Holds.Select(hold => hold.ExpiresAt ?? Instant.MaxValue))
            .Concat(state.Holds.SelectMany(hold => hold.From).Select(part => part.ExpiresAt ?? Instant.MaxValue))
            .Concat(state.Holds.Where(hold => hold.GraceDays > 0).Select(hold => hold.ExpiresAt + Duration.FromDays(hold.GraceDays) ?? Instant.MaxValue))
            .Where(step => step > state.AsOf && step <= to)
            .Distinct()
            .Order();
}

/// <summary>What happened by time alone on the way to an instant.</summary>
/// <param name="Expired">What expired, by lot.</param>
/// <param name="TimedOut">The holds that timed out.</param>
internal readonly record struct Passed(ImmutableArray<LotShare> Expired, ImmutableArray<string> TimedOut)
{
    public static Passed Nothing { get; } = new([], []);

    public bool IsNothing => Expired.IsEmpty && TimedOut.IsEmpty;

    public Passed Then(Passed later) => new(Expired.AddRange(later.Expired), TimedOut.AddRange(later.TimedOut));
}
