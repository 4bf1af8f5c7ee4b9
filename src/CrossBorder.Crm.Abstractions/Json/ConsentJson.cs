using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Consent;

namespace CrossBorder.Crm.Json;

/// <summary>What the room of consent stores. The names of entries stand on their base class, since a folded state nests them under the same names.</summary>
[JsonSerializable(typeof(ConsentEntry))]
[JsonSerializable(typeof(ConsentState))]
[JsonSerializable(typeof(SuppressionEntry))]
[JsonSerializable(typeof(SuppressionState))]
[JsonSerializable(typeof(ConsentReceipt))]
[JsonSerializable(typeof(ConsentChanged))]
[JsonSerializable(typeof(RulePack))]
internal sealed partial class ConsentJson : JsonSerializerContext
{
    public static RoomJson Room => new(
        Default,
        [
            .. Named<ConsentEntry>(),
            .. Named<SuppressionEntry>(),
            new("consent.v1", typeof(ConsentState)),
            new("suppression.v1", typeof(SuppressionState)),
            new("consent_receipt.v1", typeof(ConsentReceipt)),
            new(Consent.ConsentChanged.Kind, typeof(ConsentChanged)),
            new("rule_pack.v1", typeof(RulePack)),
        ],
        [
            new EntityIdConverter<SuppressionId>(),
            new TextConverter<ContactPointKey>(text => new(text), value => value.Value),
            new TextConverter<ConsentScope>(Consent.ConsentScope.Parse, value => value.ToString()),
            new TextConverter<Jurisdiction>(text => new(text), value => value.Code),
            new TextConverter<SuppressionReason>(text => new(text), value => value.Code),
            new JsonStringEnumConverter<ConsentSource>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<RelationshipKind>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<ConsentModel>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter<ProcessingModel>(JsonNamingPolicy.SnakeCaseLower),
        ]);

    private static IEnumerable<StoredType> Named<TBase>() =>
        typeof(TBase).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(derived => new StoredType((string)derived.TypeDiscriminator!, derived.DerivedType));
}
