using System.Text.Json;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Customers;

namespace CrossBorder.Crm.Json;

/// <summary>What the room of customers stores.</summary>
[JsonSerializable(typeof(Customer))]
[JsonSerializable(typeof(OrderPlaced))]
[JsonSerializable(typeof(OrderRefunded))]
[JsonSerializable(typeof(OrderCancelled))]
[JsonSerializable(typeof(CreditGiven))]
[JsonSerializable(typeof(CustomerActivityState))]
[JsonSerializable(typeof(ActivityRecorded))]
internal sealed partial class CustomersJson : JsonSerializerContext
{
    public static RoomJson Room => new(
        Default,
        [
            new("customer.v1", typeof(Customer)),
            new("order_placed.v1", typeof(OrderPlaced)),
            new("order_refunded.v1", typeof(OrderRefunded)),
            new("order_cancelled.v1", typeof(OrderCancelled)),
            new("credit_given.v1", typeof(CreditGiven)),
            new("customer_activity.v1", typeof(CustomerActivityState)),
            new("activity_recorded.v1", typeof(ActivityRecorded)),
        ],
        [
            new JsonStringEnumConverter<NameOrder>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<Provenance>(JsonNamingPolicy.SnakeCaseLower),
        ]);
}
