using CrossBorder.Crm.Loyalty;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>A voucher told naively: every unit is an object that is somewhere, and every event of time happens one after the other.</summary>
internal sealed class VoucherModel(VoucherTerms terms, bool lapsesWithVoucher, Instant issuedAt)
{
    private enum Place
    {
        Left,
        Held,
        Used,
        Expired,
        Lapsed,
        Cancelled,
    }

    private readonly Unit[] units = [.. Enumerable.Range(0, (int)(terms.Value?.ToMinorUnits() ?? terms.Uses ?? 1)).Select(_ => new Unit())];
    private readonly List<Hold> holds = [];
    private readonly List<Use> uses = [];
    private readonly Dictionary<string, string> ended = [];
    private Instant? until = terms.ValidUntil;
    private bool isCancelled;
    private long returned;

    /// <summary>Does one command.</summary>
    /// <returns>The refusal's code; null where it is accepted.</returns>
    public string? Run(VoucherStep step, Instant now)
    {
        Pass(now);
        return step.Kind switch
        {
            VoucherStepKind.Redeem => WhyNot(step, now) ?? Do(() => Take(step, now, Choose(step))),
            VoucherStepKind.Hold => WhyNot(step, now) ?? (step.ExpiresAt(now) <= now ? "loyalty.voucher_invalid_validity" : Do(() => SetAside(step, now))),
            VoucherStepKind.Capture => Capture(step, now),
            VoucherStepKind.Void => Void(step, now),
            VoucherStepKind.Return => Return(step, now),
            VoucherStepKind.Cancel => isCancelled ? "loyalty.voucher_cancelled" : Do(Cancel),
            _ => null,
        };
    }

    public string Describe(Instant at)
    {
        Pass(at);
        long Count(Place place) => units.Count(unit => unit.Place == place);
        return VoucherText.Of(
            Count(Place.Left), Count(Place.Held), Count(Place.Used), Count(Place.Expired), Count(Place.Lapsed), Count(Place.Cancelled), returned,
            holds.Select(hold => (hold.Order, (long)hold.Units.Count, (long)hold.Pays)), until);
    }

    private static string? Do(Action action)
    {
        action();
        return null;
    }

    private void Pass(Instant now)
    {
        // All that is due, in the order of time; the voucher's own end before holds of the same instant.
        foreach (var at in holds.Select(hold => hold.Until).Append(until).OfType<Instant>().Where(at => at <= now).Distinct().Order().ToList())
        {
            if (until <= at)
            {
                foreach (var unit in units.Where(unit => unit.Place == Place.Left))
                {
                    unit.Place = Place.Expired;
                }
            }

            foreach (var hold in holds.Where(hold => hold.Until <= at || (lapsesWithVoucher && until <= at)).ToList())
            {
                Close(hold, "loyalty.hold_expired");
                hold.Units.ForEach(unit => Free(unit, at));
            }
        }
    }

    private string? WhyNot(VoucherStep step, Instant now)
    {
        if (holds.Any(hold => hold.Order == step.OrderName))
        {
            return "loyalty.voucher_hold_exists";
        }

        if (uses.LastOrDefault(use => use.Order == step.OrderName) is { } use && use.Refunded < use.Total)
        {
            return "loyalty.voucher_used_for_order";
        }

        if (isCancelled)
        {
            return "loyalty.voucher_cancelled";
        }

        if (now < (terms.ValidFrom ?? issuedAt))
        {
            return "loyalty.voucher_not_yet_valid";
        }

        if (until <= now)
        {
            return "loyalty.voucher_expired";
        }

        if (step.Total < (terms.MinimumOrder?.ToMinorUnits() ?? 0))
        {
            return "loyalty.voucher_below_minimum";
        }

        var left = units.Count(unit => unit.Place == Place.Left);
        return left == 0 || step.AmountOf(terms) > left ? "loyalty.voucher_not_enough" : null;
    }

    private List<Unit> Choose(VoucherStep step)
    {
        var left = units.Where(unit => unit.Place == Place.Left).ToList();
        return [.. left.Take(terms.Value is null ? 1 : step.AmountOf(terms) ?? Math.Min(step.Total, left.Count))];
    }

    private void Take(VoucherStep step, Instant now, List<Unit> chosen)
    {
        chosen.ForEach(unit => unit.Place = Place.Used);
        uses.Add(new(step.OrderName, step.Total, chosen));
        if (terms.IsSingleUse)
        {
            foreach (var unit in units.Where(unit => unit.Place == Place.Left))
            {
                unit.Place = Place.Lapsed;
            }
        }

        Pass(now);
    }

    private void SetAside(VoucherStep step, Instant now)
    {
        var chosen = Choose(step);
        var held = terms.IsSingleUse ? units.Where(unit => unit.Place == Place.Left).ToList() : chosen;
        held.ForEach(unit => unit.Place = Place.Held);
        holds.Add(new(step.OrderName, step.Total, chosen.Count, step.ExpiresAt(now), held));
    }

    private string? Capture(VoucherStep step, Instant now)
    {
        if (holds.FirstOrDefault(hold => hold.Order == step.OrderName) is not { } hold)
        {
            return ended.GetValueOrDefault(step.OrderName, "loyalty.unknown_hold");
        }

        var total = step.CapturesTotal ? step.Total : hold.Total;
        if (total < (terms.MinimumOrder?.ToMinorUnits() ?? 0))
        {
            return "loyalty.voucher_below_minimum";
        }

        var pays = terms.Value is null ? 1 : step.CapturesTotal ? step.AmountOf(terms) ?? Math.Min(hold.Pays, total) : Math.Min(hold.Pays, total);
        if (pays > hold.Pays)
        {
            return "loyalty.voucher_exceeds_hold";
        }

        Close(hold, "loyalty.hold_already_captured");
        var paid = hold.Units.Take(pays).ToList();
        paid.ForEach(unit => unit.Place = Place.Used);
        foreach (var unit in hold.Units.Skip(pays))
        {
            if (terms.IsSingleUse)
            {
                unit.Place = Place.Lapsed;
            }
            else
            {
                Free(unit, now);
            }
        }

        uses.Add(new(step.OrderName, total, paid));
        return null;
    }

    private string? Void(VoucherStep step, Instant now)
    {
        if (holds.FirstOrDefault(hold => hold.Order == step.OrderName) is not { } hold)
        {
            return ended.GetValueOrDefault(step.OrderName, "loyalty.unknown_hold");
        }

        Close(hold, "loyalty.hold_already_voided");
        hold.Units.ForEach(unit => Free(unit, now));
        return null;
    }

    private string? Return(VoucherStep step, Instant now)
    {
        if (uses.LastOrDefault(use => use.Order == step.OrderName) is not { } use)
        {
            return "loyalty.unknown_redemption";
        }

        var refund = step.Amount ?? use.Total - use.Refunded;
        if (refund < 1 || use.Refunded + refund > use.Total)
        {
            return "loyalty.refund_exceeds_order";
        }

        use.Refunded += refund;
        var back = new List<Unit>();
        while ((use.Back + back.Count + 1) * use.Total <= use.Units.Count * use.Refunded)
        {
            back.Add(use.Units[use.Back + back.Count]);
        }

        use.Back += back.Count;
        returned += back.Count;
        if (back.Count > 0 && terms.ReturnedValidFor is { } span && until < now + span)
        {
            until = now + span;
        }

        back.ForEach(unit => Free(unit, now));
        return null;
    }

    private void Cancel()
    {
        isCancelled = true;
        foreach (var unit in units.Where(unit => unit.Place == Place.Left))
        {
            unit.Place = Place.Cancelled;
        }
    }

    private void Free(Unit unit, Instant at) => unit.Place = isCancelled ? Place.Cancelled : until <= at ? Place.Expired : Place.Left;

    private void Close(Hold hold, string reason)
    {
        holds.Remove(hold);
        ended[hold.Order] = reason;
    }

    private sealed class Unit
    {
        public Place Place { get; set; }
    }

    private sealed record Hold(string Order, int Total, int Pays, Instant? Until, List<Unit> Units);

    private sealed record Use(string Order, int Total, List<Unit> Units)
    {
        public int Refunded { get; set; }

        public int Back { get; set; }
    }
}
