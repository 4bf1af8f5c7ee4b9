using System.Buffers.Binary;
using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Members who bring friends along: codes, the condition, and when rewards become spendable. Pure.</summary>
public static class ReferralRules
{
    /// <summary>Whom a reward's trigger names: the friend.</summary>
    internal const string FriendTrigger = "referral:friend";

    /// <summary>Whom a reward's trigger names: the member who brought her.</summary>
    internal const string ReferrerTrigger = "referral:referrer";

    private const string Naming = "referral";
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int DerivedLength = 8;
    private const int MinCodeLength = 4;
    private const int MaxCodeLength = 24;
    private const int MaxTypedLength = 64;
    private const int MaxWindowDays = 3_660;
    private const int MaxReturnDays = 366;

    /// <summary>A code that follows from an account: 8 characters that are not mistaken for each other.</summary>
    /// <remarks>62 bits of a version 8 UUID over SHA-256, written to the base of 30 letters and digits, the last 8 places of it.</remarks>
    /// <param name="account">The account.</param>
    /// <param name="attempt">0 for the first choice; the next where another member has it.</param>
    public static string CodeOf(LoyaltyAccountId account, int attempt)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(attempt);
        Span<byte> bytes = stackalloc byte[16];
        EntityId.Derive(account.Value, attempt, 0).TryWriteBytes(bytes, bigEndian: true, out _);

        // The two highest bits are the same in every UUID.
        var number = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) & (ulong.MaxValue >> 2);
        Span<char> code = stackalloc char[DerivedLength];
        for (var i = DerivedLength - 1; i >= 0; i--)
        {
            (number, var digit) = Math.DivRem(number, (ulong)Letters.Length);
            code[i] = Letters[(int)digit];
        }

        return new(code);
    }

    /// <summary>What all ways of typing a code have in common: no case, no spaces, no dashes; O is 0, I and L are 1. Null where it is no code.</summary>
    /// <param name="typed">What a customer typed.</param>
    public static string? Canonical(string typed) => Shown(typed)?.Replace('O', '0').Replace('I', '1').Replace('L', '1');

    /// <summary>When the rewards of an order become spendable.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="paidAt">When the order was paid.</param>
    /// <param name="returnableUntil">Until when it can be returned; null for what the plan says.</param>
    /// <param name="zone">The programme's zone.</param>
    public static Instant AvailableFrom(ReferralPlan plan, Instant paidAt, Instant? returnableUntil, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(zone);
        var end = returnableUntil ?? ExpiryRules.StartOfDay(paidAt.InZone(zone).Date.PlusDays(plan.ReturnDays + 1), zone);
        return plan.Activation is { } activation ? ExpiryRules.AvailableFrom(activation, end, zone) : end;
    }

    /// <summary>Until when a friend's order must be paid, exclusive.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="registeredAt">When she came.</param>
    /// <param name="zone">The programme's zone.</param>
    public static Instant LapsesAt(ReferralPlan plan, Instant registeredAt, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(zone);
        return ExpiryRules.StartOfDay(registeredAt.InZone(zone).Date.PlusDays(plan.WindowDays + 1), zone);
    }

    /// <summary>Whether evidence says that two members are of one household: a key stands on both sides.</summary>
    /// <param name="evidence">The evidence; null for none, which says nothing.</param>
    public static bool IsOneHousehold(HouseholdEvidence? evidence) =>
        evidence is not null && evidence.Friend.Intersect(evidence.Referrer, StringComparer.Ordinal).Any();

    /// <summary>Whether so much refunded leaves too little of an order: less than the minimum, or nothing.</summary>
    /// <param name="order">The order.</param>
    /// <param name="refunded">All that was refunded of it; in its currency.</param>
    public static bool Breaks(ReferralOrder order, Money refunded)
    {
        ArgumentNullException.ThrowIfNull(order);
        var left = order.Total - refunded;
        return left < order.Minimum || left.Amount == 0m;
    }

    /// <summary>A referral as of an instant that is not before its state's: a window that has passed lapses by itself.</summary>
    /// <param name="state">The referral.</param>
    /// <param name="asOf">The instant.</param>
    public static ReferralState AsOf(ReferralState state, Instant asOf)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Status == ReferralStatus.Registered && asOf >= state.LapsesAt ? state with { Status = ReferralStatus.Lapsed, AsOf = asOf } : state with { AsOf = Instant.Max(asOf, state.AsOf) };
    }

    /// <summary>Whether an account shows that its member has ordered before.</summary>
    internal static bool HasOrdered(LoyaltyAccountState? state) =>
        state is not null
        && (!state.Years.IsEmpty || !state.Windows.IsEmpty || !state.EarnedIn.IsEmpty || state.Lots.Any(lot => lot.Order is { } order && order.System != Naming));

    /// <summary>What a reward is filed under in its account, and refunded by. Once a friend, whatever becomes of the accounts.</summary>
    internal static ExternalRef NameOf(string trigger, LoyaltyAccountId friend) => new(Naming, $"{trigger[(Naming.Length + 1)..]}.{friend.Value:N}");

    /// <summary>Of the referrals that a member has under the names of all her accounts, the one that an order is about.</summary>
    internal static ReferralState? Choose(IEnumerable<ReferralState> states, ExternalRef? order, Instant now) => states
        .OrderBy(state => state.Order is { } own && own.Order == order ? 0 : state.Order is not null ? 1 : AsOf(state, now).Status == ReferralStatus.Registered ? 2 : 3)
        .FirstOrDefault();

    /// <summary>The code as it is shown; null where it is none.</summary>
    internal static string? Shown(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        if (typed.Length > MaxTypedLength)
        {
            return null;
        }

        Span<char> shown = stackalloc char[typed.Length];
        var length = 0;
        foreach (var c in typed)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                shown[length++] = char.ToUpperInvariant(c);
            }
            else if (c is not (' ' or '-'))
            {
                return null;
            }
        }

        return length is >= MinCodeLength and <= MaxCodeLength ? new(shown[..length]) : null;
    }

    internal static ReferralCodeId IdOf(string canonical) => EntityId.FromExternal<ReferralCodeId>(new("code", canonical));

    internal static void Require(ReferralPlan plan, LoyaltyProgram program, DateTimeZone zone)
    {
        const string at = "program.Referrals";
        ArgumentOutOfRangeException.ThrowIfNegative(plan.FriendPoints.Value, $"{at}.FriendPoints");
        ArgumentOutOfRangeException.ThrowIfNegative(plan.ReferrerPoints.Value, $"{at}.ReferrerPoints");
        if (plan.FriendPoints == Points.Zero && plan.ReferrerPoints == Points.Zero)
        {
            throw ProgramRules.Wrong($"A plan that gives nobody anything is no plan; leave Referrals out.", $"{at}.FriendPoints");
        }

        var currencies = new HashSet<CurrencyCode>();
        foreach (var (minimum, path) in ProgramRules.Items(plan.MinimumOrders, $"{at}.MinimumOrders", isEmptyAllowed: false))
        {
            ProgramRules.RequireAmount(minimum, path, isZeroAllowed: true);
            ProgramRules.RequireNew(currencies, minimum.Currency, path, "has more than one minimum");
        }

        RequireDays(plan.WindowDays, 1, MaxWindowDays, $"{at}.WindowDays");
        RequireDays(plan.ReturnDays, 0, MaxReturnDays, $"{at}.ReturnDays");
        TriggerRules.RequireCaps(plan.Limits, $"{at}.Limits");
        if (plan.Activation is { } activation)
        {
            ExpiryRules.Require(activation);
        }

        if ((plan.Validity ?? program.Validity) is { } validity)
        {
            ExpiryRules.Require(validity);
            ProgramRules.RequireLifetime(validity, zone, $"{at}.Validity", paidAt => AvailableFrom(plan, paidAt, null, zone));
        }
    }

    private static void RequireDays(int days, int least, int most, string path)
    {
        if (days < least || days > most)
        {
            throw new ArgumentOutOfRangeException(path, days, $"The days are {least} to {most}.");
        }
    }
}
