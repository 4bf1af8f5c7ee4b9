using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Opening balances from another system: one batch of accounts.</summary>
public sealed record ImportAccounts
{
    /// <summary>The most accounts of one batch.</summary>
    public const int MaxAccounts = 1000;

    /// <summary>The host's name of the other system: a-z, 0-9, <c>_</c>, <c>-</c>, <c>.</c>; with an account's key it names the import of that account.</summary>
    public required string Source { get; init; }

    /// <summary>The accounts, 1 to <see cref="MaxAccounts"/>. About a hundred a call is a good size.</summary>
    public required ImmutableArray<OpeningAccount> Accounts { get; init; }

    /// <summary>The cut-over: orders placed before it earned in the other system, those from it on earn here.</summary>
    public required Instant ImportedBefore { get; init; }

    /// <summary>What the refund of an order from before the cut-over does that the import does not name.</summary>
    public ForeignRefunds ForeignRefunds { get; init; }
}

/// <summary>What the refund of an order does that earned in another system and was not handed over with its lot.</summary>
public enum ForeignRefunds
{
    /// <summary>What it earned is waived for good. The default.</summary>
    Waive,

    /// <summary>What it earned, as the refund tells, is taken from the balance as for an order of this ledger.</summary>
    TakeFromBalance,

    /// <summary>The refund is refused.</summary>
    Refuse,
}

/// <summary>An account as the other system has it. Imported whole or, where anything of it is not valid, not at all.</summary>
public sealed record OpeningAccount
{
    /// <summary>The most lots of one account.</summary>
    public const int MaxLots = 1000;

    /// <summary>The most sums of <see cref="Qualifying"/>.</summary>
    public const int MaxSums = 48;

    /// <summary>The account's key in the other system, 1 to 128 UTF-16 units; once a source.</summary>
    public required string Key { get; init; }

    /// <summary>The account here. It may have entries already, and two of the other system may become one.</summary>
    public required LoyaltyAccountId Account { get; init; }

    /// <summary>The lots with points left, and orders without any that may yet be refunded.</summary>
    public ImmutableArray<OpeningLot> Lots { get; init; } = [];

    /// <summary>What the account owes there; not negative. Its lots pay that first.</summary>
    public Points Debt { get; init; }

    /// <summary>The tier that the member has there; null for the lowest, or where it follows from <see cref="Qualifying"/> alone.</summary>
    public OpeningTier? Tier { get; init; }

    /// <summary>
    /// What counts towards tiers there, in what the ladder measures: points, or minor units of the programme's currency. Any stretches of time, at most
    /// <see cref="MaxSums"/>: each counts in the year or month of the ladder in which it starts. Amounts from 0, none that starts in the future.
    /// </summary>
    public ImmutableArray<QualifyingSum> Qualifying { get; init; } = [];

    /// <summary>The host's key of the member, kept for reports; null for none.</summary>
    public ExternalRef? Owner { get; init; }
}

/// <summary>A tier as the other system has it.</summary>
public sealed record OpeningTier
{
    /// <summary>The tier; one of the programme's ladder.</summary>
    public required ValueTier Tier { get; init; }

    /// <summary>
    /// The last local day on which it is held; null for the lowest, and only for that. It is held to the end of the year or month of the ladder in which the
    /// day lies; one that is over by then lapses as it would have here.
    /// </summary>
    public LocalDate? ValidThrough { get; init; }

    /// <summary>The local day since which the member has it; null where that is not known.</summary>
    public LocalDate? Since { get; init; }
}

/// <summary>A lot as the other system has it. A date means the programme's zone.</summary>
public sealed record OpeningLot
{
    /// <summary>The most points of one lot.</summary>
    public const long MaxPoints = 1_000_000_000_000;

    /// <summary>How many points are left; 0 only with an order.</summary>
    public required Points Points { get; init; }

    /// <summary>When they were earned. Either this or <see cref="EarnedOn"/>; not in the future.</summary>
    public Instant? EarnedAt { get; init; }

    /// <summary>The local day on which they were earned: its start. Either this or <see cref="EarnedAt"/>.</summary>
    public LocalDate? EarnedOn { get; init; }

    /// <summary>From when on they are spendable, inclusive; null for since they were earned.</summary>
    public Instant? AvailableFrom { get; init; }

    /// <summary>Until when they are spendable, exclusive. At most one of this and <see cref="LastDay"/>; neither for ever.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>The last local day on which they are spendable.</summary>
    public LocalDate? LastDay { get; init; }

    /// <summary>The order that earned them, so that its refund takes them back; null where there is none, or it can no longer be refunded.</summary>
    public OpeningOrder? Order { get; init; }
}

/// <summary>The order of a lot, as far as its refund depends on it.</summary>
public sealed record OpeningOrder
{
    /// <summary>The order.</summary>
    public required ExternalRef Order { get; init; }

    /// <summary>How many points it had earned; at least what is left of them.</summary>
    public required Points Earned { get; init; }

    /// <summary>What it came to, in minor units; above zero.</summary>
    public required long TotalMinor { get; init; }

    /// <summary>How much of that is refunded already; 0 to <see cref="TotalMinor"/>. The other system is taken to have taken its points back in proportion.</summary>
    public long RefundedMinor { get; init; }

    /// <summary>How many of its points expired there; not negative.</summary>
    public Points Expired { get; init; }
}
