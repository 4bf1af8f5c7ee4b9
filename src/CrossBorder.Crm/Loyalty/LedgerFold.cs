using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Folds a ledger's entries into the account. Pure. Every command's new state is made by this fold, so the entries always give it again.</summary>
public static class LedgerFold
{
    /// <summary>The revision of this fold; a state of an older one is folded anew.</summary>
    public const int Revision = 2;

    private static readonly LedgerTotals NoTotals = new();

    /// <summary>An account before its first entry.</summary>
    /// <param name="account">The account.</param>
    public static LoyaltyAccountState Start(LoyaltyAccountId account) =>
        new() { Account = account, Revision = Revision, AsOf = Instant.MinValue, Totals = NoTotals };

    /// <summary>The account after one more entry.</summary>
    /// <param name="state">The account before.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="version">The entry's version: the number of the lot that it grants.</param>
    /// <exception cref="InvalidOperationException">The entry's kind is not known, or it takes points that are not there.</exception>
    public static LoyaltyAccountState Apply(LoyaltyAccountState state, LedgerEntry entry, long version)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(entry);
        return Apply(state, entry, version, out _);
    }

    /// <summary>The account as of an instant, from its entries.</summary>
    /// <param name="account">The account.</param>
    /// <param name="entries">The entries, by version from 1.</param>
    /// <param name="asOf">The instant: entries posted later do not count.</param>
    public static LoyaltyAccountState Fold(LoyaltyAccountId account, IEnumerable<LedgerEntry> entries, Instant asOf)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var state = Start(account);
        var version = 0L;
        foreach (var entry in entries.TakeWhile(entry => entry.PostedAt <= asOf))
        {
            state = Apply(state, entry, ++version, out _);
        }

        return LedgerTime.Advance(state, asOf, out _) with { AsOf = asOf };
    }

    /// <summary>The account as of an instant that is not before its state's.</summary>
    /// <param name="state">The state.</param>
    /// <param name="asOf">The instant.</param>
    public static LoyaltyBalance Balance(LoyaltyAccountState state, Instant asOf)
    {
        ArgumentNullException.ThrowIfNull(state);
        var now = LedgerTime.Advance(state, asOf, out _);
        var available = LotConsumption.Available(now.Lots, asOf);
        var reserved = Points.Zero;
        foreach (var hold in now.Holds)
        {
            reserved += hold.Points;
        }

        return new()
        {
            Account = state.Account,
            AsOf = asOf,
            Available = available,
            Pending = LotConsumption.Sum(now.Lots) - available,
            Reserved = reserved,
            Debt = now.Debt,
            Totals = now.Totals,
            Lots = now.Lots,
            Holds = now.Holds,
            Years = now.Years,
        };
    }

    /// <summary>The account after one more entry, and what expired and timed out up to it and with it.</summary>
    internal static LoyaltyAccountState Apply(LoyaltyAccountState state, LedgerEntry entry, long version, out Passed passed) =>
        state.Household is null ? ApplyAlone(state, entry, version, out passed) : HouseholdFold.Apply(state, entry, version, out passed);

    /// <summary>The same, where all that the account has is one's own, or counts for one member.</summary>
    internal static LoyaltyAccountState ApplyAlone(LoyaltyAccountState state, LedgerEntry entry, long version, out Passed passed)
    {
        state = LedgerTime.Advance(state, entry.PostedAt, out var before);
        var sheet = new LedgerSheet(state);
        Post(ref sheet, entry);
        if (LotOf(entry, version) is { } lot)
        {
            sheet.Add(lot, entry.PostedAt);
        }

        if (entry.Qualifying is { } points)
        {
            sheet.Count(points);
        }

        if (entry.Window is { } share)
        {
            sheet.Windows = TierRules.Add(sheet.Windows, share);
        }

        sheet.Tier = entry.Tier ?? sheet.Tier;
        sheet.PayDebt(entry.PostedAt);
        var with = new Passed(sheet.Expired, sheet.TimedOut);
        passed = with.IsNothing ? before : before.IsNothing ? with : before.Then(with);
        return sheet.ToState(entry.PostedAt);
    }

    /// <summary>The lot that an entry grants, whole; null for one that grants none.</summary>
    internal static PointLot? LotOf(LedgerEntry entry, long version) => entry switch
    {
        PointsEarned { Points.Value: > 0 } e => Lot(version, e.Points, e.EarnedAt, e.AvailableFrom, e.ExpiresAt, e.Order, e.Member),
        PointsCredited e => Lot(version, e.Points, e.PostedAt, e.PostedAt, e.ExpiresAt, null, e.Member),
        PointsReceived e => Lot(version, e.Points, e.EarnedAt, e.AvailableFrom, e.ExpiresAt, null, e.Member),
        PointsImported { Points.Value: > 0 } e => Lot(version, e.Points, e.EarnedAt, e.AvailableFrom, e.ExpiresAt, e.Order?.Order, e.Member),
        _ => null,
    };

    private static PointLot Lot(long number, Points points, Instant earnedAt, Instant availableFrom, Instant? expiresAt, ExternalRef? order, LoyaltyAccountId? member) => new()
    {
        Number = number,
        Points = points,
        Remaining = points,
        EarnedAt = earnedAt,
        AvailableFrom = availableFrom,
        ExpiresAt = expiresAt,
        Order = order,
        Member = member,
    };

    private static void Post(ref LedgerSheet sheet, LedgerEntry entry)
    {
        var (at, totals) = (entry.PostedAt, sheet.Totals);
        switch (entry)
        {
            case PointsEarned e:
                sheet.Totals = totals with { Earned = totals.Earned + e.Points };
                sheet.EarnedIn = EarnPeriods.Add(sheet.EarnedIn, e.Quote?.Reasons?.CountsIn ?? []);
                sheet.Triggered = TriggerRules.Add(sheet.Triggered, e.Trigger);
                break;
            case PointsRedeemed e:
                sheet.Take(e.From);
                sheet.Totals = totals with { Redeemed = totals.Redeemed + e.Points };
                break;
            case EarningRefunded e:
                sheet.Take(e.From);
                sheet.Debt += e.Owed;
                sheet.Totals = totals with { ClawedBack = totals.ClawedBack + e.Due - e.Waived, Waived = totals.Waived + e.Waived };
                break;
            case RedemptionReturned e:
                sheet.Restore(e.To, at, at, e.GraceDays);
                sheet.Totals = totals with { Returned = totals.Returned + e.Points };
                break;
            case PointsHeld e:
                sheet.Take(HoldRules.Shares(e.From));
                sheet.Open(HoldRules.Of(e));
                break;
            case HoldChanged e:
                sheet.Take(e.Added);
                sheet.Restore(e.Released, at, at, sheet.Change(e).GraceDays);
                break;
            case HoldCaptured e:
                sheet.Restore(e.Released, at, at, sheet.Close(e.Hold).GraceDays);
                sheet.Totals = totals with { Redeemed = totals.Redeemed + e.Points };
                break;
            case HoldVoided e:
                sheet.Restore(e.Released, at, at, sheet.Close(e.Hold).GraceDays);
                break;
            case PointsCredited e:
                sheet.Totals = totals with { Adjusted = totals.Adjusted + e.Points };
                break;
            case PointsDebited e:
                sheet.Take(e.From);
                sheet.Debt += e.Owed;
                sheet.Totals = totals with { Adjusted = totals.Adjusted - e.Points };
                break;
            case PointsSent e:
                Send(ref sheet, e);
                sheet.Totals = totals with { TransferredOut = totals.TransferredOut + e.Points };
                break;
            case PointsReceived e:
                sheet.Totals = totals with { TransferredIn = totals.TransferredIn + e.Points };
                break;
            case AccountImported e:
                sheet.Debt += e.Debt;
                sheet.Totals = totals with { Imported = totals.Imported - e.Debt };
                MergeFold.Count(ref sheet, e.Sums);
                break;
            case PointsImported e:
                sheet.Totals = totals with { Imported = totals.Imported + e.Points };
                break;
            case TimePassed or RequestRefused:
                break;
            case MergeBegun e:
                MergeFold.Begin(ref sheet, e);
                break;
            case AccountMerged e:
                MergeFold.Leave(ref sheet, e);
                break;
            case AccountAbsorbed e:
                MergeFold.Absorb(ref sheet, e);
                break;
            case AccountReleased e:
                MergeFold.Release(ref sheet, e);
                break;
            case AccountRestored e:
                MergeFold.Restore(ref sheet, e);
                break;
            case HouseholdOpened e:
                HouseholdFold.Open(ref sheet, e);
                break;
            case MemberJoined e:
                HouseholdFold.Join(ref sheet, e);
                break;
            case MemberChanged:
                break;
            case MemberLeft e:
                HouseholdFold.Leave(ref sheet, e);
                break;
            case MembershipBegun e:
                HouseholdFold.Begin(ref sheet, e);
                break;
            case MembershipEnded e:
                HouseholdFold.End(ref sheet, e);
                break;
            case ExpiryNoticed e:
                sheet.Told = NoticeRules.Mark(sheet.Told, e.Marks, at);
                break;
            default:
                throw new InvalidOperationException($"The ledger entry {entry.GetType().Name} is not known to this fold.");
        }
    }

    private static void Send(ref LedgerSheet sheet, PointsSent entry)
    {
        if (entry.Hold is { } hold)
        {
            sheet.Close(hold);
        }
        else
        {
            sheet.Take(entry.From);
        }
    }
}
