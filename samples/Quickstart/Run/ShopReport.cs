using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;
using Quickstart.Input;

namespace Quickstart.Run;

/// <summary>Everything that the program says, for people and for machines alike.</summary>
internal sealed record ShopReport
{
    public required ShopData Shop { get; init; }

    public required Instant At { get; init; }

    public required IReadOnlyList<MarketSegments> Segments { get; init; }

    public required PointFigures Points { get; init; }

    public required TicketFigures Tickets { get; init; }

    public required CampaignFigures Campaign { get; init; }

    /// <summary>How many credits belong to no order that is known, or exceed it.</summary>
    public required int UnmatchedCredits { get; init; }

    /// <summary>Where it is kept, and whether it was there already; null in memory.</summary>
    public string? Store { get; init; }
}

/// <summary>One market's customers by segment and tier.</summary>
internal sealed record MarketSegments(
    MarketId Market, MarketId MeasuredAgainst, int SampleSize, IReadOnlyDictionary<string, int> Segments, IReadOnlyDictionary<string, int> Tiers);

/// <summary>The points of all members: what was posted and is owed (<see cref="LiabilityReport"/>), who has which tier, and one checkout.</summary>
internal sealed record PointFigures
{
    public required long Accounts { get; init; }

    public required int Redemptions { get; init; }

    /// <summary>How many holds ended by themselves, because the payment did not come.</summary>
    public required int LapsedHolds { get; init; }

    public required LiabilityReport Liability { get; init; }

    public required IReadOnlyList<TierFigures> Tiers { get; init; }

    /// <summary>An order that was paid in part with points and refunded in part; null where there is none.</summary>
    public required CheckoutFigures? Checkout { get; init; }
}

/// <summary>A tier, its members, and who is nearest to it from below.</summary>
internal sealed record TierFigures(LoyaltyTier Tier, int Members, TierProgress? Nearest);

internal sealed record CheckoutFigures(string Customer, string Order, IReadOnlyList<CheckoutStep> Steps);

internal sealed record CheckoutStep(Instant At, string What);

internal sealed record TicketFigures(int InQueue, IReadOnlyList<QueuedTicket> Top);

internal sealed record QueuedTicket(
    string Ticket, string Customer, string Tier, string Language, Instant RankAt, IReadOnlyList<string> Reasons, string Agent, string AgentReason);

internal sealed record CampaignFigures(string Segment, int Asked, int Allowed, IReadOnlyDictionary<string, int> ByReason);
