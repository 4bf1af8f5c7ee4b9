using CrossBorder.Crm.Loyalty;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <content>The points, and what holds them.</content>
internal sealed partial class PointModel
{
    private sealed class Point(Lot lot) : IComparable<Point>
    {
        public Lot Lot => lot;

        public Is State { get; set; }

        /// <summary>Its end: the lot's, or that of the days of grace that it came back with.</summary>
        public Instant To { get; set; } = lot.To;

        public int CompareTo(Point? other) => (To, Lot.EarnedAt, Lot.Sequence).CompareTo((other!.To, other.Lot.EarnedAt, other.Lot.Sequence));
    }

    private sealed class Lot
    {
        public Lot(int points, int sequence, Instant earnedAt, Instant from, Instant to, string? order)
        {
            (Sequence, EarnedAt, From, To, Order) = (sequence, earnedAt, from, to, order);
            Points = [.. Enumerable.Range(0, points).Select(_ => new Point(this))];
        }

        public Point[] Points { get; }

        public int Sequence { get; }

        public Instant EarnedAt { get; }

        public Instant From { get; }

        public Instant To { get; }

        public string? Order { get; }

        public Instant End => Points.Where(point => point.State == Is.Free).Select(point => point.To).DefaultIfEmpty(To).Max();

        public int Count(Is state) => Points.Count(point => point.State == state);
    }

    private sealed class HoldModel
    {
        public required string Name { get; init; }

        public required string? Order { get; init; }

        /// <summary>What so many points, as they were last said to be held, are worth to the order; those that have left the hold since are not paid with.</summary>
        public required int? Worth { get; set; }

        public required int Said { get; set; }

        public required List<Point> Points { get; set; }

        public required Instant To { get; set; }

        public string State { get; set; } = "open";

        public int? WorthOf(int points) => Worth * points / Said;
    }

    private sealed record Spending(string Name, string? Order, int? Worth, List<Point> Points)
    {
        /// <summary>How many points were spent, whatever came back.</summary>
        public int Count { get; } = Points.Count;
    }

    private sealed class AccountModel(LedgerPolicies policies)
    {
        private Instant now = Instant.MinValue;

        public List<Lot> Lots { get; } = [];

        public List<HoldModel> Holds { get; } = [];

        public List<Spending> Spendings { get; } = [];

        public Dictionary<string, (int Refunded, int Taken)> Refunds { get; } = [];

        /// <summary>Of orders that points had paid for: how much was refunded, and how much of it in cash.</summary>
        public Dictionary<string, (int Refunded, int Cash)> MixedRefunds { get; } = [];

        public int Debt { get; set; }

        public int Earned { get; set; }

        public int Redeemed { get; set; }

        public int Returned { get; set; }

        public int ClawedBack { get; set; }

        public int Waived { get; set; }

        public int Adjusted { get; set; }

        public int In { get; set; }

        public int Out { get; set; }

        public int Count(Is state) => Lots.Sum(lot => lot.Count(state));

        public List<Point> Free(Instant at) =>
            [.. Lots.Where(lot => lot.From <= at).SelectMany(lot => lot.Points).Where(point => point.State == Is.Free && at < point.To).Order()];

        public void Post(Lot lot, Instant at)
        {
            Lots.Add(lot);
            Happen(at);
        }

        public List<Point> Move(List<Point> points, int count, Is state)
        {
            var moved = points[..count];
            moved.ForEach(point => point.State = state);
            return moved;
        }

        public void Release(List<Point> points, Instant at) => points.ForEach(point =>
        {
            point.To = point.To <= at ? at + Duration.FromDays(policies.GraceDays) : point.To;
            point.State = point.To <= at ? Is.Expired : Is.Free;
        });

        public void PayDebt(Instant at)
        {
            foreach (var point in Free(at).Take(Debt))
            {
                point.State = Is.Gone;
                Debt--;
            }
        }

        public string? Open(string name, out HoldModel? hold)
        {
            hold = Holds.LastOrDefault(h => h.Name == name);
            return hold?.State switch
            {
                null => "loyalty.unknown_hold",
                "captured" => "loyalty.hold_already_captured",
                "voided" => "loyalty.hold_already_voided",
                "timed out" => "loyalty.hold_expired",
                _ => null,
            };
        }

        public void PassTo(Instant to)
        {
            for (var next = Next(); next <= to && next < Never; next = Next())
            {
                Happen(next);
                now = next;
            }

            now = to > now ? to : now;
        }

        private Instant Next() => Lots.Select(lot => lot.From)
            .Concat(Lots.SelectMany(lot => lot.Points).Where(point => point.State is Is.Free or Is.Held).Select(point => point.To))
            .Concat(Holds.Select(hold => hold.To))
            .Where(at => now < at).DefaultIfEmpty(Never).Min();

        // Lots expire, holds time out, lots become spendable, debt is paid.
        private void Happen(Instant at)
        {
            foreach (var point in Lots.SelectMany(lot => lot.Points).Where(point => point.State == Is.Free && point.To <= at))
            {
                point.State = Is.Expired;
            }

            foreach (var hold in Holds.Where(hold => hold.State == "open"))
            {
                if (!policies.CaptureHonoursExpired)
                {
                    // Not released: they expire where they are, without days of grace.
                    hold.Points.Where(point => point.To <= at).ToList().ForEach(point => point.State = Is.Expired);
                    hold.Points.RemoveAll(point => point.State == Is.Expired);
                }

                if (hold.To <= at || hold.Points.Count == 0)
                {
                    Release(hold.Points, at);
                    hold.State = "timed out";
                }
            }

            PayDebt(at);
        }
    }
}
