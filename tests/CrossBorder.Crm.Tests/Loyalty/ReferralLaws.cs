using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using static CrossBorder.Crm.Tests.Loyalty.ReferralSamples;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Laws of members who bring friends along.</summary>
public sealed class ReferralLaws
{
    private static readonly LoyaltyAccountId[] Members = [.. Enumerable.Range(0, 4).Select(number => Member($"m{number}"))];
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    /// <summary>
    /// The model is a notebook. In the shop the process dies at any call of its storage, before it took effect or after, and the same request is made again:
    /// what is refused, who has how much, and how far every referral is, is what the notebook says.
    /// </summary>
    [Fact]
    public void Whatever_is_asked_and_wherever_it_dies_everybody_has_what_the_notebook_says()
    {
        var seen = new Dictionary<string, int>();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(
            Arb.From(ReferralStep.Stories, ReferralStep.Shrink),
            story =>
            {
                var difference = DifferenceAsync(story, seen).GetAwaiter().GetResult();
                return (difference is null).Label(difference ?? "equal");
            }));

        // The stories come everywhere: each answer that the notebook knows was given, and nothing of the plan went untried.
        Assert.Equal(
            [
                "died", "limited", "loyalty.not_referred", "loyalty.referral_already_qualified", "loyalty.referral_below_minimum", "loyalty.referral_existing_customer",
                "loyalty.referral_exists", "loyalty.referral_lapsed", "loyalty.referral_other_order", "loyalty.referral_same_household", "loyalty.referral_self",
                "loyalty.refund_exceeds_order", "reversed", "rewarded",
            ],
            seen.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Derived_codes_are_readable_and_all_ways_of_typing_one_are_the_same() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(
        Arb.From(
            from member in Gen.Choose(0, 1_000_000)
            from attempt in Gen.Choose(0, 15)
            from dash in Gen.Choose(1, 7)
            select (Code: ReferralRules.CodeOf(Member($"{member}"), attempt), dash)),
        given =>
        {
            var typed = $" {given.Code[..given.dash].ToLowerInvariant()}-{given.Code[given.dash..]} ";
            return given.Code.Length == 8 && given.Code.All("23456789ABCDEFGHJKMNPQRSTVWXYZ".Contains)
                && ReferralRules.Canonical(typed) == given.Code && ReferralRules.Canonical(given.Code) == given.Code;
        }));

    private static async Task<string?> DifferenceAsync(ReferralStep[] story, Dictionary<string, int> seen)
    {
        using var stage = new ReferralStage();
        await stage.Loyalty.SetProgramAsync(Offer with { Referrals = Plan with { Limits = [new(EarnPeriod.Month, 1), new(EarnPeriod.Year, 2)] } });
        var model = new ReferralModel(Berlin);
        var codes = new List<string>();
        foreach (var member in Members)
        {
            codes.Add((await stage.Referrals.IssueCodeAsync(new() { Account = member })).OrThrow().Code);
        }

        foreach (var (index, step) in story.Index())
        {
            stage.Now += Duration.FromHours(step.Wait);
            var now = stage.Now;
            var paidAt = step.Kind == ReferralStepKind.Qualify ? model.PaidAt(step, now) : now;
            var expected = model.Run(step, now);
            if (step.Kind == ReferralStepKind.Redeem)
            {
                var spent = Points.Min(new(250), (await stage.Loyalty.GetBalanceAsync(Members[step.Friend])).Available);
                model.Net[step.Friend] -= spent > Points.Zero && (await stage.Loyalty.RedeemAsync(new() { Account = Members[step.Friend], Key = new($"spent{index}"), Points = spent })).IsSuccess ? spent.Value : 0;
            }

            string? first = null, found = null;
            var died = await stage.DiesAsync(step.DiesAt, step.TakesEffect, async () => first = await RunAsync(stage, step, index, codes, paidAt));
            found = await RunAsync(stage, step, index, codes, paidAt);
            await stage.Loyalty.RunOnceAsync();
            if (found != expected || (first is not null && first != found))
            {
                return $"step {index} {step}: {found ?? "accepted"} (first {first}), the notebook says {expected ?? "accepted"}";
            }

            if (await WrongAsync(stage, model) is { } wrong)
            {
                return $"after step {index} {step}: {wrong}";
            }

            foreach (var what in new[] { expected, died ? "died" : null }.OfType<string>())
            {
                seen[what] = seen.GetValueOrDefault(what) + 1;
            }
        }

        foreach (var what in model.Milestones)
        {
            seen[what] = seen.GetValueOrDefault(what) + 1;
        }

        return null;
    }

    private static async Task<string?> RunAsync(ReferralStage stage, ReferralStep step, int index, List<string> codes, Instant paidAt)
    {
        var (friend, order) = (Members[step.Friend], new ExternalRef("shop", $"{step.Friend}-{step.Target}"));
        HouseholdEvidence? evidence = step.IsHousehold ? new() { Friend = ["a", "b"], Referrer = ["b"] } : null;
        return step.Kind switch
        {
            ReferralStepKind.Register => Code(await stage.Referrals.RegisterAsync(new()
            {
                Account = friend, Key = new($"came{index}"), Code = codes[step.Referrer], HasOrdered = step.HasOrdered, Evidence = evidence,
            })),
            ReferralStepKind.Qualify => Code(await stage.Referrals.QualifyAsync(new()
            {
                Account = friend, Order = order, Total = Money.FromMinorUnits(step.Total, Eur), PaidAt = paidAt, Evidence = evidence,
            })),
            ReferralStepKind.Refund => Code(await stage.Referrals.RefundAsync(new()
            {
                Account = friend, Key = new($"back{index}"), Order = order, Refunded = Money.FromMinorUnits(step.Refunded, Eur),
            })),
            ReferralStepKind.Order => Code(await stage.Loyalty.EarnForOrderAsync(new()
            {
                Account = friend, Order = new("shop", $"other{index}"), OccurredAt = paidAt, Basis = Euro(10m),
            })),
            _ => null,
        };
    }

    private static async Task<string?> WrongAsync(ReferralStage stage, ReferralModel model)
    {
        for (var member = 0; member < Members.Length; member++)
        {
            var balance = await stage.Loyalty.GetBalanceAsync(Members[member]);
            var state = await stage.Referrals.FindAsync(Members[member]);
            var (status, expected) = (state?.Status.ToString() ?? "none", model.StatusOf(member, stage.Now));
            if (balance.Totals.Net.Value != model.Net[member] || status != expected)
            {
                return $"m{member} has {balance.Totals.Net} and is {status}; the notebook says {model.Net[member]} and {expected}";
            }

            LoyaltyInvariants.Check(balance);
            if (await stage.Loyalty.VerifyAsync(Members[member]) is { IsSound: false } ledger || await stage.Referrals.VerifyAsync(Members[member]) is { IsSound: false })
            {
                return $"m{member} is not sound";
            }
        }

        return null;
    }

    private static string? Code<T>(CrmResult<T> result) => result.IsSuccess ? null : result.Error.Code;
}
