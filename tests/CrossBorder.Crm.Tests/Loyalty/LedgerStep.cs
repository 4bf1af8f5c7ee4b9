using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

internal enum StepKind
{
    Earn,
    Redeem,
    Authorize,
    AdjustHold,
    Capture,
    Void,
    Refund,
    RefundOrder,
    Return,
    Credit,
    Debit,
    Transfer,
    WriteDown,
}

/// <summary>One command of a random sequence over two accounts. A small vocabulary in a few hours, so that commands meet.</summary>
internal sealed record LedgerStep
{
    public const int OrderTotal = 40;

    /// <summary>What a step comes to that the service does not take at all: points paid more for an order than it came to.</summary>
    public const string WrongArgument = "wrong argument";

    private static readonly CurrencyCode Eur = new("EUR");

    public required StepKind Kind { get; init; }

    /// <summary>0 or 1.</summary>
    public required int Account { get; init; }

    public required int Points { get; init; }

    /// <summary>How many hours pass before it.</summary>
    public int Wait { get; init; }

    /// <summary>Which hold, redemption or order of a few.</summary>
    public int Target { get; init; }

    /// <summary>Hours from the command to when it was earned, to when it becomes spendable, and to its expiry; null for none.</summary>
    public int? EarnedIn { get; init; }

    public int? FromIn { get; init; }

    public int? ToIn { get; init; }

    public bool Flag { get; init; }

    /// <summary>Whether points that are spent or held pay for the order, and what they are worth in minor units; null where it is not said.</summary>
    public bool Pays { get; init; }

    public int? Worth { get; init; }

    public string? PaysFor => Pays ? OrderName : null;

    public string Name => $"n{Target}";

    public string OrderName => $"o{Target}";

    public static Gen<LedgerStep[]> Sequences { get; } = LedgerStories.Sequences(Steps());

    public Instant EarnedAt(Instant now) => now + Duration.FromHours(EarnedIn ?? 0);

    public Instant? From(Instant now) => FromIn is { } hours ? now + Duration.FromHours(hours) : null;

    public Instant? To(Instant now) => ToIn is { } hours ? now + Duration.FromHours(hours) : null;

    /// <summary>Does it through the service.</summary>
    /// <returns>The refusal's code; null where it was accepted; of an accepted refund of an order, what it gives.</returns>
    public async Task<string?> RunAsync(ILoyaltyService loyalty, Func<int, LoyaltyAccountId> accounts, int index, Instant now)
    {
        var (account, key, points, order) = (accounts(Account), new IdempotencyKey($"k{index}"), new Points(Points), new ExternalRef("shop", OrderName));
        var (paysFor, value) = (Pays ? order : (ExternalRef?)null, Worth is { } worth ? Cents(worth) : (Money?)null);
        return Kind switch
        {
            StepKind.Earn => Code(await loyalty.EarnAsync(new()
            {
                Account = account, Key = key, Points = points, Order = order, OccurredAt = EarnedIn is null ? null : EarnedAt(now), AvailableFrom = From(now), ExpiresAt = To(now),
            })),
            StepKind.Redeem => Code(await loyalty.RedeemAsync(new() { Account = account, Key = key, Points = points, Redemption = Name, Order = paysFor, Value = value })),
            StepKind.Authorize => Code(await loyalty.AuthorizeAsync(new()
            {
                Account = account, Key = key, Points = points, Hold = Name, ExpiresAt = To(now), Order = paysFor, Value = value,
            })),
            StepKind.AdjustHold => Code(await loyalty.AdjustHoldAsync(new() { Account = account, Key = key, Points = points, Hold = Name, ExpiresAt = To(now), Value = value })),
            StepKind.Capture => Code(await loyalty.CaptureAsync(new() { Account = account, Key = key, Points = points, Hold = Name })),
            StepKind.Void => Code(await loyalty.VoidAsync(new() { Account = account, Key = key, Hold = Name })),
            StepKind.Refund => Code(await loyalty.RefundEarningAsync(new() { Account = account, Key = key, Order = order, RefundedMinor = Points, OrderTotalMinor = OrderTotal })),
            StepKind.RefundOrder => await RefundAsync(loyalty, new() { Account = account, Key = key, Order = order, Refunded = Cents(Points), Total = Cents(OrderTotal) }),
            StepKind.Return => Code(await loyalty.ReturnAsync(new() { Account = account, Key = key, Points = points, Redemption = Name })),
            StepKind.Credit => Code(await loyalty.AdjustAsync(new() { Account = account, Key = key, Points = points, ExpiresAt = To(now) })),
            StepKind.Debit => Code(await loyalty.AdjustAsync(new() { Account = account, Key = key, Points = -points, AllowNegative = Flag })),
            StepKind.Transfer => Code(await loyalty.TransferAsync(new() { From = account, To = accounts(1 - Account), Key = key, Points = points })),
            _ => await loyalty.WriteDownAsync(account) ? null : null,
        };
    }

    /// <summary>Simpler sequences that may fail too: without a stretch of steps, or with a simpler step.</summary>
    public static IEnumerable<LedgerStep[]> Shrink(LedgerStep[] steps)
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
            foreach (var simpler in Simpler(steps[i]))
            {
                yield return [.. steps[..i], simpler, .. steps[(i + 1)..]];
            }
        }
    }

    private static IEnumerable<LedgerStep> Simpler(LedgerStep step) =>
        new[]
        {
            step with { Wait = 0 }, step with { EarnedIn = null }, step with { FromIn = null }, step with { ToIn = null }, step with { Points = 1 },
            step with { Points = (step.Points + 1) / 2 }, step with { Account = 0 }, step with { Target = 0 }, step with { Pays = false }, step with { Worth = null },
            step with { Worth = step.Worth is null ? null : 1 },
        }.Where(simpler => simpler != step);

    private static string? Code<T>(CrmResult<T> result) => result.IsSuccess ? null : result.Error.Code;

    private static async Task<string?> RefundAsync(ILoyaltyService loyalty, RefundOrder request)
    {
        try
        {
            return (await loyalty.RefundOrderAsync(request)).Match(
                receipt => $"{receipt.Returned} points, {receipt.Cash.ToMinorUnits()} cash, {receipt.Due} due, {receipt.Owed} owed, {receipt.Waived} waived", refusal => refusal.Code);
        }
        catch (ArgumentOutOfRangeException)
        {
            return WrongArgument;
        }
    }

    private static Money Cents(int minor) => Money.FromMinorUnits(minor, Eur);

    private static Gen<LedgerStep> Steps() =>
        from kind in Gen.Frequency(Enum.GetValues<StepKind>().Select(kind => (kind is StepKind.Earn ? 5 : kind is StepKind.WriteDown ? 1 : 2, Gen.Constant(kind))))
        from account in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Constant(1)))
        from points in Gen.Choose(1, 20)
        from wait in Gen.Frequency((3, Gen.Constant(0)), (2, Gen.Choose(1, 3)))
        from target in Gen.Choose(0, 2)
        from earned in Maybe(Gen.Choose(-4, 2), 4)
        from available in Maybe(Gen.Choose(0, 4), 3)
        from to in Maybe(Gen.Choose(-1, 6), 2)
        from flag in Gen.Elements(true, false)
        from pays in Gen.Elements(true, false)
        from worth in Gen.Frequency((1, Gen.Constant((int?)null)), (9, Gen.Choose(1, 12).Select(minor => (int?)minor)))
        select new LedgerStep
        {
            Kind = kind, Account = account, Points = points, Wait = wait, Target = target, EarnedIn = earned, FromIn = available, ToIn = to, Flag = flag, Pays = pays, Worth = worth,
        };

    private static Gen<int?> Maybe(Gen<int> value, int oneIn) => Gen.Frequency((oneIn - 1, Gen.Constant((int?)null)), (1, value.Select(v => (int?)v)));
}

/// <summary>One text for what an account is, made alike from the model and from the ledger.</summary>
internal static class LedgerText
{
    public static string Of(
        long available, long pending, long reserved, long debt, IEnumerable<long> totals, IEnumerable<(long Points, long Left, long Held, long Expired, Instant From, Instant? To)> lots) =>
        $"available {available}, pending {pending}, reserved {reserved}, debt {debt}; earned, redeemed, returned, expired, clawed back, waived, adjusted, in, out: "
        + $"{string.Join(' ', totals)}\n  {string.Join("\n  ", lots.Select(lot => $"{lot.Points}: {lot.Left} left, {lot.Held} held, {lot.Expired} expired, {lot.From} to {lot.To}"))}";

    public static async Task<string> OfAsync(ILoyaltyService loyalty, LoyaltyAccountId account, Instant at)
    {
        var b = await loyalty.GetBalanceAsync(account, at);
        LoyaltyInvariants.Check(b);
        var lots = await loyalty.ListLotsAsync(account, at, new() { Size = 1000 });
        Assert.All(lots.Items, LoyaltyInvariants.Check);
        var t = b.Totals;
        return Of(
            b.Available.Value, b.Pending.Value, b.Reserved.Value, b.Debt.Value,
            [t.Earned.Value, t.Redeemed.Value, t.Returned.Value, t.Expired.Value, t.ClawedBack.Value, t.Waived.Value, t.Adjusted.Value, t.TransferredIn.Value, t.TransferredOut.Value],
            lots.Items.Select(lot => (lot.Lot.Points.Value, lot.Lot.Remaining.Value, lot.Reserved.Value, lot.Expired.Value, lot.Lot.AvailableFrom, lot.Lot.ExpiresAt)));
    }
}
