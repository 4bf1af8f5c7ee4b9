using CrossBorder.Crm.Customers;
using CrossBorder.Crm.Primitives;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace CrossBorder.Crm.Tests.Customers;

/// <summary>The bounded state against a model that keeps every order.</summary>
public sealed class ActivityFoldLaws
{
    private static readonly CustomerId Customer = CustomerId.FromExternal(new("shop", "c1"));
    private static readonly CurrencyCode Eur = new("EUR");
    private static readonly OrderTerms Terms = new() { ReportingCurrency = new("USD"), ReportingRate = 1.1m };

    /// <summary>A step: an order at some hour, or a refund, cancellation or credit that concerns the n-th order so far.</summary>
    private static readonly Arbitrary<(int Kind, int Hour, int Pick, int Cents)[]> Histories =
        (from kind in Gen.Frequency((6, Gen.Constant(0)), (2, Gen.Constant(1)), (3, Gen.Constant(2)), (1, Gen.Constant(3)))
         from hour in Gen.Choose(0, 400)
         from pick in Gen.Choose(0, 1000)
         from cents in Gen.Choose(1, 5000)
         select (kind, hour, pick, cents)).ArrayOf().ToArbitrary();

    [Fact]
    public void The_state_tells_what_the_whole_history_does() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Histories, steps =>
    {
        var (entries, model) = Play(steps);
        var state = ActivityFold.Fold(Customer, entries);
        var standing = model.Values.Where(order => !order.Cancelled).ToList();
        return state.Orders == standing.Count
            && state.CancelledOrders == model.Count - standing.Count
            && state.FirstPurchaseAt == (standing.Count == 0 ? null : standing.Min(order => order.At))
            && state.LastPurchaseAt == (standing.Count == 0 ? null : standing.Max(order => order.At))
            && state.Net.Sum(sum => sum.Amount) == NetOf(entries, model)
            && state.ReportingNet.Sum(sum => sum.Amount) == NetOf(entries, model) * 1.1m
            && state.Latest.Length <= ActivityFold.EndLength
            && state.Earliest.Length <= ActivityFold.EndLength;
    }));

    [Fact]
    public void Entry_by_entry_gives_what_the_whole_fold_gives_unless_the_history_is_asked_for() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Histories, steps =>
    {
        var (entries, _) = Play(steps);
        var state = ActivityFold.Start(Customer);
        for (var i = 0; i < entries.Count; i++)
        {
            state = Step(state, entries, i);
            if (ActivityFold.NeedsHistory(state))
            {
                state = ActivityFold.Fold(Customer, entries.Take(i + 1));
            }

            var whole = ActivityFold.Fold(Customer, entries.Take(i + 1));
            if (state.Orders != whole.Orders || state.FirstPurchaseAt != whole.FirstPurchaseAt || state.LastPurchaseAt != whole.LastPurchaseAt
                || !state.Net.SequenceEqual(whole.Net) || !state.ReportingNet.SequenceEqual(whole.ReportingNet))
            {
                return false;
            }
        }

        return true;
    }));

    private static CustomerActivityState Step(CustomerActivityState state, List<CustomerActivity> entries, int i) => entries[i] switch
    {
        OrderPlaced placed => ActivityFold.Apply(state, placed),
        OrderRefunded refunded => ActivityFold.Apply(state, refunded, Placed(entries, refunded.Order)),
        OrderCancelled cancelled => ActivityFold.Cancel(
            state,
            Placed(entries, cancelled.Order),
            entries.Take(i).OfType<OrderRefunded>().Where(r => r.Order == cancelled.Order).Aggregate(Placed(entries, cancelled.Order).Total, (left, r) => left - r.Amount)),
        CreditGiven given => ActivityFold.Apply(state, given),
        _ => throw new InvalidOperationException(),
    };

    private static OrderPlaced Placed(List<CustomerActivity> entries, ExternalRef order) => entries.OfType<OrderPlaced>().Single(placed => placed.Order == order);

    private static decimal NetOf(List<CustomerActivity> entries, Dictionary<ExternalRef, ModelOrder> model) =>
        model.Values.Where(order => !order.Cancelled).Sum(order => order.Left) - entries.OfType<CreditGiven>().Sum(credit => credit.Amount.Amount);

    /// <summary>A history without impossible steps: what a step asks of no order, of one called off, or beyond what is left, is passed over.</summary>
    private static (List<CustomerActivity> Entries, Dictionary<ExternalRef, ModelOrder> Model) Play((int Kind, int Hour, int Pick, int Cents)[] steps)
    {
        var entries = new List<CustomerActivity>();
        var model = new Dictionary<ExternalRef, ModelOrder>();
        foreach (var (kind, hour, pick, cents) in steps)
        {
            var at = Instant.FromUtc(2026, 1, 1, 0, 0) + Duration.FromHours(hour);
            var amount = new Money(cents / 100m, Eur);
            if (kind == 0)
            {
                var order = new ExternalRef("shop", $"{model.Count + 1}");
                model[order] = new(at, amount.Amount);
                entries.Add(new OrderPlaced { OccurredAt = at, Order = order, Total = amount, Market = new("DE"), Terms = Terms });
            }
            else if (kind == 3)
            {
                entries.Add(new CreditGiven
                {
                    OccurredAt = at, Credit = new("shop", $"C{entries.Count}"), Amount = amount, ReportingCurrency = Terms.ReportingCurrency, ReportingRate = Terms.ReportingRate,
                });
            }
            else if (model.Where(order => !order.Value.Cancelled).OrderBy(order => order.Value.At).ToList() is { Count: > 0 } open)
            {
                // Mostly the latest ones, so that the ends run dry.
                var (order, known) = open[pick % 3 == 0 ? pick % open.Count : open.Count - 1];
                if (kind == 2)
                {
                    known.Cancelled = true;
                    entries.Add(new OrderCancelled { OccurredAt = at, Order = order });
                }
                else if (known.Left >= amount.Amount)
                {
                    known.Left -= amount.Amount;
                    entries.Add(new OrderRefunded { OccurredAt = at, Order = order, Amount = amount });
                }
            }
        }

        return (entries, model);
    }

    private sealed class ModelOrder(Instant at, decimal left)
    {
        public Instant At => at;

        public decimal Left { get; set; } = left;

        public bool Cancelled { get; set; }
    }
}
