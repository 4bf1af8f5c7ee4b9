using CrossBorder.Crm.Customers;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Customers;

/// <summary>One fully populated example of each thing that the room stores.</summary>
internal static class CustomersExamples
{
    private static readonly Instant At = Instant.FromUtc(2026, 3, 1, 8, 30) + Duration.FromTicks(1_234_560);
    private static readonly CurrencyCode Jpy = new("JPY");
    private static readonly CurrencyCode Eur = new("EUR");
    private static readonly ExternalRef Order = new("shop", "4711");
    private static readonly CustomerId Customer = CustomerId.FromExternal(new("shop", "c1"));

    private static readonly OrderTerms Terms = new()
    {
        ReportingCurrency = Eur,
        ReportingRate = 0.00612m,
        ProgramRate = 0.0061m,
        ProgramVersion = 3,
        Tier = ValueTier.Vip,
    };

    public static IEnumerable<object> Stored =>
    [
        new Customer
        {
            Id = Customer,
            Name = new() { Given = "太郎", Middle = "M", Family = "山田", Title = "様", Phonetic = "やまだ たろう", Order = NameOrder.FamilyFirst, Script = "Jpan" },
            Contacts = [new() { Channel = Channel.Email, Address = "taro@example.jp", VerifiedAt = At }],
            Market = new("JP"),
            Country = new("JP"),
            Languages = [new("ja"), new("en")],
            Zone = new() { Zone = "Asia/Tokyo", Provenance = Provenance.Stated },
            Externals = [new("shop", "c1"), new("erp", "9:1")],
            CreatedAt = At,
            UpdatedAt = At + Duration.FromHours(1),
        },
        new OrderPlaced { OccurredAt = At, Order = Order, Total = new(12_000m, Jpy), Market = new("JP"), Terms = Terms },
        new OrderRefunded { OccurredAt = At, Order = Order, Amount = new(1_000m, Jpy) },
        new OrderCancelled { OccurredAt = At, Order = Order },
        new CreditGiven { OccurredAt = At, Credit = new("shop", "C1"), Amount = new(500m, Jpy), ReportingCurrency = Eur, ReportingRate = 0.00612m },
        new CustomerActivityState
        {
            Customer = Customer,
            Revision = 1,
            Market = new("JP"),
            Orders = 2,
            CancelledOrders = 1,
            Net = [new(10.50m, Eur), new(11_000m, Jpy)],
            ReportingNet = [new(77.82m, Eur)],
            Earliest = [new(At, Order)],
            Latest = [new(At, Order)],
        },
        new ActivityRecorded { Customer = Customer, Version = 7, Terms = Terms, OrderTotal = new(12_000m, Jpy), TakenBack = new(1_000m, Jpy) },
    ];
}
