using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using NodaTime;

namespace SupportDesk.Week;

/// <summary>What a customer wants, and how the conversation will go: written down before the week begins, so that the order of events changes none of it.</summary>
internal sealed record Concern
{
    /// <summary>Such as <c>T-017</c>: the name by which the program is asked why.</summary>
    public required string Name { get; init; }

    public TicketId Id => IdOf(Name);

    public required Instant At { get; init; }

    public required string Zone { get; init; }

    /// <summary>What opens the ticket.</summary>
    public required OpenTicket Opening { get; init; }

    /// <summary>The languages that she can also be answered in.</summary>
    public ImmutableArray<LanguageTag> MoreLanguages { get; init; } = [];

    /// <summary>What agents do with it, one after the other.</summary>
    public required ImmutableArray<Turn> Turns { get; init; }

    /// <summary>What she gives for the solution; null where she says nothing.</summary>
    public int? Rating { get; init; }

    /// <summary>What is left to do where the conversation went on longer than was written down: to settle it.</summary>
    public Turn TurnOf(int replies) => replies < Turns.Length ? Turns[replies] : new(Duration.FromMinutes(6), TicketMove.Solve, null);

    public static TicketId IdOf(string name) => TicketId.FromExternal(SourceOf(name));

    public static ExternalRef SourceOf(string name) => new("desk", name);
}

/// <summary>One reply of an agent.</summary>
/// <param name="Handling">How long it takes her.</param>
/// <param name="Then">Where it leaves the ticket.</param>
/// <param name="CustomerAfter">After how long the customer writes again; null where she does not.</param>
internal sealed record Turn(Duration Handling, TicketMove Then, Duration? CustomerAfter);
