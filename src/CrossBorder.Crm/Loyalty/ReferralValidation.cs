using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Refuses bad input by parameter, value and rule, before anything is read or written.</summary>
internal static class ReferralValidation
{
    private const int MaxKeys = 64;
    private const int MaxKeyLength = 200;

    public static void Require(RegisterReferral request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Account.ThrowIfDefault("request.Account");
        request.Key.ThrowIfDefault("request.Key");
        ArgumentNullException.ThrowIfNull(request.Code, "request.Code");
        Require(request.Evidence);
    }

    public static void Require(QualifyReferral request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Account.ThrowIfDefault("request.Account");
        request.Order.ThrowIfDefault("request.Order");
        VoucherValidation.Amount(request.Total, "request.Total");
        if (request.ReturnableUntil is { } until && until < request.PaidAt)
        {
            throw new ArgumentOutOfRangeException("request.ReturnableUntil", until, $"An order can be returned until after it was paid, {request.PaidAt}.");
        }

        Require(request.Evidence);
    }

    public static void Require(RefundReferral request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Account.ThrowIfDefault("request.Account");
        request.Key.ThrowIfDefault("request.Key");
        request.Order.ThrowIfDefault("request.Order");
        VoucherValidation.Amount(request.Refunded, "request.Refunded");
    }

    private static void Require(HouseholdEvidence? evidence)
    {
        if (evidence is not null)
        {
            Require(evidence.Friend, "request.Evidence.Friend");
            Require(evidence.Referrer, "request.Evidence.Referrer");
        }
    }

    private static void Require(ImmutableArray<string> keys, string parameter)
    {
        if (keys.IsDefault || keys.Length > MaxKeys)
        {
            throw new ArgumentException($"Keys of a household are a list of at most {MaxKeys}, empty for none.", parameter);
        }

        foreach (var (index, key) in keys.Index())
        {
            StoredText.Require(key, MaxKeyLength, $"{parameter}[{index}]");
        }
    }
}

/// <summary>What makes a repeated request about a referral equal: all that it asks for, but not what is known of the customers by now.</summary>
internal static class ReferralRequestHash
{
    public static Digest Of(RegisterReferral request)
    {
        var hash = new RequestHasher("register_referral.v1");
        hash.Add(request.Account.Value);
        hash.Add(ReferralRules.Canonical(request.Code) ?? request.Code);
        return hash.Finish();
    }

    public static Digest Of(QualifyReferral request) => Of(request.Order, request.Total, request.PaidAt, request.ReturnableUntil);

    /// <summary>The hash of the request that an order was judged by.</summary>
    public static Digest Of(ReferralOrder order) => Of(order.Order, order.Total, order.PaidAt, order.ReturnableUntil);

    public static Digest Of(ExternalRef order, Money refunded)
    {
        var hash = new RequestHasher("refund_referral.v1");
        hash.Add(order.ToString());
        Add(ref hash, refunded);
        return hash.Finish();
    }

    private static Digest Of(ExternalRef order, Money total, NodaTime.Instant paidAt, NodaTime.Instant? returnableUntil)
    {
        var hash = new RequestHasher("qualify_referral.v1");
        hash.Add(order.ToString());
        Add(ref hash, total);
        hash.Add(paidAt);
        hash.Add(returnableUntil);
        return hash.Finish();
    }

    private static void Add(ref RequestHasher hash, Money money)
    {
        hash.Add(money.ToMinorUnits());
        hash.Add(money.Currency.Code);
    }
}
