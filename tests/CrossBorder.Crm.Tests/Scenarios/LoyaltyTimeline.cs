using System.Collections.Concurrent;
using System.Globalization;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Tests.Loyalty;
using NodaTime;

namespace CrossBorder.Crm.Tests.Scenarios;

/// <summary>Where a timeline runs: a shop on some storage, and its clock.</summary>
internal interface ITimelineShop : IDisposable
{
    ILoyaltyService Loyalty { get; }

    void SetTo(Instant instant);
}

/// <summary>Runs the steps of one timeline through the public service, checks balances and lots, and after every step the laws of the ledger.</summary>
internal sealed class LoyaltyTimeline(ITimelineShop shop)
{
    private static readonly string[] TierFields = ["tier", "tierValidThroughYear", "qualifyingThisYear"];

    private readonly LoyaltyTimelineCommands commands = new(shop.Loyalty);
    private readonly ConcurrentDictionary<string, bool> accepted = new(StringComparer.Ordinal);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static LoyaltyProgram ProgramOf(ScenarioNode programme)
    {
        programme.Only("timeZone", "clawbackPolicy", "tiers", "downgrade");
        return new()
        {
            Zone = programme["timeZone"].Text,
            Currency = new("EUR"),
            Rates = [new() { Unit = new(1m, new("EUR")), Points = new(1) }],
            Clawback = programme.Find("clawbackPolicy")?.Text switch
            {
                null or "allowNegative" => ClawbackPolicy.AllowNegative,
                "clampToZero" => ClawbackPolicy.ClampToZero,
                _ => throw programme["clawbackPolicy"].Wrong("allowNegative or clampToZero"),
            },
            Tiers = programme.Find("tiers") is { } tiers ? LadderOf(tiers, programme.Find("downgrade")) : null,
        };
    }

    private static TierLadder LadderOf(ScenarioNode tiers, ScenarioNode? downgrade) => new()
    {
        // The files name tiers as people do; codes are ours.
        Tiers =
        [
            .. tiers.Items.Select((tier, i) => new LoyaltyTier
            {
                Tier = new($"tier-{i}"), Name = tier.Only("name", "threshold")["name"].Text, Threshold = tier["threshold"].Whole,
            }),
        ],
        Downgrade = downgrade?.Text switch
        {
            null or "oneDown" => TierDowngrade.OneDown,
            "recalculate" => TierDowngrade.Recalculate,
            _ => throw downgrade.Value.Wrong("oneDown or recalculate"),
        },
    };

    public async Task RunAsync(ScenarioNode step)
    {
        if (step.Find("command") is { } command)
        {
            step.Only("command", "expect");
            shop.SetTo(command["at"].At);
            var expect = step["expect"].Only("outcome", "error");
            Assert.Equal((command.Path, expect["outcome"].Text, expect.Find("error")?.Text), Located(command, await ExecuteAsync(command)));
            await LoyaltyInvariants.CheckAsync(shop.Loyalty, commands.Accounts, command["at"].At);
        }
        else if (step.Find("concurrent") is { } concurrent)
        {
            // "expect" stands beside the commands, or with them.
            step.Only("concurrent", "expect");
            await RunConcurrentAsync(concurrent.Only("commands", "expect"), step.Find("expect") ?? concurrent["expect"]);
        }
        else
        {
            var check = step.Only("check")["check"].Only("at", "accounts");
            var differences = await DifferencesAsync(check["accounts"], check["at"].At);
            Assert.True(differences.Count == 0, string.Join('\n', differences));
        }
    }

    private static (string Path, string Outcome, string? Error) Located(ScenarioNode command, (string Outcome, string? Error) found) =>
        (command.Path, found.Outcome, found.Error);

    private async Task RunConcurrentAsync(ScenarioNode concurrent, ScenarioNode expect)
    {
        var all = concurrent["commands"].Items.ToList();
        var at = all.Max(command => command["at"].At);
        shop.SetTo(at);
        var outcomes = await Task.WhenAll(all.Select(command => Task.Run(() => ExecuteAsync(command), Ct)));
        await LoyaltyInvariants.CheckAsync(shop.Loyalty, commands.Accounts, at);
        if (expect.Find("allowedOutcomes") is { } allowed)
        {
            expect.Only("allowedOutcomes", "rejectionErrors");
            await CheckAllowedAsync(allowed, all.Zip(outcomes).Where(pair => pair.Second.Outcome == "accepted").Select(pair => pair.First["requestId"].Text), at);
            return;
        }

        expect.Only("acceptedCount", "duplicateOrRejectedCount", "rejectionErrors");
        Assert.Equal(expect["acceptedCount"].Whole, outcomes.Count(outcome => outcome.Outcome == "accepted"));
        Assert.Equal(expect["duplicateOrRejectedCount"].Whole, outcomes.Count(outcome => outcome.Outcome != "accepted"));
        Assert.Subset(
            (expect.Find("rejectionErrors")?.Items ?? []).Select(error => error.Text).ToHashSet(),
            outcomes.Select(outcome => outcome.Error).OfType<string>().ToHashSet());
    }

    private async Task CheckAllowedAsync(ScenarioNode allowed, IEnumerable<string> accepted, Instant at)
    {
        var seen = accepted.Order(StringComparer.Ordinal).ToList();
        var differences = new List<string>();
        foreach (var outcome in allowed.Items)
        {
            outcome.Only("accepted", "accounts");
            if (!outcome["accepted"].Items.Select(id => id.Text).Order(StringComparer.Ordinal).SequenceEqual(seen))
            {
                differences.Add($"{outcome.Path}: accepted were {string.Join(", ", seen)}");
                continue;
            }

            var found = outcome.Find("accounts") is { } accounts ? await DifferencesAsync(accounts, at) : [];
            if (found.Count == 0)
            {
                return;
            }

            differences.AddRange(found);
        }

        Assert.Fail($"No allowed outcome holds:\n{string.Join('\n', differences)}");
    }

    private async Task<(string Outcome, string? Error)> ExecuteAsync(ScenarioNode command)
    {
        var error = await commands.ExecuteAsync(command);
        var outcome = error is not null ? "rejected" : accepted.TryAdd(commands.KeyOf(command), true) ? "accepted" : "duplicate";
        return (outcome, error);
    }

    private async Task<List<string>> DifferencesAsync(ScenarioNode accounts, Instant at)
    {
        var differences = new List<string>();
        foreach (var (account, expected) in accounts.Members)
        {
            var balance = await shop.Loyalty.GetBalanceAsync(LoyaltyTimelineCommands.IdOf(account), at, Ct);
            var sums = SumsOf(balance);
            foreach (var (name, value) in expected.Members.Where(member => member.Name != "lots"))
            {
                if (TierFields.Contains(name))
                {
                    if (TierOf(await shop.Loyalty.GetTierAsync(LoyaltyTimelineCommands.IdOf(account), at, Ct), name) is var held && held != value.Json.ToString())
                    {
                        differences.Add($"{value.Path}: expected {value.Json}, found {held}");
                    }

                    continue;
                }

                if (!sums.TryGetValue(name, out var sum))
                {
                    throw value.Wrong($"a field among {string.Join(", ", sums.Keys.Concat(TierFields))}, lots");
                }

                if (sum != value.Whole)
                {
                    differences.Add($"{value.Path}: expected {value.Whole}, found {sum}");
                }
            }

            if (expected.Find("lots") is { } lots)
            {
                var found = await LotsAsync(account, at);
                differences.AddRange(lots.Items.Select(Describe).Except(found).Select(lot => $"{lots.Path}: not found: {lot}"));
                differences.AddRange(found.Except(lots.Items.Select(Describe)).Select(lot => $"{lots.Path}: not expected: {lot}"));
                if (differences.Count == 0 && !found.SequenceEqual(lots.Items.Select(Describe)))
                {
                    differences.Add($"{lots.Path}: another order: {string.Join("; ", found)}");
                }
            }
        }

        return differences;
    }

    private static string TierOf(TierStatus? status, string field) => field switch
    {
        "tier" => status?.Tier.Name,
        "tierValidThroughYear" => status?.Standing.ValidThrough?.Year.ToString(CultureInfo.InvariantCulture),
        _ => status?.Qualifying.ToString(CultureInfo.InvariantCulture),
    } ?? "";

    private static Dictionary<string, long> SumsOf(LoyaltyBalance balance) => new(StringComparer.Ordinal)
    {
        ["available"] = balance.Available.Value,
        ["negative"] = balance.Debt.Value,
        ["pending"] = balance.Pending.Value,
        ["reserved"] = balance.Reserved.Value,
        ["earned"] = balance.Totals.Earned.Value,
        ["redeemed"] = balance.Totals.Redeemed.Value,
        ["returned"] = balance.Totals.Returned.Value,
        ["expired"] = balance.Totals.Expired.Value,
        ["clawedBack"] = balance.Totals.ClawedBack.Value,
        ["waived"] = balance.Totals.Waived.Value,
        ["adjusted"] = balance.Totals.Adjusted.Value,
        ["transferredIn"] = balance.Totals.TransferredIn.Value,
        ["transferredOut"] = balance.Totals.TransferredOut.Value,
    };

    private static string Describe(ScenarioNode lot)
    {
        lot.Only("ref", "points", "remaining", "reserved", "expired", "availableFrom", "expiresAt");
        return Describe(
            lot["ref"].Text, lot["points"].Whole, lot["remaining"].Whole, lot["reserved"].Whole, lot["expired"].Whole, lot["availableFrom"].At, lot.Find("expiresAt")?.At);
    }

    private static string Describe(string name, long points, long remaining, long reserved, long expired, Instant from, Instant? to) =>
        $"{name}: {points} points, {remaining} remaining, {reserved} reserved, {expired} expired, from {from} to {to?.ToString() ?? "ever"}";

    private async Task<List<string>> LotsAsync(string account, Instant at)
    {
        var lots = await shop.Loyalty.ListLotsAsync(LoyaltyTimelineCommands.IdOf(account), at, new() { Size = PageRequest.MaxSize }, Ct);
        return
        [
            .. lots.Items.Select(lot => Describe(
                commands.LotNames[(account, lot.Lot.Number)], lot.Lot.Points.Value, lot.Lot.Remaining.Value, lot.Reserved.Value, lot.Expired.Value, lot.Lot.AvailableFrom,
                lot.Lot.ExpiresAt)),
        ];
    }
}
