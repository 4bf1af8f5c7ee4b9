using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Which ends of vouchers are to be told, and what is told of them. Pure.</summary>
/// <remarks>A voucher has one end. A return may move it: then nobody was told of the new one.</remarks>
internal static class VoucherNoticeRules
{
    /// <summary>The mark that a voucher gets, and the event that goes with it.</summary>
    /// <param name="Mark">The mark; one without an event only says when the next notice is due.</param>
    /// <param name="Told">The event; null for none.</param>
    internal readonly record struct Notice(VoucherMark Mark, VoucherExpiring? Told);

    /// <summary>What is to be told now; null for nothing.</summary>
    public static Notice? Due(VoucherState state, NoticePlan? plan, DateTimeZone? zone, Instant now)
    {
        if (EndOf(state) is not { } end || end <= now)
        {
            return null;
        }

        var told = ToldOf(state);
        var (due, next) = NoticeRules.When(plan, told?.DaysBefore, end, now);
        if (due is { } days && zone is not null)
        {
            return new(new() { Until = end, DaysBefore = days, NextAt = next }, new()
            {
                Code = state.Code,
                Holder = state.Terms.Holder,
                LastDay = NoticeRules.LastDayOf(end, zone),
                ExpiresAt = end,
                Units = state.Remaining,
                Value = state.RemainingValue,
                Benefit = state.Terms.Benefit,
                DaysBefore = days,
            });
        }

        // The mark promised a notice that the plan no longer has.
        return told is { NextAt: { } promised } && promised <= now ? new(told with { NextAt = next }, null) : null;
    }

    /// <summary>The end of a voucher with units left of which nobody was told; null where there is none.</summary>
    public static Instant? FirstUntold(VoucherState state) => ToldOf(state) is null ? EndOf(state) : null;

    /// <summary>When the next notice of an end that was told is due; null where none is.</summary>
    public static Instant? NextNotice(VoucherState state) => EndOf(state) is null ? null : ToldOf(state)?.NextAt;

    /// <summary>The event of a notice. Of the voucher, its end and the notice: whatever is repeated, the same notice is the same event.</summary>
    public static CrmEvent EventOf(VoucherId voucher, VoucherExpiring told, Instant now) => CrmEvent.Of(
        EntityId.Derive(voucher.Value, FormattableString.Invariant($"{VoucherExpiring.Kind}:{told.ExpiresAt.ToUnixTimeTicks()}:{told.DaysBefore}")), voucher.Value, now, told);

    /// <summary>The event of units that expired with an entry; null where none did, or nobody could use them.</summary>
    /// <param name="before">The voucher before the entry.</param>
    /// <param name="state">The voucher after it.</param>
    /// <param name="units">How many units expired.</param>
    /// <param name="now">The time of posting.</param>
    public static CrmEvent? ExpiredEvent(VoucherState? before, VoucherState state, long units, Instant now) =>
        units == 0 || before is not { Status: VoucherStatus.Issued } || state.ValidUntil is not { } end ? null
        // What has expired in all tells one expiry from the next.
        : CrmEvent.Of(EntityId.Derive(state.Voucher.Value, FormattableString.Invariant($"{VoucherExpired.Kind}:{state.Totals.Expired}")), state.Voucher.Value, now, new VoucherExpired
        {
            Code = state.Code,
            Holder = state.Terms.Holder,
            ExpiredAt = end,
            Units = units,
            Value = state.Terms.Value is { } value ? Money.FromMinorUnits(units, value.Currency) : null,
            Benefit = state.Terms.Benefit,
        });

    private static Instant? EndOf(VoucherState state) => state is { Status: VoucherStatus.Issued, Remaining: > 0 } ? state.ValidUntil : null;

    private static VoucherMark? ToldOf(VoucherState state) => state.Told is { } mark && mark.Until == state.ValidUntil ? mark : null;
}
