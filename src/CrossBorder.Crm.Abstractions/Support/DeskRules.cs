using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>How a tenant's work is given out: the priority matrix, what tickets weigh, what routing costs, when a ticket is handed over.</summary>
/// <remarks>Stored once a tenant; where none is stored, <see cref="Default"/> holds. Equal if all parts are, in their order.</remarks>
public sealed record DeskRules
{
    /// <summary>The usual matrix, one unit of weight a ticket, the default costs.</summary>
    public static DeskRules Default { get; } = new();

    /// <summary>The priority of a ticket whose impact and urgency are given.</summary>
    public PriorityMatrix Matrix { get; init; } = PriorityMatrix.Itil;

    /// <summary>What tickets of a channel take; each channel at most once. A channel that is not named weighs 1 and needs nothing of the shift.</summary>
    public ImmutableArray<ChannelLoad> Channels { get; init; } = [];

    /// <summary>What speaks against an agent, in points.</summary>
    public RouteCosts Costs { get; init; } = RouteCosts.Default;

    /// <summary>When a ticket whose agent goes off shift before it is due is handed over.</summary>
    /// <value>The default is with the end of the shift: the work follows the sun.</value>
    public HandoverRule Handover { get; init; }

    /// <summary>What a ticket of a channel takes.</summary>
    /// <param name="channel">The channel's code; null for a ticket without one.</param>
    public ChannelLoad LoadOf(string? channel)
    {
        foreach (var load in Channels)
        {
            if (load.Channel.Code == channel)
            {
                return load;
            }
        }

        return ChannelLoad.Ordinary;
    }

    /// <inheritdoc/>
    public bool Equals(DeskRules? other) =>
        other is not null && Matrix == other.Matrix && Costs == other.Costs && Handover == other.Handover
        && Channels.AsSpan().SequenceEqual(other.Channels.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Matrix, Costs, Handover, Channels.IsDefault ? 0 : Channels.Length);
}

/// <summary>What a ticket of one channel takes of an agent.</summary>
public sealed record ChannelLoad
{
    /// <summary>One unit of weight, and nothing of the shift.</summary>
    public static ChannelLoad Ordinary { get; } = new() { Channel = Channel.None };

    /// <summary>The channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>How much room it takes of an agent's capacity; 1 to 1,000. A chat weighs more than a mail.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>How long handling it is expected to take: that much of the shift must be left. Up to 31 days.</summary>
    public Duration HandlingTime { get; init; } = Duration.Zero;
}

/// <summary>When a ticket is handed over whose agent's shift ends before it is due.</summary>
public enum HandoverRule
{
    /// <summary>With the end of her shift, to who is on shift then: the work follows the sun.</summary>
    ShiftEnd,

    /// <summary>Only where she is not back in time to handle it before it is due: the customer keeps her agent.</summary>
    NotBackInTime,
}

/// <summary>What speaks against giving a ticket to an agent, in points; the least sum wins. Each 0 to 1,000,000.</summary>
public sealed record RouteCosts
{
    /// <summary>The costs that hold where nothing else is said.</summary>
    public static RouteCosts Default { get; } = new();

    /// <summary>A full load; a part of it costs that part.</summary>
    public int Load { get; init; } = 1000;

    /// <summary>Each step down the customer's list of languages.</summary>
    public int SecondLanguage { get; init; } = 400;

    /// <summary>Each level of the language below 5.</summary>
    public int Level { get; init; } = 50;

    /// <summary>Each level of knowing the market below 5.</summary>
    public int MarketLevel { get; init; } = 50;

    /// <summary>Each level of a topic below 5.</summary>
    public int TopicLevel { get; init; } = 50;

    /// <summary>That another agent than the one who answered last has to read the case.</summary>
    public int OtherAgent { get; init; } = 200;

    /// <summary>That the ticket is taken from who has it now.</summary>
    public int Handover { get; init; } = 100;
}
