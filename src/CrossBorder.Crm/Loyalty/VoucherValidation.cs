using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Refuses bad input by parameter, value and rule, before anything is read or written; and cuts instants to what is stored.</summary>
internal static class VoucherValidation
{
    private const int MaxBenefitLength = 64;
    private const int MaxSegmentLength = 100;
    private const int MaxReasonLength = 100;
    private const int MaxRestrictions = 100;

    // Room for sums: what is issued is counted once, what is used and returned again and again.
    private const long MaxUnits = 1_000_000_000_000;

    private static readonly Duration MaxReturnedValidFor = Duration.FromDays(36_525);

    public static VoucherTerms Terms(VoucherTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms, "request.Terms");
        if (terms.Value is null == terms.Benefit is null)
        {
            throw new ArgumentException($"Exactly one of Value and Benefit says what a voucher is good for; {(terms.Value is null ? "neither was" : "both were")} given.", nameof(terms));
        }

        if (terms.Value is { } value)
        {
            Amount(value, "request.Terms.Value");
        }
        else
        {
            StoredText.RequireCode(terms.Benefit, MaxBenefitLength, "request.Terms.Benefit");
        }

        if (terms.Uses is { } uses && (terms.Benefit is null || uses is < 1 or > MaxUnits))
        {
            throw new ArgumentOutOfRangeException(nameof(terms), uses, $"Uses go with a benefit and are 1 to {MaxUnits}.");
        }

        if (terms.IsSingleUse && terms.Value is null)
        {
            throw new ArgumentException("A single use goes with a value; a benefit has Uses.", nameof(terms));
        }

        if (terms.MinimumOrder is { } minimum)
        {
            Amount(minimum, "request.Terms.MinimumOrder");
            if (terms.Value is { } worth && worth.Currency != minimum.Currency)
            {
                throw new CurrencyMismatchException(worth.Currency, minimum.Currency);
            }
        }

        Restrictions(terms);
        ReturnedValidFor(terms.ReturnedValidFor, "request.Terms.ReturnedValidFor");

        terms = terms with { ValidFrom = terms.ValidFrom?.ToMicroseconds(), ValidUntil = terms.ValidUntil?.ToMicroseconds() };
        return terms.ValidFrom is { } from && terms.ValidUntil is { } until && until <= from
            ? throw new ArgumentOutOfRangeException(nameof(terms), until, $"ValidUntil must be after ValidFrom, {from}.")
            : terms;
    }

    public static VoucherUse Use(VoucherUse use, string parameter = "request.Use")
    {
        ArgumentNullException.ThrowIfNull(use, parameter);
        use.Order.ThrowIfDefault(parameter + ".Order");
        use.Account?.ThrowIfDefault(parameter + ".Account");
        if (use.Market is { } market && market == default)
        {
            throw new ArgumentException("Market is a name, or null where it is not known; it was the default value.", parameter + ".Market");
        }

        if (use.Segments.IsDefault)
        {
            throw new ArgumentException("Segments are a list, empty for none; it was the default value.", parameter + ".Segments");
        }

        if (use.Total is { } total)
        {
            Amount(total, parameter + ".Total");
        }

        if (use.Amount is { } amount)
        {
            Amount(amount, parameter + ".Amount");
            if (use.Total is not { } comesTo)
            {
                throw new ArgumentException("An amount goes with the order's total.", nameof(use));
            }

            if (amount.Currency != comesTo.Currency)
            {
                throw new CurrencyMismatchException(amount.Currency, comesTo.Currency);
            }

            if (amount > comesTo)
            {
                throw new ArgumentOutOfRangeException(nameof(use), amount, $"The voucher cannot pay more than the order comes to, {comesTo}.");
            }
        }

        return use;
    }

    public static void Amount(Money? amount, string parameter)
    {
        if (amount is { } money
            && (money.Currency == default || money.Amount <= 0m || !money.IsWholeMinorUnits || money > Money.FromMinorUnits(MaxUnits, money.Currency)))
        {
            throw new ArgumentOutOfRangeException(parameter, amount, $"The amount must be above zero, whole in minor units, and at most {MaxUnits} of them.");
        }
    }

    public static void Reason(string? reason)
    {
        if (reason is not null)
        {
            StoredText.Require(reason, MaxReasonLength, "request.Reason");
        }
    }

    private static void ReturnedValidFor(Duration? span, string parameter)
    {
        if (span is { } given && (given <= Duration.Zero || given > MaxReturnedValidFor))
        {
            throw new ArgumentOutOfRangeException(parameter, span, $"A return prolongs by more than zero and at most {MaxReturnedValidFor.Days} days, or not at all (null).");
        }
    }

    private static void Restrictions(VoucherTerms terms)
    {
        if (terms.Markets.IsDefault || terms.Markets.Length > MaxRestrictions || terms.Markets.Contains(default))
        {
            throw new ArgumentException($"Markets are a list of at most {MaxRestrictions} names, none of them the default value.", nameof(terms));
        }

        if (terms.Segments.IsDefault || terms.Segments.Length > MaxRestrictions)
        {
            throw new ArgumentException($"Segments are a list of at most {MaxRestrictions} names.", nameof(terms));
        }

        foreach (var segment in terms.Segments)
        {
            StoredText.Require(segment, MaxSegmentLength, "request.Terms.Segments");
        }

        terms.Holder?.ThrowIfDefault("request.Terms.Holder");
    }
}
