using System.Globalization;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

internal enum VoucherStepKind
{
    Redeem,
    Hold,
    Capture,
    Void,
    Return,
    Cancel,
    WriteDown,
}

/// <summary>One command of a random sequence on one voucher. A small vocabulary in a few hours, so that commands meet.</summary>
internal sealed record VoucherStep
{
    public static readonly CurrencyCode Eur = new("EUR");

    public required VoucherStepKind Kind { get; init; }

    /// <summary>How many hours pass before it.</summary>
    public int Wait { get; init; }

    /// <summary>Which order of a few.</summary>
    public int Target { get; init; }

    /// <summary>What the order comes to, in minor units.</summary>
    public required int Total { get; init; }

    /// <summary>What the voucher is to pay, or what is refunded; null for as much as it can, or all.</summary>
    public int? Amount { get; init; }

    /// <summary>Hours to the end of a hold; null for none.</summary>
    public int? HoldFor { get; init; }

    /// <summary>Whether a capture names the order's total anew.</summary>
    public bool CapturesTotal { get; init; }

    public string OrderName => $"o{Target}";

    public static Gen<VoucherStep[]> Sequences { get; } = Steps().ArrayOf().Resize(24);

    public static Gen<VoucherTerms> TermsAt(Instant start) =>
        from units in Gen.Choose(1, 30)
        from kind in Gen.Choose(0, 3)
        from fromIn in Maybe(Gen.Choose(1, 3), 4)
        from untilIn in Maybe(Gen.Choose(4, 12), 2)
        from minimum in Maybe(Gen.Choose(1, 15), 3)
        from span in Maybe(Gen.Choose(1, 6), 3)
        select new VoucherTerms
        {
            Value = kind == 0 ? null : Cents(units),
            Benefit = kind == 0 ? BenefitCodes.FreeDelivery : null,
            Uses = kind == 0 ? 1 + units % 4 : null,
            IsSingleUse = kind == 1,
            ValidFrom = fromIn is { } begin ? start + Duration.FromHours(begin) : null,
            ValidUntil = untilIn is { } until ? start + Duration.FromHours(until) : null,
            MinimumOrder = minimum is { } least ? Cents(least) : null,
            ReturnedValidFor = span is { } hours ? Duration.FromHours(hours) : null,
        };

    public static Money Cents(int minor) => Money.FromMinorUnits(minor, Eur);

    /// <summary>What is asked of the voucher: within the order's total, and nothing of a benefit.</summary>
    public int? AmountOf(VoucherTerms terms) => terms.Value is null || Amount is null ? null : Math.Min(Amount.Value, Total);

    public Instant? ExpiresAt(Instant now) => HoldFor is { } hours ? now + Duration.FromHours(hours) : null;

    /// <summary>Does it through the service.</summary>
    /// <returns>The refusal's code; null where it was accepted.</returns>
    public async Task<string?> RunAsync(IVoucherService vouchers, string code, VoucherTerms terms, int index, Instant now)
    {
        var (key, order) = (new IdempotencyKey(index.ToString(CultureInfo.InvariantCulture)), new ExternalRef("shop", OrderName));
        Money? amount = AmountOf(terms) is { } cents ? Cents(cents) : null;
        var use = new VoucherUse { Order = order, Total = Cents(Total), Amount = amount };
        return Kind switch
        {
            VoucherStepKind.Redeem => Code(await vouchers.RedeemAsync(new() { Code = code, Key = key, Use = use })),
            VoucherStepKind.Hold => Code(await vouchers.HoldAsync(new() { Code = code, Key = key, Use = use, ExpiresAt = ExpiresAt(now) })),
            VoucherStepKind.Capture => Code(await vouchers.CaptureAsync(new()
            {
                Code = code, Key = key, Order = order, Total = CapturesTotal ? Cents(Total) : null, Amount = CapturesTotal ? amount : null,
            })),
            VoucherStepKind.Void => Code(await vouchers.VoidAsync(new() { Code = code, Key = key, Order = order })),
            VoucherStepKind.Return => Code(await vouchers.ReturnAsync(new() { Code = code, Key = key, Order = order, Refunded = Amount is { } part ? Cents(part) : null })),
            VoucherStepKind.Cancel => Code(await vouchers.CancelAsync(new() { Code = code, Key = key })),
            _ => await vouchers.WriteDownAsync(code) ? null : null,
        };
    }

    /// <summary>Simpler sequences that may fail too: without a stretch of steps, or with a simpler step.</summary>
    public static IEnumerable<VoucherStep[]> Shrink(VoucherStep[] steps)
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
            var step = steps[i];
            foreach (var simpler in new[] { step with { Wait = 0 }, step with { HoldFor = null }, step with { Amount = null }, step with { Target = 0 }, step with { Total = (step.Total + 1) / 2 } })
            {
                if (simpler != step)
                {
                    yield return [.. steps[..i], simpler, .. steps[(i + 1)..]];
                }
            }
        }
    }

    private static string? Code<T>(CrmResult<T> result) => result.IsSuccess ? null : result.Error.Code;

    private static Gen<VoucherStep> Steps() =>
        from kind in Gen.Frequency(Enum.GetValues<VoucherStepKind>().Select(kind => (kind is VoucherStepKind.Cancel ? 1 : kind is VoucherStepKind.WriteDown ? 2 : 6, Gen.Constant(kind))))
        from wait in Gen.Frequency((4, Gen.Constant(0)), (2, Gen.Choose(1, 3)))
        from target in Gen.Choose(0, 2)
        from total in Gen.Choose(1, 40)
        from amount in Maybe(Gen.Choose(1, 25), 2)
        from holdFor in Maybe(Gen.Choose(0, 5), 2)
        from anew in Gen.Elements(true, false)
        select new VoucherStep { Kind = kind, Wait = wait, Target = target, Total = total, Amount = amount, HoldFor = holdFor, CapturesTotal = anew };

    private static Gen<int?> Maybe(Gen<int> value, int oneIn) => Gen.Frequency((oneIn - 1, Gen.Constant((int?)null)), (1, value.Select(v => (int?)v)));
}

/// <summary>One text for what a voucher is, made alike from the model and from the service.</summary>
internal static class VoucherText
{
    public static string Of(
        long left, long held, long used, long expired, long lapsed, long cancelled, long returned, IEnumerable<(string Order, long Units, long Pays)> holds, Instant? until) =>
        $"left {left}, held {held}, used {used}, expired {expired}, lapsed {lapsed}, cancelled {cancelled}, returned {returned}; until {until}; "
        + string.Join(", ", holds.Select(hold => $"{hold.Order}: {hold.Units} for {hold.Pays}"));

    public static string Of(VoucherState s)
    {
        Assert.Equal(s.Totals.Issued, s.Remaining + s.Held + s.Totals.Used - s.Totals.Returned + s.Totals.Expired + s.Totals.Lapsed + s.Totals.Cancelled);
        Assert.All([s.Remaining, s.Held, s.Totals.Used - s.Totals.Returned, s.Totals.Expired, s.Totals.Lapsed, s.Totals.Cancelled], units => Assert.True(units >= 0));
        return Of(
            s.Remaining, s.Held, s.Totals.Used - s.Totals.Returned, s.Totals.Expired, s.Totals.Lapsed, s.Totals.Cancelled, s.Totals.Returned,
            s.Holds.Select(hold => (hold.Order.Value, hold.Units, hold.Pays)), s.ValidUntil);
    }
}
