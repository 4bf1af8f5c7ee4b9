using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>From a head and a request to the entry, the state after it and the answer: holds. Pure.</summary>
internal static class HoldDecisions
{
    internal readonly record struct Authorization(AuthorizePoints Request, string Name, LedgerPolicies? Policies, Instant Now);

    /// <summary>A hold by its name or by its order.</summary>
    internal readonly record struct Target(LoyaltyAccountId Account, string? Name, ExternalRef? Order, Instant Now)
    {
        public Reference Reference => Name is { } name ? LoyaltyCollections.Hold(name) : LoyaltyCollections.Filed(Order!.Value);
    }

    internal readonly record struct Adjustment(Target Target, Points Points, Instant? ExpiresAt, Money? Value);

    internal readonly record struct Capture(Target Target, Points? Points);

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, HoldReceipt>> Authorize(
        Authorization asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var request = asked.Request;
        var opening = LedgerOpening.Of(head, request.Account, asked.Now);
        var open = HoldRules.Find(opening.State.Holds, asked.Name) ?? (request.Order is { } order ? HoldRules.Find(opening.State.Holds, order) : null);
        if (open is not null)
        {
            return LoyaltyErrors.HoldExists.With(("hold", open.Name));
        }

        var available = opening.Available;
        if (available < request.Points)
        {
            return LedgerDecisions.Insufficient(request.Points, available);
        }

        if (request.ExpiresAt is { } end && end <= opening.Now)
        {
            return LoyaltyErrors.InvalidValidity.With(("expires", end), ("available", opening.Now));
        }

        var entry = new PointsHeld
        {
            PostedAt = opening.Now,
            Hold = asked.Name,
            Points = request.Points,
            From = PartsOf(opening, request.Points),
            ExpiresAt = request.ExpiresAt,
            Order = request.Order,
            Value = request.Value,
            LapsesWithLots = asked.Policies is { CaptureHonoursExpired: false },
            GraceDays = asked.Policies?.GraceDays ?? 0,
        };
        var written = opening.Write(entry, LedgerDecisions.FiledUnder(request.Order, LoyaltyCollections.Hold(asked.Name)), out var next);
        return LedgerDecisions.Answer(written, next, Receipt(asked.Name, entry.Points, entry.ExpiresAt, next));
    }

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, HoldReceipt>> Adjust(
        Adjustment asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var opening = LedgerOpening.Of(head, asked.Target.Account, asked.Target.Now);
        if (Find(asked.Target, opening) is not { } hold)
        {
            return WhyNotOpen(asked.Target, head);
        }

        var more = asked.Points - Points.Min(asked.Points, hold.Points);
        var available = opening.Available;
        if (available < more)
        {
            return LedgerDecisions.Insufficient(more, available);
        }

        if (asked.ExpiresAt is { } end && end <= opening.Now)
        {
            return LoyaltyErrors.InvalidValidity.With(("expires", end), ("available", opening.Now));
        }

        // What is held already stays held: released and taken anew, points whose lot expired meanwhile would be lost.
        var (kept, released) = HoldRules.Split(hold.From, Points.Min(asked.Points, hold.Points));
        var added = more > Points.Zero ? PartsOf(opening, more) : [];
        var entry = new HoldChanged
        {
            PostedAt = opening.Now,
            Hold = hold.Name,
            Points = asked.Points,
            From = HoldRules.Join(kept, added),
            Added = HoldRules.Shares(added),
            Released = released,
            ExpiresAt = asked.ExpiresAt ?? hold.ExpiresAt,
            Order = hold.Order,
            Value = asked.Value ?? (more > Points.Zero ? null : HoldRules.ValueOf(hold.Value, asked.Points, ValuedIn(hold, head))),
        };
        var written = opening.Write(entry, LedgerDecisions.FiledUnder(hold.Order, LoyaltyCollections.Hold(hold.Name)), out var next);
        return LedgerDecisions.Answer(written, next, Receipt(hold.Name, entry.Points, entry.ExpiresAt, next));
    }

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, CaptureReceipt>> CaptureHold(
        Capture asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var opening = LedgerOpening.Of(head, asked.Target.Account, asked.Target.Now);
        if (Find(asked.Target, opening) is not { } hold)
        {
            return WhyNotOpen(asked.Target, head);
        }

        var points = asked.Points ?? hold.Points;
        if (points > hold.Points)
        {
            return LoyaltyErrors.ExceedsHold.With(("hold", hold.Name), ("held", hold.Points), ("asked", points));
        }

        var (from, released) = HoldRules.Split(hold.From, points);
        var entry = new HoldCaptured
        {
            PostedAt = opening.Now,
            Hold = hold.Name,
            Points = points,
            From = from,
            Released = released,
            Order = hold.Order,
            Value = HoldRules.ValueOf(hold.Value, points, ValuedIn(hold, head)),
        };
        var references = LedgerDecisions.FiledUnder(hold.Order, LoyaltyCollections.Hold(hold.Name), LoyaltyCollections.Redemption(hold.Name));
        var written = opening.Write(entry, references, out var next);
        return LedgerDecisions.Answer(written, next, new CaptureReceipt
        {
            Redemption = hold.Name,
            Points = points,
            Released = hold.Points - points,
            Value = entry.Value,
            Available = next.Available,
        });
    }

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, VoidReceipt>> Void(Target asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var opening = LedgerOpening.Of(head, asked.Account, asked.Now);
        if (Find(asked, opening) is not { } hold)
        {
            return WhyNotOpen(asked, head);
        }

        var entry = new HoldVoided { PostedAt = opening.Now, Hold = hold.Name, Released = hold.From, Order = hold.Order };
        var written = opening.Write(entry, LedgerDecisions.FiledUnder(hold.Order, LoyaltyCollections.Hold(hold.Name)), out var next);
        return LedgerDecisions.Answer(written, next, new VoidReceipt { Hold = hold.Name, Released = hold.Points, Available = next.Available });
    }

    public static ImmutableArray<PointLot> PartsOf(LedgerOpening opening, Points points)
    {
        var shares = LotConsumption.Plan(opening.State.Lots, points, opening.Now);
        return LotConsumption.Parts(LotConsumption.Of(opening.State.Lots, shares), shares);
    }

    private static HoldReceipt Receipt(string name, Points points, Instant? expiresAt, LedgerOpening next) =>
        new() { Hold = name, Points = points, ExpiresAt = expiresAt, Available = next.Available };

    // The hold of a transfer belongs to the transfer.
    private static PointHold? Find(Target target, LedgerOpening opening)
    {
        var hold = target.Name is { } name ? HoldRules.Find(opening.State.Holds, name) : HoldRules.Find(opening.State.Holds, target.Order!.Value);
        return hold is { TransferTo: null } ? hold : null;
    }

    // Held points that expired with their lots are not paid with: what is left is worth its share of the points that the value was said of.
    private static Points ValuedIn(PointHold hold, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        for (var i = head.Entries.Length - 1; hold is { LapsesWithLots: true, Value: not null } && i >= 0; i--)
        {
            switch (head.Entries[i].Value)
            {
                case PointsHeld e when e.Hold == hold.Name:
                    return e.Points;
                case HoldChanged e when e.Hold == hold.Name:
                    return e.Points;
                default:
                    break;
            }
        }

        return hold.Points;
    }

    // The last thing that happened to it, as far as it is written down; what timed out by itself need not be.
    private static CrmError WhyNotOpen(Target target, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var named = ("hold", (object)(target.Name ?? target.Order!.Value.ToString()));
        for (var i = head.Entries.Length - 1; i >= 0; i--)
        {
            var reason = head.Entries[i].Value switch
            {
                PointsHeld e when IsOf(target, e.Hold, e.Order) && e.TransferTo is null => LoyaltyErrors.HoldExpired,
                HoldChanged e when IsOf(target, e.Hold, e.Order) => LoyaltyErrors.HoldExpired,
                HoldCaptured e when IsOf(target, e.Hold, e.Order) => LoyaltyErrors.HoldAlreadyCaptured,
                HoldVoided e when IsOf(target, e.Hold, e.Order) => LoyaltyErrors.HoldAlreadyVoided,
                _ => null,
            };
            if (reason is not null)
            {
                return reason.With(named);
            }
        }

        return LoyaltyErrors.UnknownHold.With(named);
    }

    private static bool IsOf(Target target, string hold, ExternalRef? order) => target.Name is { } name ? name == hold : order == target.Order;
}
