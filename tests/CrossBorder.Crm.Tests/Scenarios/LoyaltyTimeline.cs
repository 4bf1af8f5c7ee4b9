using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Tests.Loyalty;
using NodaTime;

namespace CrossBorder.Crm.Tests.Scenarios;

/// <summary>Runs the steps of one timeline through the public service, and checks balances and lots.</summary>
internal sealed class LoyaltyTimeline : IDisposable
{
    /// <summary>How the files name a refusal, and how the library does.</summary>
    private static readonly Dictionary<string, string> Errors = new(StringComparer.Ordinal)
    {
        ["InsufficientPoints"] = "loyalty.insufficient_points",
        ["UnknownOrder"] = "loyalty.unknown_order",
        ["RefundExceedsOrder"] = "loyalty.refund_exceeds_order",
        ["InvalidValidity"] = "loyalty.invalid_validity",
        ["InvalidAmount"] = nameof(ArgumentOutOfRangeException),
        ["IdempotencyConflict"] = nameof(IdempotencyMismatchException),
    };

    private readonly LoyaltyShop shop;
    private readonly Dictionary<(string Account, long Number), string> lotNames = [];
    private readonly Dictionary<string, string> accountOfOrder = new(StringComparer.Ordinal);
    private readonly HashSet<string> accepted = new(StringComparer.Ordinal);

    private LoyaltyTimeline(LoyaltyShop shop) => this.shop = shop;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<LoyaltyTimeline> OpenAsync(TestStorage storage, ScenarioNode programme)
    {
        programme.Only("timeZone", "clawbackPolicy");
        var program = LoyaltyShop.Program with
        {
            Zone = programme["timeZone"].Text,
            Clawback = programme.Find("clawbackPolicy")?.Text switch
            {
                null or "allowNegative" => ClawbackPolicy.AllowNegative,
                "clampToZero" => ClawbackPolicy.ClampToZero,
                _ => throw programme["clawbackPolicy"].Wrong("allowNegative or clampToZero"),
            },
        };
        return new(await LoyaltyShop.OpenAsync(storage, program, Instant.FromUtc(2000, 1, 1, 0, 0)));
    }

    public void Dispose() => shop.Dispose();

    public async Task RunAsync(ScenarioNode step)
    {
        if (step.Find("command") is { } command)
        {
            step.Only("command", "expect");
            shop.SetTo(command["at"].At);
            var expect = step["expect"].Only("outcome", "error");
            Assert.Equal((expect["outcome"].Text, expect.Find("error")?.Text), await ExecuteAsync(command));
        }
        else if (step.Find("concurrent") is { } concurrent)
        {
            // "expect" stands beside the commands.
            step.Only("concurrent", "expect");
            await RunConcurrentAsync(concurrent.Only("commands", "expect"), step.Find("expect") ?? concurrent["expect"]);
        }
        else
        {
            var check = step.Only("check")["check"].Only("at", "accounts");
            foreach (var (account, expected) in check["accounts"].Members)
            {
                await CheckAsync(account, check["at"].At, expected);
            }
        }
    }

    private static LoyaltyAccountId IdOf(string account) => LoyaltyAccountId.FromExternal(new("scenario", account));

    private static ExternalRef OrderOf(ScenarioNode order) => new("shop", order.Text);

    private async Task RunConcurrentAsync(ScenarioNode concurrent, ScenarioNode expect)
    {
        var commands = concurrent["commands"].Items.ToList();
        shop.SetTo(commands.Max(command => command["at"].At));
        var outcomes = await Task.WhenAll(commands.Select(command => Task.Run(() => ExecuteAsync(command), Ct)));
        expect.Only("acceptedCount", "duplicateOrRejectedCount", "rejectionErrors");
        Assert.Equal(expect["acceptedCount"].Whole, outcomes.Count(outcome => outcome.Outcome == "accepted"));
        Assert.Equal(expect["duplicateOrRejectedCount"].Whole, outcomes.Count(outcome => outcome.Outcome != "accepted"));
        Assert.Subset(
            expect["rejectionErrors"].Items.Select(error => error.Text).ToHashSet(),
            outcomes.Select(outcome => outcome.Error).OfType<string>().ToHashSet());
    }

    private async Task<(string Outcome, string? Error)> ExecuteAsync(ScenarioNode command)
    {
        try
        {
            var refusal = command["type"].Text switch
            {
                "earn" => await EarnAsync(command),
                "redeem" => Refusal(await shop.Loyalty.RedeemAsync(Redeem(command), Ct)),
                "refundEarn" => Refusal(await shop.Loyalty.RefundEarningAsync(Refund(command), Ct)),
                _ => throw command["type"].Wrong("a command among earn, redeem, refundEarn"),
            };
            if (refusal is not null)
            {
                return ("rejected", NameOf(refusal.Code));
            }

            lock (accepted)
            {
                return (accepted.Add(command["requestId"].Text) ? "accepted" : "duplicate", null);
            }
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IdempotencyMismatchException)
        {
            return ("rejected", NameOf(exception.GetType().Name));
        }
    }

    private async Task<CrmError?> EarnAsync(ScenarioNode command)
    {
        command.Only(
            "requestId", "at", "type", "account", "lot", "points", "orderId", "occurredAt", "availableFrom", "activation", "expiresAt", "validity");
        var account = command["account"].Text;
        var result = await shop.Loyalty.EarnAsync(
            new()
            {
                Account = IdOf(account),
                Key = new(command["requestId"].Text),
                Points = new(command["points"].Whole),
                Order = command.Find("orderId") is { } order ? OrderOf(order) : null,
                OccurredAt = command.Find("occurredAt")?.At,
                AvailableFrom = command.Find("availableFrom")?.At,
                Activation = command.Find("activation") is { } activation ? Activation(activation) : null,
                ExpiresAt = command.Find("expiresAt")?.At,
                Validity = command.Find("validity") is { } validity ? Validity(validity) : null,
            },
            Ct);
        if (result.TryGet(out var receipt))
        {
            lotNames.TryAdd((account, receipt.Lot!.Value), command["lot"].Text);
            if (command.Find("orderId") is { } earning)
            {
                accountOfOrder[earning.Text] = account;
            }
        }

        return Refusal(result);
    }

    private static RedeemPoints Redeem(ScenarioNode command)
    {
        command.Only("requestId", "at", "type", "account", "redemptionId", "points");
        return new()
        {
            Account = IdOf(command["account"].Text),
            Key = new(command["requestId"].Text),
            Redemption = command["redemptionId"].Text,
            Points = new(command["points"].Whole),
        };
    }

    private RefundEarning Refund(ScenarioNode command)
    {
        command.Only("requestId", "at", "type", "orderId", "refundedMinor", "orderTotalMinor");
        return new()
        {
            // An order that nobody earned for belongs to no account: any will refuse it.
            Account = IdOf(accountOfOrder.GetValueOrDefault(command["orderId"].Text, "nobody")),
            Key = new(command["requestId"].Text),
            Order = OrderOf(command["orderId"]),
            RefundedMinor = command["refundedMinor"].Whole,
            OrderTotalMinor = command["orderTotalMinor"].Whole,
        };
    }

    private static LotActivation Activation(ScenarioNode node)
    {
        node.Only("hours", "days");
        return new() { Hours = (int?)node.Find("hours")?.Whole, Days = (int?)node.Find("days")?.Whole };
    }

    private static LotValidity Validity(ScenarioNode node)
    {
        node.Only("lastDay", "days", "months", "roundUpTo", "endOf", "yearsLater");
        return new()
        {
            LastDay = node.Find("lastDay")?.Date,
            Days = (int?)node.Find("days")?.Whole,
            Months = (int?)node.Find("months")?.Whole,
            RoundUpTo = node.Find("roundUpTo") is { } period ? Period(period) : null,
            EndOf = node.Find("endOf") is { } end ? Period(end) : null,
            YearsLater = (int)(node.Find("yearsLater")?.Whole ?? 0),
        };
    }

    private static CalendarPeriod Period(ScenarioNode node) => node.Text switch
    {
        "month" => CalendarPeriod.Month,
        "quarter" => CalendarPeriod.Quarter,
        "halfYear" => CalendarPeriod.HalfYear,
        "year" => CalendarPeriod.Year,
        _ => throw node.Wrong("month, quarter, halfYear or year"),
    };

    private static CrmError? Refusal<T>(CrmResult<T> result) => result.IsSuccess ? null : result.Error;

    private static string NameOf(string code) => Errors.Single(pair => pair.Value == code).Key;

    private async Task CheckAsync(string account, Instant at, ScenarioNode expected)
    {
        var balance = await shop.Loyalty.GetBalanceAsync(IdOf(account), at, Ct);
        var sums = new Dictionary<string, long>(StringComparer.Ordinal)
        {
            ["available"] = balance.Available.Value,
            ["negative"] = balance.Debt.Value,
            ["pending"] = balance.Pending.Value,
            ["earned"] = balance.Totals.Earned.Value,
            ["redeemed"] = balance.Totals.Redeemed.Value,
            ["expired"] = balance.Totals.Expired.Value,
            ["clawedBack"] = balance.Totals.ClawedBack.Value,
            ["waived"] = balance.Totals.Waived.Value,
        };

        // What the ledger cannot do yet is zero, and must be expected so.
        foreach (var (name, value) in expected.Members.Where(member => member.Name != "lots"))
        {
            Assert.True(sums.GetValueOrDefault(name) == value.Whole, $"{value.Path}: expected {value.Whole}, found {sums.GetValueOrDefault(name)}");
        }

        if (expected.Find("lots") is { } lots)
        {
            Assert.Equal(lots.Items.Select(Describe), await LotsAsync(account, at));
        }
    }

    private static string Describe(ScenarioNode lot)
    {
        lot.Only("ref", "points", "remaining", "reserved", "expired", "availableFrom", "expiresAt");
        return Describe(
            lot["ref"].Text, lot["points"].Whole, lot["remaining"].Whole, lot["reserved"].Whole, lot["expired"].Whole, lot["availableFrom"].At, lot.Find("expiresAt")?.At);
    }

    private static string Describe(string name, long points, long remaining, long reserved, long expired, Instant from, Instant? to) =>
        $"{name}: {points} points, {remaining} remaining, {reserved} reserved, {expired} expired, from {from} to {to?.ToString() ?? "ever"}";

    /// <summary>Every lot ever posted, closed ones from the entries.</summary>
    private async Task<List<string>> LotsAsync(string account, Instant at)
    {
        var entries = (await shop.Loyalty.ReadAsync(IdOf(account), new() { Size = PageRequest.MaxSize }, Ct)).Items.Where(entry => entry.Value.PostedAt <= at).ToList();
        var expired = new Dictionary<long, long>();
        var state = LedgerFold.Start(IdOf(account));
        foreach (var (entry, version) in entries)
        {
            LedgerTime.Advance(state, entry.PostedAt, out var now);
            Count(now);
            state = LedgerFold.Apply(state, entry, version);
            Count([.. entry.Expired.Where(share => share.Lot == version)]);
        }

        state = LedgerTime.Advance(state, at, out var last);
        Count(last);
        return
        [
            .. from entry in entries
               let earned = entry.Value as PointsEarned
               where earned is { Points.Value: > 0 }
               let open = state.Lots.FirstOrDefault(lot => lot.Number == entry.Version)
               select Describe(
                   lotNames[(account, entry.Version)], earned.Points.Value, open?.Remaining.Value ?? 0, 0, expired.GetValueOrDefault(entry.Version),
                   earned.AvailableFrom, earned.ExpiresAt),
        ];

        void Count(IEnumerable<LotShare> shares)
        {
            foreach (var share in shares)
            {
                expired[share.Lot] = expired.GetValueOrDefault(share.Lot) + share.Points.Value;
            }
        }
    }
}
