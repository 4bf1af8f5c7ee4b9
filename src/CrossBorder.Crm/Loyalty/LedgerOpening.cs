using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>An account moved on to the time of posting: what a command decides on, and writes its entries after.</summary>
/// <param name="State">The account.</param>
/// <param name="Version">The version of the last entry.</param>
/// <param name="Now">The time of posting.</param>
/// <param name="Passed">What happened by time alone since the last entry, and is to be written down with the next one.</param>
internal readonly record struct LedgerOpening(LoyaltyAccountState State, long Version, Instant Now, Passed Passed)
{
    /// <summary>The lots as the last entry left them: an order whose lot has expired since is found here.</summary>
    private ImmutableArray<PointLot> LotsBefore { get; init; }

    private ImmutableArray<PointHold> HoldsBefore { get; init; }

    public Points Available => LotConsumption.Available(State.Lots, Now);

    // The ledger's time never runs backwards, even where two hosts' clocks differ.
    public static LedgerOpening Of(StreamHead<LedgerEntry, LoyaltyAccountState> head, LoyaltyAccountId account, Instant clock)
    {
        var state = head.State ?? LedgerFold.Start(account);
        var now = Instant.Max(clock, state.AsOf);
        return new(LedgerTime.Advance(state, now, out var passed), head.Version, now, passed) { LotsBefore = state.Lots, HoldsBefore = state.Holds };
    }

    /// <summary>Writes one entry.</summary>
    /// <param name="entry">The entry; what expired and timed out is added to it.</param>
    /// <param name="references">What it is filed under, besides the orders whose points it writes down as expired.</param>
    /// <param name="next">The account after it, on which a further entry can be written.</param>
    public StreamEntry<LedgerEntry> Write(LedgerEntry entry, ImmutableArray<Reference> references, out LedgerOpening next)
    {
        var state = LedgerFold.Apply(State, entry, Version + 1, out var with);
        var passed = Passed.IsNothing ? with : Passed.Then(with);
        references = entry.Tier is null ? references : references.Add(LoyaltyCollections.Tiers);
        StreamEntry<LedgerEntry> written = passed.IsNothing
            ? new() { Entry = entry, References = references }
            : new()
            {
                Entry = entry with { Expired = passed.Expired, TimedOut = passed.TimedOut },
                References = [.. references.Concat(OrdersOf(passed.Expired, entry)).Distinct()],
            };

        // Last: a caller that writes several entries hands this very opening over to be replaced.
        next = new(state, Version + 1, Now, Passed.Nothing) { LotsBefore = state.Lots, HoldsBefore = state.Holds };
        return written;
    }

    // The refund of an order must know what of its points expired, so the entry that says so is filed under it.
    private IEnumerable<Reference> OrdersOf(ImmutableArray<LotShare> expired, LedgerEntry entry)
    {
        var restored = entry is RedemptionReturned { To: var to } ? to : [];
        return LotsBefore.Concat(HoldsBefore.SelectMany(hold => hold.From)).Concat(restored)
            .Where(lot => lot.Order is not null && expired.Any(share => share.Lot == lot.Number))
            .Select(lot => LoyaltyCollections.Filed(lot.Order!.Value));
    }
}
