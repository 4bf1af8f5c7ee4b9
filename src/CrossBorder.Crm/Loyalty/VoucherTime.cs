using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What happens to a voucher by time alone. Pure; nobody has to sweep. At one instant: the voucher expires, holds time out.</summary>
internal static class VoucherTime
{
    /// <summary>Moves a voucher on to a later instant; the same voucher where nothing happens on the way.</summary>
    /// <param name="state">The voucher.</param>
    /// <param name="to">The instant; one before the state's changes nothing.</param>
    /// <param name="passed">What happened on the way.</param>
    public static VoucherState Advance(VoucherState state, Instant to, out VoucherPassed passed)
    {
        passed = VoucherPassed.Nothing;
        if (to <= state.AsOf || NextUnitChange(state) is not { } next || next > to)
        {
            return state;
        }

        // One step does for all: what is released before the voucher expires has expired by then as well.
        var over = state.ValidUntil <= to;
        var expiredBefore = state.Totals.Expired;
        var timedOut = ImmutableArray.CreateBuilder<ExternalRef>();
        if (over)
        {
            var units = state.Remaining;
            state = Release(state with { Remaining = 0 }, units, to);
        }

        foreach (var hold in state.Holds)
        {
            if (hold.ExpiresAt <= to || (over && hold.LapsesWithVoucher))
            {
                timedOut.Add(hold.Order);
                state = Release(state with { Holds = state.Holds.Remove(hold) }, hold.Units, to);
            }
        }

        passed = new(state.Totals.Expired - expiredBefore, timedOut.ToImmutable());
        return state with { AsOf = to };
    }

    /// <summary>Frees units that were held or used: they are left again, or gone where the voucher is.</summary>
    public static VoucherState Release(VoucherState state, long units, Instant at) => state switch
    {
        { Status: VoucherStatus.Cancelled or VoucherStatus.CalledOff } => state with { Totals = state.Totals with { Cancelled = state.Totals.Cancelled + units } },
        { ValidUntil: { } until } when until <= at => state with { Totals = state.Totals with { Expired = state.Totals.Expired + units } },
        _ => state with { Remaining = state.Remaining + units },
    };

    /// <summary>The next instant at which something is to be written down: a change by time alone, the end of a purchase that nobody completed, or the next notice of an end that was told.</summary>
    public static Instant? NextChange(VoucherState state) =>
        Earlier(
            Earlier(NextUnitChange(state), state is { Status: VoucherStatus.Ordered, Purchase: { } purchase } ? purchase.HeldUntil : null),
            VoucherNoticeRules.NextNotice(state));

    private static Instant? NextUnitChange(VoucherState state)
    {
        var next = state.Remaining > 0 ? state.ValidUntil : null;
        foreach (var hold in state.Holds)
        {
            next = Earlier(next, hold.ExpiresAt);
            if (hold.LapsesWithVoucher)
            {
                next = Earlier(next, state.ValidUntil);
            }
        }

        return next;
    }

    private static Instant? Earlier(Instant? x, Instant? y) => x is null ? y : y is null ? x : Instant.Min(x.Value, y.Value);
}

/// <summary>What happened to a voucher by time alone on the way to an instant.</summary>
/// <param name="Expired">How many units expired.</param>
/// <param name="TimedOut">The orders whose holds timed out.</param>
internal readonly record struct VoucherPassed(long Expired, ImmutableArray<ExternalRef> TimedOut)
{
    public static VoucherPassed Nothing { get; } = new(0, []);

    public bool IsNothing => Expired == 0 && TimedOut.IsEmpty;

    public VoucherPassed Then(VoucherPassed later) => new(Expired + later.Expired, TimedOut.AddRange(later.TimedOut));
}
