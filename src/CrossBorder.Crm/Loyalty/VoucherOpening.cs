using System.Collections.Immutable;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>A voucher moved on to the time of posting: what a decision is made on.</summary>
/// <param name="Voucher">The voucher's id.</param>
/// <param name="State">The voucher as of now; null where it was never issued.</param>
/// <param name="Now">The time of posting.</param>
/// <param name="Passed">What happened by time alone since the last entry, and is to be written down with the next one.</param>
internal readonly record struct VoucherOpening(VoucherId Voucher, VoucherState? State, Instant Now, VoucherPassed Passed)
{
    // The voucher's time never runs backwards, even where two hosts' clocks differ.
    public static VoucherOpening Of(VoucherId voucher, StreamHead<VoucherEntry, VoucherState> head, Instant clock)
    {
        if (head.State is not { } state)
        {
            return new(voucher, null, clock, VoucherPassed.Nothing);
        }

        var now = Instant.Max(clock, state.AsOf);
        return new(voucher, VoucherTime.Advance(state, now, out var passed), now, passed);
    }

    /// <summary>Writes one entry.</summary>
    /// <param name="entry">The entry; what expired and timed out is added to it.</param>
    /// <param name="references">What it is filed under.</param>
    /// <param name="answer">Makes the answer of the state after it.</param>
    public Decision<VoucherEntry, VoucherState, TAnswer> Write<TAnswer>(
        VoucherEntry entry, ImmutableArray<Reference> references, Func<VoucherState, TAnswer> answer)
        where TAnswer : class
    {
        var state = VoucherFold.Apply(Voucher, State, entry, out var with);
        var passed = Passed.Then(with);
        return new()
        {
            Entries = [new() { Entry = passed.IsNothing ? entry : entry with { Expired = passed.Expired, TimedOut = passed.TimedOut }, References = references }],
            State = state,
            Answer = answer(state),
            Events = VoucherNoticeRules.ExpiredEvent(State, state, passed.Expired, Now) is { } expired ? [expired] : [],
        };
    }
}
