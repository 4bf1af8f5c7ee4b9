using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>From a head and a request to the entries, the state after them and the answer: the two sides of a transfer. Pure.</summary>
internal static class TransferDecisions
{
    /// <summary>A transfer as the sender sees it.</summary>
    internal readonly record struct Sending(TransferPoints Request, Instant Now)
    {
        /// <summary>What the receiver's side came to; null where the points are only set aside yet.</summary>
        public TransferReceipt? Received { get; init; }

        /// <summary>The hold that has set the points aside; null where the storage writes both accounts at once.</summary>
        public string? Hold { get; init; }
    }

    /// <summary>A transfer as the receiver sees it: the parts of lots that arrive, and what those that start anew have for an expiry.</summary>
    internal readonly record struct Receiving(
        LoyaltyAccountId Account, LoyaltyAccountId Sender, string Transfer, ImmutableArray<PointLot> Parts, FreshTerms? Fresh, Instant Now)
    {
        /// <summary>Whose the points are where the account is shared; null where it is not.</summary>
        public LoyaltyAccountId? Member { get; init; }
    }

    /// <summary>The terms of points that start anew when they arrive.</summary>
    internal sealed record FreshTerms(Instant? ExpiresAt);

    public static CrmResult<ImmutableArray<PointLot>> Choose(Sending asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var opening = LedgerOpening.Of(head, asked.Request.From, asked.Now);
        var available = opening.Available;
        return available < asked.Request.Points
            ? LedgerDecisions.Insufficient(asked.Request.Points, available)
            : HoldDecisions.PartsOf(opening, asked.Request.Points);
    }

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, HoldReceipt>> SetAside(Sending asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        if (!Choose(asked, head).TryGet(out var parts, out var refusal))
        {
            return refusal;
        }

        var opening = LedgerOpening.Of(head, asked.Request.From, asked.Now);
        var entry = new PointsHeld
        {
            PostedAt = opening.Now, Hold = asked.Hold!, Points = asked.Request.Points, From = parts, TransferTo = asked.Request.To,
        };
        var written = opening.Write(entry, [LoyaltyCollections.Hold(asked.Hold!)], out var next);
        return LedgerDecisions.Answer(written, next, new HoldReceipt { Hold = asked.Hold!, Points = asked.Request.Points, Available = next.Available });
    }

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, TransferReceipt>> Send(Sending asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var opening = LedgerOpening.Of(head, asked.Request.From, asked.Now);
        var parts = asked.Hold is { } name
            ? HoldRules.Find(opening.State.Holds, name)?.From ?? throw new ConcurrencyConflictException($"The hold '{name}' is not to be seen; repeat the transfer to complete it.")
            : HoldDecisions.PartsOf(opening, asked.Request.Points);
        var entry = new PointsSent
        {
            PostedAt = opening.Now,
            Transfer = asked.Request.Key.Value,
            To = asked.Request.To,
            Points = asked.Request.Points,
            From = HoldRules.Shares(parts),
            Hold = asked.Hold,
        };
        var written = opening.Write(entry, [LoyaltyCollections.Transfer(asked.Request.Key.Value)], out var next);
        return LedgerDecisions.Answer(written, next, asked.Received! with { Available = next.Available });
    }

    public static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, TransferReceipt>> Receive(Receiving asked, StreamHead<LedgerEntry, LoyaltyAccountState> head)
    {
        var opening = LedgerOpening.Of(head, asked.Account, asked.Now);
        var entries = ImmutableArray.CreateBuilder<StreamEntry<LedgerEntry>>(asked.Parts.Length);
        var lots = ImmutableArray.CreateBuilder<long>(asked.Parts.Length);
        foreach (var part in asked.Parts)
        {
            var entry = new PointsReceived
            {
                PostedAt = opening.Now,
                Member = asked.Member,
                Transfer = asked.Transfer,
                Sender = asked.Sender,
                Points = part.Remaining,
                EarnedAt = asked.Fresh is null ? part.EarnedAt : opening.Now,
                AvailableFrom = opening.Now,
                ExpiresAt = asked.Fresh is null ? part.ExpiresAt : asked.Fresh.ExpiresAt,
            };
            entries.Add(opening.Write(entry, [LoyaltyCollections.Transfer(asked.Transfer)], out opening));
            lots.Add(opening.Version);
        }

        return LedgerDecisions.Answer(
            entries.DrainToImmutable(),
            opening,
            new TransferReceipt { Points = LotConsumption.Sum(asked.Parts), Lots = lots.DrainToImmutable(), Available = opening.Available });
    }
}
