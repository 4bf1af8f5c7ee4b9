using System.Collections.Concurrent;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Tests.Scenarios;

/// <summary>The commands of the files as requests of the service; keeps which account a hold, an order or a redemption belongs to.</summary>
internal sealed class LoyaltyTimelineCommands(ILoyaltyService loyalty)
{
    /// <summary>How the files name a refusal, by how the library does.</summary>
    private static readonly Dictionary<string, string> Errors = new(StringComparer.Ordinal)
    {
        ["loyalty.insufficient_points"] = "InsufficientPoints",
        ["loyalty.unknown_hold"] = "UnknownHold",
        ["loyalty.unknown_redemption"] = "UnknownRedemption",
        ["loyalty.unknown_order"] = "UnknownOrder",
        ["loyalty.refund_exceeds_order"] = "RefundExceedsOrder",
        ["loyalty.hold_expired"] = "HoldExpired",
        ["loyalty.hold_already_captured"] = "HoldAlreadyCaptured",
        ["loyalty.hold_already_voided"] = "HoldAlreadyVoided",
        ["loyalty.exceeds_hold"] = "ExceedsHold",
        ["loyalty.return_exceeds_redemption"] = "ReturnExceedsRedemption",
        ["loyalty.invalid_validity"] = "InvalidValidity",
        ["loyalty.same_account"] = "SameAccount",
        ["loyalty.sum_too_large"] = "InvalidAmount",
        [nameof(ArgumentOutOfRangeException)] = "InvalidAmount",
        [nameof(IdempotencyMismatchException)] = "IdempotencyConflict",
    };

    private readonly ConcurrentDictionary<string, string> accountOf = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> accounts = new(StringComparer.Ordinal);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The files' names of the lots, by account and number.</summary>
    public ConcurrentDictionary<(string Account, long Number), string> LotNames { get; } = new();

    public IEnumerable<LoyaltyAccountId> Accounts => accounts.Keys.Order(StringComparer.Ordinal).Select(IdOf);

    public static LoyaltyAccountId IdOf(string account) => LoyaltyAccountId.FromExternal(new("scenario", account));

    /// <summary>Keys are unique per account: what tells a repetition.</summary>
    public string KeyOf(ScenarioNode command) => $"{AccountOf(command)}/{command["requestId"].Text}";

    /// <returns>The files' name of the refusal; null where the command was accepted or is a repetition.</returns>
    public async Task<string?> ExecuteAsync(ScenarioNode command)
    {
        try
        {
            var refusal = command["type"].Text switch
            {
                "earn" => await EarnAsync(command),
                "redeem" => await RedeemAsync(command),
                "authorize" => await AuthorizeAsync(command),
                "capture" => Refusal(await loyalty.CaptureAsync(Capture(command), Ct)),
                "void" => Refusal(await loyalty.VoidAsync(Void(command), Ct)),
                "refundEarn" => Refusal(await loyalty.RefundEarningAsync(Refund(command), Ct)),
                "refundRedemption" => Refusal(await loyalty.ReturnAsync(Return(command), Ct)),
                "adjust" => await AdjustAsync(command),
                "transfer" => await TransferAsync(command),
                "sweep" => await SweepAsync(command),
                _ => throw command["type"].Wrong(
                    "a command among earn, redeem, authorize, capture, void, refundEarn, refundRedemption, adjust, transfer, sweep"),
            };
            return refusal is null ? null : Errors[refusal.Code];
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IdempotencyMismatchException)
        {
            return Errors[exception.GetType().Name];
        }
    }

    private static CrmError? Refusal<T>(CrmResult<T> result) => result.IsSuccess ? null : result.Error;

    private static ExternalRef OrderOf(ScenarioNode order) => new("shop", order.Text);

    private static IdempotencyKey Key(ScenarioNode command) => new(command["requestId"].Text);

    /// <summary>The account that a command is about. What nobody posted belongs to no account: any will refuse it.</summary>
    private string AccountOf(ScenarioNode command) =>
        command.Find("account")?.Text ?? command.Find("from")?.Text
        ?? accountOf.GetValueOrDefault(
            command.Find("holdId") is { } hold ? $"redemption {hold.Text}"
            : command.Find("redemptionId") is { } redemption ? $"redemption {redemption.Text}"
            : command.Find("orderId") is { } order ? $"order {order.Text}"
            : "", "nobody");

    private LoyaltyAccountId Account(ScenarioNode command)
    {
        var account = AccountOf(command);
        accounts.TryAdd(account, true);
        return IdOf(account);
    }

    private async Task<CrmError?> EarnAsync(ScenarioNode command)
    {
        command.Only(
            "requestId", "at", "type", "account", "lot", "points", "orderId", "occurredAt", "availableFrom", "activation", "expiresAt", "validity");
        var result = await loyalty.EarnAsync(
            new()
            {
                Account = Account(command),
                Key = Key(command),
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
            LotNames.TryAdd((AccountOf(command), receipt.Lot!.Value), command["lot"].Text);
            if (command.Find("orderId") is { } earning)
            {
                accountOf[$"order {earning.Text}"] = AccountOf(command);
            }
        }

        return Refusal(result);
    }

    private async Task<CrmError?> RedeemAsync(ScenarioNode command)
    {
        command.Only("requestId", "at", "type", "account", "redemptionId", "points");
        var result = await loyalty.RedeemAsync(
            new() { Account = Account(command), Key = Key(command), Redemption = command["redemptionId"].Text, Points = new(command["points"].Whole) }, Ct);
        return Remember(command, "redemptionId", Refusal(result));
    }

    private async Task<CrmError?> AuthorizeAsync(ScenarioNode command)
    {
        command.Only("requestId", "at", "type", "account", "holdId", "points", "holdExpiresAt");
        var result = await loyalty.AuthorizeAsync(
            new()
            {
                Account = Account(command), Key = Key(command), Hold = command["holdId"].Text, Points = new(command["points"].Whole), ExpiresAt = command.Find("holdExpiresAt")?.At,
            },
            Ct);
        return Remember(command, "holdId", Refusal(result));
    }

    // A hold is a redemption once it is captured, so both are remembered alike.
    private CrmError? Remember(ScenarioNode command, string name, CrmError? refusal)
    {
        if (refusal is null)
        {
            accountOf[$"redemption {command[name].Text}"] = AccountOf(command);
        }

        return refusal;
    }

    private CaptureHold Capture(ScenarioNode command)
    {
        command.Only("requestId", "at", "type", "holdId", "points");
        return new()
        {
            Account = Account(command), Key = Key(command), Hold = command["holdId"].Text, Points = command.Find("points") is { } points ? new Points(points.Whole) : null,
        };
    }

    private VoidHold Void(ScenarioNode command)
    {
        command.Only("requestId", "at", "type", "holdId");
        return new() { Account = Account(command), Key = Key(command), Hold = command["holdId"].Text };
    }

    private RefundEarning Refund(ScenarioNode command)
    {
        command.Only("requestId", "at", "type", "orderId", "refundedMinor", "orderTotalMinor");
        return new()
        {
            Account = Account(command),
            Key = Key(command),
            Order = OrderOf(command["orderId"]),
            RefundedMinor = command["refundedMinor"].Whole,
            OrderTotalMinor = command["orderTotalMinor"].Whole,
        };
    }

    private ReturnPoints Return(ScenarioNode command)
    {
        command.Only("requestId", "at", "type", "redemptionId", "points");
        return new() { Account = Account(command), Key = Key(command), Redemption = command["redemptionId"].Text, Points = new(command["points"].Whole) };
    }

    private async Task<CrmError?> AdjustAsync(ScenarioNode command)
    {
        command.Only("requestId", "at", "type", "account", "points", "lot", "expiresAt", "validity", "allowNegative");
        var result = await loyalty.AdjustAsync(
            new()
            {
                Account = Account(command),
                Key = Key(command),
                Points = new(command["points"].Whole),
                ExpiresAt = command.Find("expiresAt")?.At,
                Validity = command.Find("validity") is { } validity ? Validity(validity) : null,
                AllowNegative = command.Find("allowNegative")?.Flag ?? false,
            },
            Ct);
        if (result.TryGet(out var receipt) && receipt.Lot is { } lot)
        {
            LotNames.TryAdd((AccountOf(command), lot), command.Find("lot")?.Text ?? command["requestId"].Text);
        }

        return Refusal(result);
    }

    private async Task<CrmError?> TransferAsync(ScenarioNode command)
    {
        command.Only("requestId", "at", "type", "from", "to", "points");
        var to = command["to"].Text;
        accounts.TryAdd(to, true);
        var result = await loyalty.TransferAsync(new() { From = Account(command), To = IdOf(to), Key = Key(command), Points = new(command["points"].Whole) }, Ct);
        if (result.TryGet(out var receipt))
        {
            foreach (var (index, lot) in receipt.Lots.Index())
            {
                LotNames.TryAdd((to, lot), $"{command["requestId"].Text}:{index}");
            }
        }

        return Refusal(result);
    }

    // A sweep of the files is of every account.
    private async Task<CrmError?> SweepAsync(ScenarioNode command)
    {
        command.Only("requestId", "at", "type");
        foreach (var account in Accounts)
        {
            await loyalty.WriteDownAsync(account, Ct);
        }

        return null;
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
}
