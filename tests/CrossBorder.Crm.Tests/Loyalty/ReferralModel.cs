using CrossBorder.Crm.Loyalty;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

internal enum ReferralStepKind
{
    Register,
    Qualify,
    Refund,
    Order,
    Redeem,
}

/// <summary>One command of a random story of four members in a few months, so that commands meet.</summary>
internal sealed record ReferralStep
{
    public required ReferralStepKind Kind { get; init; }

    /// <summary>How many hours pass before it.</summary>
    public int Wait { get; init; }

    /// <summary>Who does it.</summary>
    public required int Friend { get; init; }

    /// <summary>Whose code it is.</summary>
    public int Referrer { get; init; }

    /// <summary>Which of a few orders.</summary>
    public int Target { get; init; }

    /// <summary>How much is refunded, in minor units.</summary>
    public int Refunded { get; init; }

    /// <summary>Whether the host says that she has ordered, and that both are of one household.</summary>
    public bool HasOrdered { get; init; }

    public bool IsHousehold { get; init; }

    /// <summary>The call of the storage at which the process dies the first time; and whether it takes effect.</summary>
    public int DiesAt { get; init; }

    public bool TakesEffect { get; init; }

    public static Gen<ReferralStep[]> Stories { get; } = Steps().ArrayOf().Resize(30);

    /// <summary>What the orders of this name come to, in minor units: below the minimum of 5,000 or above it.</summary>
    public long Total => Target switch { 0 => 4_999, 1 => 5_000, _ => 9_000 };

    public static IEnumerable<ReferralStep[]> Shrink(ReferralStep[] steps)
    {
        for (var size = steps.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= steps.Length; at += size)
            {
                yield return [.. steps[..at], .. steps[(at + size)..]];
            }
        }

        for (var i = 0; i < steps.Length; i++)
        {
            foreach (var simpler in new[] { steps[i] with { Wait = 0 }, steps[i] with { DiesAt = 0 }, steps[i] with { HasOrdered = false, IsHousehold = false } })
            {
                if (simpler != steps[i])
                {
                    yield return [.. steps[..i], simpler, .. steps[(i + 1)..]];
                }
            }
        }
    }

    private static Gen<ReferralStep> Steps() =>
        from kind in Gen.Frequency(
            (4, Gen.Constant(ReferralStepKind.Register)), (6, Gen.Constant(ReferralStepKind.Qualify)), (4, Gen.Constant(ReferralStepKind.Refund)),
            (1, Gen.Constant(ReferralStepKind.Order)), (2, Gen.Constant(ReferralStepKind.Redeem)))
        from wait in Gen.Frequency((3, Gen.Constant(0)), (2, Gen.Choose(1, 30)), (1, Gen.Choose(100, 600)))
        from friend in Gen.Choose(0, 3)
        from referrer in Gen.Frequency((2, Gen.Constant(0)), (2, Gen.Choose(0, 3)))
        from target in Gen.Choose(0, 2)
        from refunded in Gen.Elements(1, 2_000, 4_000, 5_000, 9_000)
        from hasOrdered in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        from isHousehold in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        from diesAt in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(1, 14)))
        from takesEffect in Gen.Elements(true, false)
        select new ReferralStep
        {
            Kind = kind, Wait = wait, Friend = friend, Referrer = referrer, Target = target, Refunded = refunded, HasOrdered = hasOrdered, IsHousehold = isHousehold,
            DiesAt = diesAt, TakesEffect = takesEffect,
        };
}

/// <summary>What a shop would keep in a notebook: who came with whom, which order counted, and what everybody should have. Nothing of it is the library's.</summary>
internal sealed class ReferralModel(DateTimeZone zone)
{
    private readonly Dictionary<int, Page> pages = [];
    private readonly Dictionary<(int Friend, int Target), Instant> paidAt = [];
    private readonly List<(int Referrer, LocalDate Day)> rewarded = [];
    private readonly HashSet<int> customers = [];

    /// <summary>What everybody has, owed points taken off.</summary>
    public long[] Net { get; } = new long[4];

    /// <summary>How far the story came: whether anybody was rewarded, met a limit, or gave it back.</summary>
    public HashSet<string> Milestones { get; } = [];

    /// <summary>When an order was paid: it is asked about with the same time for ever.</summary>
    public Instant PaidAt(ReferralStep step, Instant now) => paidAt.TryGetValue((step.Friend, step.Target), out var at) ? at : paidAt[(step.Friend, step.Target)] = now;

    public string StatusOf(int friend, Instant now) => !pages.TryGetValue(friend, out var page) ? "none"
        : page.IsReversed ? "Reversed" : page.Target is not null ? "Rewarded" : now >= page.Lapses ? "Lapsed" : "Registered";

    /// <returns>The refusal's code; null where it is accepted.</returns>
    public string? Run(ReferralStep step, Instant now) => step.Kind switch
    {
        ReferralStepKind.Register => Register(step, now),
        ReferralStepKind.Qualify => Qualify(step, PaidAt(step, now)),
        ReferralStepKind.Refund => Refund(step),
        ReferralStepKind.Order => Order(step.Friend),
        _ => null,
    };

    private string? Register(ReferralStep step, Instant now)
    {
        if (step.Friend == step.Referrer || step.IsHousehold)
        {
            return step.Friend == step.Referrer ? "loyalty.referral_self" : "loyalty.referral_same_household";
        }

        if (step.HasOrdered || customers.Contains(step.Friend))
        {
            return "loyalty.referral_existing_customer";
        }

        if (StatusOf(step.Friend, now) is not ("none" or "Lapsed"))
        {
            return "loyalty.referral_exists";
        }

        pages[step.Friend] = new() { Referrer = step.Referrer, Since = now, Lapses = (now.InZone(zone).Date.PlusDays(31).AtMidnight()).InZoneLeniently(zone).ToInstant() };
        return null;
    }

    private string? Qualify(ReferralStep step, Instant paid)
    {
        if (!pages.TryGetValue(step.Friend, out var page))
        {
            return "loyalty.not_referred";
        }

        if (page.Target is { } target)
        {
            return target == step.Target ? null : "loyalty.referral_already_qualified";
        }

        if (paid < page.Since || paid >= page.Lapses)
        {
            return paid < page.Since ? "loyalty.referral_existing_customer" : "loyalty.referral_lapsed";
        }

        if (step.IsHousehold || step.Total < 5_000)
        {
            return step.IsHousehold ? "loyalty.referral_same_household" : "loyalty.referral_below_minimum";
        }

        page.Target = step.Target;
        Net[step.Friend] += 300;
        var day = paid.InZone(zone).Date;
        var mine = rewarded.Where(reward => reward.Referrer == page.Referrer && reward.Day.Year == day.Year).ToList();
        if (mine.Count < 2 && mine.All(reward => reward.Day.Month != day.Month))
        {
            rewarded.Add((page.Referrer, day));
            Net[page.Referrer] += 500;
            page.IsReferrerPaid = true;
        }

        Milestones.Add(page.IsReferrerPaid ? "rewarded" : "limited");

        return null;
    }

    private string? Refund(ReferralStep step)
    {
        if (!pages.TryGetValue(step.Friend, out var page))
        {
            return "loyalty.not_referred";
        }

        if (page.Target != step.Target)
        {
            return "loyalty.referral_other_order";
        }

        if (page.Refunded + step.Refunded > step.Total)
        {
            return "loyalty.refund_exceeds_order";
        }

        page.Refunded += step.Refunded;
        if (!page.IsReversed && step.Total - page.Refunded < 5_000)
        {
            page.IsReversed = true;
            Milestones.Add("reversed");
            Net[step.Friend] -= 300;
            Net[page.Referrer] -= page.IsReferrerPaid ? 500 : 0;
        }

        return null;
    }

    private string? Order(int friend)
    {
        customers.Add(friend);
        Net[friend] += 10;
        return null;
    }

    private sealed class Page
    {
        public required int Referrer { get; init; }

        public required Instant Since { get; init; }

        public required Instant Lapses { get; init; }

        public int? Target { get; set; }

        public bool IsReferrerPaid { get; set; }

        public long Refunded { get; set; }

        public bool IsReversed { get; set; }
    }
}
