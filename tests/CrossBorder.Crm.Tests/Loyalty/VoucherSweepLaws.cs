using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Storage;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Laws of the sweep over vouchers, with the random commands that a voucher itself is tried with.</summary>
public sealed class VoucherSweepLaws
{
    private const string Code = "SPRING";
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 0, 0);
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(1000);

    private static readonly Gen<(VoucherTerms Terms, (VoucherStep Step, bool Sweep, int Idle)[] Steps)> Stories =
        from terms in VoucherStep.TermsAt(Start)
        from days in Gen.Choose(0, 3)
        from steps in VoucherStep.Sequences
        from sweeps in Gen.Elements(true, false).ArrayOf(steps.Length)
        from idle in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Choose(1, 30))).ArrayOf(steps.Length)
        select (terms with { ValidUntil = terms.ValidUntil + Duration.FromDays(days) }, steps.Zip(sweeps, idle).ToArray());

    [Fact]
    public void A_voucher_that_is_swept_pays_as_one_that_never_is_and_its_events_tell_each_thing_once() => Check.One(Runs, Prop.ForAll(Arb.From(Stories), story =>
    {
        var fault = FaultAsync(story.Terms, story.Steps).GetAwaiter().GetResult();
        return (fault is null).Label(fault ?? "none");
    }));

    private static async Task<string?> FaultAsync(VoucherTerms terms, (VoucherStep Step, bool Sweep, int Idle)[] story)
    {
        using var swept = await Shop.OpenAsync(terms);
        using var plain = await Shop.OpenAsync(terms);
        foreach (var (index, (step, sweep, idle)) in story.Index())
        {
            swept.Clock.Now = plain.Clock.Now += Duration.FromHours(step.Wait + idle);
            if (sweep && await SweepFaultAsync(swept) is { } fault)
            {
                return $"before step {index} {step} of {terms}: {fault}";
            }

            var (x, y) = (await step.RunAsync(swept.Vouchers, Code, terms, index, swept.Clock.Now), await step.RunAsync(plain.Vouchers, Code, terms, index, plain.Clock.Now));
            var (a, b) = (VoucherText.Of((await swept.Vouchers.FindAsync(Code))!), VoucherText.Of((await plain.Vouchers.FindAsync(Code))!));
            if (x != y || a != b)
            {
                return $"step {index} {step} of {terms}:\nswept {x ?? "accepted"}, {a}\nplain {y ?? "accepted"}, {b}";
            }
        }

        if (await SweepFaultAsync(swept) is { } last)
        {
            return $"at the end of {terms}: {last}";
        }

        var events = await swept.EventsAsync();
        var expired = events.Select(told => told.Data.Value).OfType<VoucherExpired>().Sum(told => told.Units);
        var state = (await swept.Vouchers.FindAsync(Code))!;
        return expired != state.Totals.Expired ? $"{expired} were told to have expired, not {state.Totals.Expired}"
            : events.DistinctBy(told => told.Id).Count() != events.Count ? "an event was told twice"
            : await swept.Vouchers.VerifyAsync(Code) is { IsSound: false } verification ? verification.Problem
            : null;
    }

    private static async Task<string?> SweepFaultAsync(Shop shop)
    {
        var run = await shop.Loyalty.RunOnceAsync();
        if (run.Failed > 0 || run.NextAt <= shop.Clock.Now || await shop.Loyalty.RunOnceAsync() is { Changed: > 0 } || await DueAsync(shop, shop.Clock.Now) > 0)
        {
            return $"{run}";
        }

        // Until the time that the sweep named nothing is due; then something is.
        return run.NextAt is { } next && (await DueAsync(shop, next - Duration.FromSeconds(1)) > 0 || await DueAsync(shop, next) == 0) ? $"{next} is not when the next thing is due" : null;
    }

    private static async Task<int> DueAsync(Shop shop, Instant at) =>
        (await shop.Vouchers.ListAsync(new() { DueBy = at }, new())).Items.Count
        + (await shop.Vouchers.ListAsync(new() { UntoldBy = at + Duration.FromDays(2) }, new())).Items.Count(voucher => voucher.ValidUntil > at);

    private sealed class Shop : IDisposable
    {
        private readonly ServiceProvider services;

        private Shop() => services = new ServiceCollection().AddSingleton<TimeProvider>(Clock)
            .AddCrossBorderCrm(crm => crm.UseInMemory().SingleTenant("shop").AddLoyalty()).BuildServiceProvider();

        public SettableTime Clock { get; } = new(Start);

        public ILoyaltyService Loyalty => services.GetRequiredService<ILoyaltyService>();

        public IVoucherService Vouchers => services.GetRequiredService<IVoucherService>();

        public static async Task<Shop> OpenAsync(VoucherTerms terms)
        {
            var shop = new Shop();
            await shop.Loyalty.SetProgramAsync(LoyaltyShop.Program with { VoucherNotices = new() { DaysBefore = [2, 1] } });
            (await shop.Vouchers.IssueAsync(new() { Code = Code, Key = new("issue"), Terms = terms })).OrThrow();
            return shop;
        }

        public async Task<IReadOnlyList<CrmEvent>> EventsAsync() =>
            [.. (await services.GetRequiredService<IOutboxRepository>().ClaimAsync(1000, "laws", Clock.Now, Clock.Now + Duration.FromMinutes(1), default)).Select(e => e.Event)];

        public void Dispose() => services.Dispose();
    }
}
