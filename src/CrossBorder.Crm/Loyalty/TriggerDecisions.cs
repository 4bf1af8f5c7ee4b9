using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;
using NodaTime.Text;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Whether an occurrence of a trigger is paid. Pure.</summary>
internal static class TriggerDecisions
{
    /// <summary>An occurrence and its grant.</summary>
    /// <param name="Trigger">The trigger.</param>
    /// <param name="Day">The local day of the occurrence.</param>
    /// <param name="Birthday">The birthday that is claimed; null for another kind of trigger.</param>
    /// <param name="Grant">The grant that is paid.</param>
    internal readonly record struct Occurred(EarnTrigger Trigger, LocalDate Day, LocalDate? Birthday, LedgerDecisions.Grant Grant);

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, EarnReceipt>> Earn(Occurred asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        if (asked.Birthday is { } birthday && Period.DaysBetween(birthday, asked.Day) > asked.Trigger.DaysLate)
        {
            return LoyaltyErrors.NotBirthday.With(("trigger", asked.Trigger.Code), ("days", asked.Trigger.DaysLate));
        }

        var counts = head.State?.Triggered ?? [];
        if (TriggerRules.Forgotten(asked.Trigger, counts, asked.Day) is { } past)
        {
            return LoyaltyErrors.TriggerTooLate.With(("trigger", asked.Trigger.Code), ("period", past.Period), ("start", LocalDatePattern.Iso.Format(past.Start)));
        }

        return TriggerRules.Reached(asked.Trigger, counts, asked.Day) is { } full
            ? LoyaltyErrors.TriggerCapped.With(("trigger", full.Trigger), ("times", full.Times), ("period", full.Period), ("start", LocalDatePattern.Iso.Format(full.Start)))
            : LedgerDecisions.Earn(asked.Grant, head);
    }
}
