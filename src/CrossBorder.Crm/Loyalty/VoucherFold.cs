using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Folds a voucher's entries into the voucher. Pure. Every command's new state is made by this fold, so the entries always give it again.</summary>
public static class VoucherFold
{
    /// <summary>The revision of this fold; a state of an older one is folded anew.</summary>
    public const int Revision = 1;

    /// <summary>The voucher after one more entry.</summary>
    /// <param name="voucher">The voucher.</param>
    /// <param name="state">The voucher before; null before its first entry.</param>
    /// <param name="entry">The entry.</param>
    /// <exception cref="InvalidOperationException">The entry's kind is not known, or it does not follow from those before.</exception>
    public static VoucherState Apply(VoucherId voucher, VoucherState? state, VoucherEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Apply(voucher, state, entry, out _);
    }

    /// <summary>The voucher as of an instant, from its entries; null where it was not issued by then.</summary>
    /// <param name="voucher">The voucher.</param>
    /// <param name="entries">The entries, by version from 1.</param>
    /// <param name="asOf">The instant: entries posted later do not count.</param>
    public static VoucherState? Fold(VoucherId voucher, IEnumerable<VoucherEntry> entries, Instant asOf)
    {
        ArgumentNullException.ThrowIfNull(entries);
        VoucherState? state = null;
        foreach (var entry in entries.TakeWhile(entry => entry.PostedAt <= asOf))
        {
            state = Apply(voucher, state, entry, out _);
        }

        return state is null ? null : VoucherTime.Advance(state, asOf, out _) with { AsOf = asOf };
    }

    /// <summary>The voucher after one more entry, and what expired and timed out up to it and with it.</summary>
    internal static VoucherState Apply(VoucherId voucher, VoucherState? state, VoucherEntry entry, out VoucherPassed passed)
    {
        passed = VoucherPassed.Nothing;
        if (entry is VoucherIssued issued)
        {
            return state is null or { Status: VoucherStatus.CalledOff } ? Issue(voucher, issued) : throw Broken("is issued, although it was before");
        }

        if (state is null)
        {
            throw Broken("has an entry before it was issued");
        }

        state = VoucherTime.Advance(state, entry.PostedAt, out var before);
        var expired = state.Totals.Expired;
        state = Post(state, entry) with { AsOf = entry.PostedAt };
        passed = before.Then(new(state.Totals.Expired - expired, []));
        return state;
    }

    private static VoucherState Issue(VoucherId voucher, VoucherIssued entry) => new()
    {
        Voucher = voucher,
        Code = entry.Code,
        Revision = Revision,
        AsOf = entry.PostedAt,
        Terms = entry.Terms,
        Status = entry.Purchase is null ? VoucherStatus.Issued : VoucherStatus.Ordered,
        ValidFrom = entry.Terms.ValidFrom ?? entry.PostedAt,
        ValidUntil = entry.Terms.ValidUntil,
        Purchase = entry.Purchase,
        Remaining = entry.Terms.Units,
        Totals = new() { Issued = entry.Terms.Units },
    };

    private static VoucherState Post(VoucherState state, VoucherEntry entry)
    {
        switch (entry)
        {
            case VoucherPaid when state.Status == VoucherStatus.Ordered:
                return state with { Status = VoucherStatus.Issued };
            case VoucherHeld e:
                return Take(state, e.Hold.Units) with { Holds = state.Holds.Add(e.Hold) };
            case VoucherHoldVoided e:
                return VoucherTime.Release(Close(state, e.Order, out var units), units, e.PostedAt);
            case VoucherUsed e:
                return Use(state, e);
            case VoucherReturned e:
                var totals = state.Totals with { Returned = state.Totals.Returned + e.Units };
                return totals.Returned > totals.Used
                    ? throw Broken("returns more than was used")
                    : VoucherTime.Release(state with { Totals = totals, ValidUntil = e.ValidUntil ?? state.ValidUntil }, e.Units, e.PostedAt);
            case VoucherCancelled e:
                return state with
                {
                    Status = e.IsCallOff ? VoucherStatus.CalledOff : VoucherStatus.Cancelled,
                    Remaining = 0,
                    Totals = state.Totals with { Cancelled = state.Totals.Cancelled + state.Remaining },
                };
            case VoucherTimePassed:
                return state;
            case VoucherNoticed e:
                return state with { Told = e.Mark };
            default:
                throw Broken($"has the entry {entry.GetType().Name}, which does not follow or is not known to this fold");
        }
    }

    private static VoucherState Use(VoucherState state, VoucherUsed entry)
    {
        var free = 0L;
        if (entry.WasHeld)
        {
            state = Close(state, entry.Order, out var held);
            free = held - entry.Units - entry.Lapsed;
        }
        else
        {
            state = Take(state, entry.Units + entry.Lapsed);
        }

        var totals = state.Totals;
        state = state with { Totals = totals with { Used = totals.Used + entry.Units, Lapsed = totals.Lapsed + entry.Lapsed } };
        return free >= 0 ? VoucherTime.Release(state, free, entry.PostedAt) : throw Broken("uses more than was held");
    }

    private static VoucherState Take(VoucherState state, long units) =>
        units >= 0 && units <= state.Remaining ? state with { Remaining = state.Remaining - units } : throw Broken("gives more than is left");

    private static VoucherState Close(VoucherState state, ExternalRef order, out long units)
    {
        var hold = state.Holds.FirstOrDefault(hold => hold.Order == order) ?? throw Broken($"closes a hold for {order} that is not open");
        units = hold.Units;
        return state with { Holds = state.Holds.Remove(hold) };
    }

    private static InvalidOperationException Broken(string what) => new($"The voucher {what}.");
}
