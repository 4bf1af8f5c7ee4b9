using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>Runs a sequence through the service and through the model, and says where they differ.</summary>
internal static class LedgerComparison
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 0, 0);

    /// <param name="program">The programme.</param>
    /// <param name="steps">The commands.</param>
    /// <param name="asked">Instants to compare at when all is done, in hours from the last command; before it, the entries must know.</param>
    /// <returns>What differs first; null where nothing does.</returns>
    public static string? Difference(LoyaltyProgram program, LedgerStep[] steps, int[] asked) =>
        DifferenceAsync(program, steps, asked).GetAwaiter().GetResult();

    public static async Task<string?> DifferenceAsync(LoyaltyProgram program, LedgerStep[] steps, int[] asked)
    {
        var clock = new SettableTime(Start);
        using var services = new ServiceCollection().AddSingleton<TimeProvider>(clock)
            .AddCrossBorderCrm(crm => crm.UseInMemory().SingleTenant("shop").AddLoyalty()).BuildServiceProvider();
        var loyalty = services.GetRequiredService<ILoyaltyService>();
        await loyalty.SetProgramAsync(program);
        var model = new PointModel(program);
        var done = new List<(LedgerStep Step, Instant At)>();
        foreach (var (index, step) in steps.Index())
        {
            clock.Now += Duration.FromHours(step.Wait);
            var expected = model.Run(step, clock.Now);
            var found = await step.RunAsync(loyalty, Account, index, clock.Now);
            done.Add((step, clock.Now));
            if (expected != found)
            {
                return $"step {index} {step}: expected {expected ?? "accepted"}, found {found ?? "accepted"}";
            }

            if (await UnsoundAsync(loyalty) is { } problem)
            {
                return $"after step {index} {step}: {problem}";
            }

            if (await DifferenceAsync(model, loyalty, clock.Now) is { } difference)
            {
                return $"after step {index} {step}: {difference}";
            }
        }

        foreach (var at in asked.Select(hours => clock.Now + Duration.FromHours(hours)))
        {
            // The model forgets nothing by being told the story again, up to there.
            var past = new PointModel(program);
            foreach (var (step, when) in done.TakeWhile(item => item.At <= at))
            {
                past.Run(step, when);
            }

            if (await DifferenceAsync(past, loyalty, at) is { } difference)
            {
                return $"as of {at}: {difference}";
            }
        }

        return null;
    }

    // What is stored is what the entries come to, after every step.
    private static async Task<string?> UnsoundAsync(ILoyaltyService loyalty)
    {
        for (var account = 0; account < 2; account++)
        {
            if (await loyalty.VerifyAsync(Account(account)) is { IsSound: false } verification)
            {
                return verification.Problem;
            }
        }

        return null;
    }

    private static LoyaltyAccountId Account(int number) => LoyaltyAccountId.FromExternal(new("laws", $"m{number}"));

    private static async Task<string?> DifferenceAsync(PointModel model, ILoyaltyService loyalty, Instant at)
    {
        for (var account = 0; account < 2; account++)
        {
            var expected = model.Describe(account, at);
            var found = await LedgerText.OfAsync(loyalty, Account(account), at);
            if (expected != found)
            {
                return $"account {account}\nexpected {expected}\nfound    {found}";
            }
        }

        return null;
    }
}

/// <summary>A clock that is set to any instant.</summary>
internal sealed class SettableTime(Instant now) : TimeProvider
{
    public Instant Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();
}
