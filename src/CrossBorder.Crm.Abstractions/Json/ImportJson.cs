using System.Text.Json;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Loyalty;

namespace CrossBorder.Crm.Json;

/// <summary>What imports of the room of loyalty store.</summary>
[JsonSerializable(typeof(AccountImported))]
[JsonSerializable(typeof(PointsImported))]
[JsonSerializable(typeof(ImportReceipt))]
internal sealed partial class ImportJson : JsonSerializerContext
{
    public static RoomJson Room => new(
        Default,
        [
            new("account_imported.v1", typeof(AccountImported)),
            new("points_imported.v1", typeof(PointsImported)),
            new("import_receipt.v1", typeof(ImportReceipt)),
        ],
        [new JsonStringEnumConverter<ForeignRefunds>(JsonNamingPolicy.SnakeCaseLower)]);
}
