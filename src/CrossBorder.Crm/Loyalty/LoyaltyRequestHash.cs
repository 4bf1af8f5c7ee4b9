using System.Globalization;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What makes a repeated request of this room equal: all that it asks for, but not when, and not what only helps reports.</summary>
internal static class LoyaltyRequestHash
{
    public static Digest Of(EarnForOrder request, Instant earnedAt)
    {
        var hash = new RequestHasher("earn_for_order.v1");
        hash.Add(request.Order.ToString());
        hash.Add(earnedAt);
        Add(ref hash, request.Basis);
        foreach (var line in request.Lines)
        {
            hash.Add(line.Line);
            hash.Add(line.Product);
            hash.Add(string.Join('\n', line.Categories));
            Add(ref hash, line.Amount);
            Add(ref hash, line.Excluded ?? Money.Zero(line.Amount.Currency));
        }

        return hash.Finish();
    }

    public static Digest Of(EarnPoints request)
    {
        var hash = new RequestHasher("earn_points.v2");
        hash.Add(request.Points.Value);
        hash.Add(request.Order?.ToString());
        hash.Add(request.OccurredAt);
        hash.Add(request.AvailableFrom);
        hash.Add(request.ExpiresAt);
        hash.Add(request.Activation?.Hours);
        hash.Add(request.Activation?.Days);
        Add(ref hash, request.Validity);
        return hash.Finish();
    }

    // Not the day of birth: a corrected one is the same birthday, which is paid once. Nor when a job claimed it, or the one signing up there is.
    public static Digest Of(EarnForTrigger request)
    {
        var hash = new RequestHasher("earn_for_trigger.v1");
        hash.Add(request.Trigger);
        hash.Add(request.Occurrence?.ToString());
        hash.Add(request.Occurrence is null ? null : request.OccurredAt);
        return hash.Finish();
    }

    public static Digest Of(RedeemPoints request, string name)
    {
        var hash = new RequestHasher("redeem_points.v2");
        hash.Add(name);
        hash.Add(request.Points.Value);
        hash.Add(request.Order?.ToString());
        Add(ref hash, request.Value);
        return hash.Finish();
    }

    public static Digest Of(RefundEarning request)
    {
        var hash = new RequestHasher("refund_earning.v1");
        hash.Add(request.Order.ToString());
        hash.Add(request.RefundedMinor);
        hash.Add(request.OrderTotalMinor);
        AddForeign(ref hash, request.PlacedAt, request.Earned);
        return hash.Finish();
    }

    public static Digest Of(ReturnPoints request)
    {
        var hash = new RequestHasher("return_points.v1");
        hash.Add(request.Redemption);
        hash.Add(request.Order?.ToString());
        hash.Add(request.Points.Value);
        return hash.Finish();
    }

    public static Digest Of(RefundOrder request)
    {
        var hash = new RequestHasher("refund_order.v1");
        hash.Add(request.Order.ToString());
        Add(ref hash, request.Refunded);
        Add(ref hash, request.Total);
        AddForeign(ref hash, request.PlacedAt, request.Earned);
        return hash.Finish();
    }

    public static Digest Of(AuthorizePoints request, string name)
    {
        var hash = new RequestHasher("authorize_points.v1");
        hash.Add(name);
        hash.Add(request.Points.Value);
        hash.Add(request.ExpiresAt);
        hash.Add(request.Order?.ToString());
        Add(ref hash, request.Value);
        return hash.Finish();
    }

    public static Digest Of(AdjustHold request)
    {
        var hash = new RequestHasher("adjust_hold.v1");
        hash.Add(request.Hold);
        hash.Add(request.Order?.ToString());
        hash.Add(request.Points.Value);
        hash.Add(request.ExpiresAt);
        Add(ref hash, request.Value);
        return hash.Finish();
    }

    public static Digest Of(CaptureHold request)
    {
        var hash = new RequestHasher("capture_hold.v1");
        hash.Add(request.Hold);
        hash.Add(request.Order?.ToString());
        hash.Add(request.Points?.Value);
        return hash.Finish();
    }

    public static Digest Of(VoidHold request)
    {
        var hash = new RequestHasher("void_hold.v1");
        hash.Add(request.Hold);
        hash.Add(request.Order?.ToString());
        return hash.Finish();
    }

    public static Digest Of(AdjustPoints request)
    {
        var hash = new RequestHasher("adjust_points.v1");
        hash.Add(request.Points.Value);
        hash.Add(request.ExpiresAt);
        Add(ref hash, request.Validity);
        hash.Add(request.AllowNegative ? 1L : 0L);
        hash.Add(request.Reason);
        return hash.Finish();
    }

    public static Digest Of(TransferPoints request)
    {
        var hash = new RequestHasher("transfer_points.v1");
        hash.Add(request.From.Value);
        hash.Add(request.To.Value);
        hash.Add(request.Points.Value);
        return hash.Finish();
    }

    // Added later: a request without them keeps the hash that it always had.
    private static void AddForeign(ref RequestHasher hash, Instant? placedAt, Points? earned)
    {
        if (placedAt is not null || earned is not null)
        {
            hash.Add(placedAt);
            hash.Add(earned?.Value);
        }
    }

    public static Digest Of(MergeAccounts request)
    {
        var hash = new RequestHasher("merge_accounts.v1");
        hash.Add(request.From.Value);
        hash.Add(request.Into.Value);
        return hash.Finish();
    }

    public static Digest Of(UnmergeAccount request)
    {
        var hash = new RequestHasher("unmerge_account.v1");
        hash.Add(request.Account.Value);
        return hash.Finish();
    }

    // Equal amounts are equal requests, however many zeros they are written with.
    private static void Add(ref RequestHasher hash, Money? money)
    {
        hash.Add(money is { } m ? (m.Amount / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture) : null);
        hash.Add(money?.Currency.Code);
    }

    private static void Add(ref RequestHasher hash, LotValidity? validity)
    {
        hash.Add(validity?.LastDay is { } day ? (long)day.Year * 10_000 + day.Month * 100 + day.Day : (long?)null);
        hash.Add(validity?.Days);
        hash.Add(validity?.Months);
        hash.Add((long?)validity?.EndOf);
        hash.Add(validity?.YearsLater);
        hash.Add((long?)validity?.RoundUpTo);
        if (validity?.CountsFrom is { } start)
        {
            hash.Add((int)start);
        }
    }
}
