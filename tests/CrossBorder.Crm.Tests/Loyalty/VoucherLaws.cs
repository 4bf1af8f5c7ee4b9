using System.Globalization;
using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>A voucher against a naive model in which every unit is an object.</summary>
public sealed class VoucherLaws
{
    private const string Code = "SPRING";
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 0, 0);
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(int.Parse(Environment.GetEnvironmentVariable("CROSSBORDER_LEDGER_RUNS") ?? "6000", CultureInfo.InvariantCulture));

    [Fact]
    public void A_voucher_is_what_a_model_says_in_which_every_unit_is_an_object() =>
        Check.One(Runs, Prop.ForAll(
            Arb.From(
                from terms in VoucherStep.TermsAt(Start)
                from lapses in Gen.Elements(true, false, false)
                from steps in VoucherStep.Sequences
                from asked in Gen.Choose(-10, 20).ArrayOf(2)
                select (Terms: terms, Lapses: lapses, Steps: steps, Asked: asked),
                given => VoucherStep.Shrink(given.Steps).Select(steps => (given.Terms, given.Lapses, steps, given.Asked))),
            given =>
            {
                var difference = DifferenceAsync(given.Terms, given.Lapses, given.Steps, given.Asked).GetAwaiter().GetResult();
                return (difference is null).Label(difference ?? "equal");
            }));

    /// <summary>However a refund is split, what comes back adds up to what the whole refund gives, and is never more than was used.</summary>
    [Fact]
    public void A_refund_in_parts_gives_back_what_the_whole_gives() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(
            Arb.From(
                from total in Gen.Choose(1, 100_000)
                from used in Gen.Choose(1, total)
                from cuts in Gen.Choose(0, total).ArrayOf()
                select (total, used, Cuts: cuts.Append(total).Order().ToArray())),
            given =>
            {
                var (back, before) = (0L, 0L);
                foreach (var cut in given.Cuts)
                {
                    var upTo = VoucherRules.ReturnedAt(given.used, cut, given.total);
                    Assert.InRange(upTo, before, given.used);
                    (back, before) = (back + upTo - before, upTo);
                }

                return back == given.used;
            }));

    private static async Task<string?> DifferenceAsync(VoucherTerms terms, bool lapses, VoucherStep[] steps, int[] asked)
    {
        var clock = new SettableTime(Start);
        using var services = new ServiceCollection().AddSingleton<TimeProvider>(clock)
            .AddCrossBorderCrm(crm => crm.UseInMemory().SingleTenant("shop").AddLoyalty()).BuildServiceProvider();
        await services.GetRequiredService<ILoyaltyService>().SetProgramAsync(LoyaltyShop.Program with { Policies = new() { CaptureHonoursExpired = !lapses } });
        var vouchers = services.GetRequiredService<IVoucherService>();
        (await vouchers.IssueAsync(new() { Code = Code, Key = new("issue"), Terms = terms })).OrThrow();
        var model = new VoucherModel(terms, lapses, Start);
        var done = new List<(VoucherStep Step, Instant At)>();
        foreach (var (index, step) in steps.Index())
        {
            clock.Now += Duration.FromHours(step.Wait);
            var expected = model.Run(step, clock.Now);
            var found = await step.RunAsync(vouchers, Code, terms, index, clock.Now);
            done.Add((step, clock.Now));
            if (expected != found)
            {
                return $"step {index} {step} of {terms}: expected {expected ?? "accepted"}, found {found ?? "accepted"}";
            }

            if (await DifferAsync(model, clock.Now) is { } difference)
            {
                return $"after step {index} {step} of {terms}: {difference}";
            }

            // The same request again, later: the first answer, and nothing changes.
            if (index % 5 == 0 && expected is null)
            {
                Assert.Null(await step.RunAsync(vouchers, Code, terms, index, step.HoldFor is null ? clock.Now : done[^1].At));
                Assert.Null(await DifferAsync(model, clock.Now));
            }
        }

        if (await vouchers.VerifyAsync(Code) is { IsSound: false } verification)
        {
            return verification.Problem;
        }

        foreach (var at in asked.Select(hours => clock.Now + Duration.FromHours(hours)).Where(at => at >= Start))
        {
            var past = new VoucherModel(terms, lapses, Start);
            foreach (var (step, when) in done.TakeWhile(item => item.At <= at))
            {
                past.Run(step, when);
            }

            if (await DifferAsync(past, at) is { } difference)
            {
                return $"as of {at} of {terms}: {difference}";
            }
        }

        return null;

        async Task<string?> DifferAsync(VoucherModel model, Instant at)
        {
            var expected = model.Describe(at);
            var found = VoucherText.Of((await vouchers.FindAsync(Code, at))!);
            return expected == found ? null : $"\nexpected {expected}\nfound    {found}";
        }
    }
}
