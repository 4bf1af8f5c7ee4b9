using System.Globalization;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Loyalty;

/// <summary>What makes a repeated request about a voucher equal: all that it asks for, but not when, and not who the customer is by now.</summary>
internal static class VoucherRequestHash
{
    public static Digest Of(IssueVoucher request)
    {
        var hash = new RequestHasher("issue_voucher.v1");
        Add(ref hash, request.Terms);
        return hash.Finish();
    }

    public static Digest Of(BuyVoucher request)
    {
        var hash = new RequestHasher("buy_voucher.v1");
        hash.Add(request.Account.Value);
        hash.Add(request.Points.Value);
        Add(ref hash, request.Terms);
        return hash.Finish();
    }

    public static Digest Of(RedeemVoucher request)
    {
        var hash = new RequestHasher("redeem_voucher.v1");
        Add(ref hash, request.Use);
        return hash.Finish();
    }

    public static Digest Of(HoldVoucher request)
    {
        var hash = new RequestHasher("hold_voucher.v1");
        Add(ref hash, request.Use);
        hash.Add(request.ExpiresAt);
        return hash.Finish();
    }

    public static Digest Of(CaptureVoucher request)
    {
        var hash = new RequestHasher("capture_voucher.v1");
        hash.Add(request.Order.ToString());
        Add(ref hash, request.Total);
        Add(ref hash, request.Amount);
        return hash.Finish();
    }

    public static Digest Of(VoidVoucher request)
    {
        var hash = new RequestHasher("void_voucher.v1");
        hash.Add(request.Order.ToString());
        return hash.Finish();
    }

    public static Digest Of(ReturnVoucher request)
    {
        var hash = new RequestHasher("return_voucher.v1");
        hash.Add(request.Order.ToString());
        Add(ref hash, request.Refunded);
        return hash.Finish();
    }

    public static Digest Of(CancelVoucher request)
    {
        var hash = new RequestHasher("cancel_voucher.v1");
        hash.Add(request.Reason);
        return hash.Finish();
    }

    private static void Add(ref RequestHasher hash, VoucherUse use)
    {
        hash.Add(use.Order.ToString());
        Add(ref hash, use.Total);
        Add(ref hash, use.Amount);
    }

    private static void Add(ref RequestHasher hash, VoucherTerms terms)
    {
        Add(ref hash, terms.Value);
        hash.Add(terms.Benefit);
        hash.Add(terms.Uses);
        hash.Add(terms.IsSingleUse ? 1L : 0L);
        hash.Add(terms.ValidFrom);
        hash.Add(terms.ValidUntil);
        Add(ref hash, terms.MinimumOrder);
        hash.Add((long)terms.Markets.Length);
        foreach (var market in terms.Markets)
        {
            hash.Add(market.Value);
        }

        hash.Add((long)terms.Segments.Length);
        foreach (var segment in terms.Segments)
        {
            hash.Add(segment);
        }

        hash.Add(terms.Holder?.ToString());
        hash.Add(terms.ReturnedValidFor?.ToString());
    }

    // Equal amounts are equal requests, however many zeros they are written with.
    private static void Add(ref RequestHasher hash, Money? money)
    {
        hash.Add(money is { } m ? (m.Amount / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture) : null);
        hash.Add(money?.Currency.Code);
    }
}
