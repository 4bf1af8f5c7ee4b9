using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;

namespace CrossBorder.Crm.Json;

/// <summary>How tickets, policies and agents are written.</summary>
[JsonSerializable(typeof(TicketOpened))]
[JsonSerializable(typeof(TicketMessageAdded))]
[JsonSerializable(typeof(TicketStatusChanged))]
[JsonSerializable(typeof(TicketPriorityChanged))]
[JsonSerializable(typeof(TicketAttributeChanged))]
[JsonSerializable(typeof(TicketAssigned))]
[JsonSerializable(typeof(SlaBreached))]
[JsonSerializable(typeof(TicketMeasuredAnew))]
[JsonSerializable(typeof(SlaWarned))]
[JsonSerializable(typeof(AnswerPromised))]
[JsonSerializable(typeof(TicketMerged))]
[JsonSerializable(typeof(TicketJoined))]
[JsonSerializable(typeof(TicketRated))]
[JsonSerializable(typeof(TicketEscalated))]
[JsonSerializable(typeof(TicketAnsweredAutomatically))]
[JsonSerializable(typeof(Ticket))]
[JsonSerializable(typeof(TicketReceipt))]
[JsonSerializable(typeof(TicketMessage))]
[JsonSerializable(typeof(SlaPolicy))]
[JsonSerializable(typeof(Agent))]
[JsonSerializable(typeof(DeskRules))]
[JsonSerializable(typeof(SupportSettings))]
internal sealed partial class SupportJson : JsonSerializerContext
{
    public static RoomJson Room => new(
        Default,
        [
            new("ticket_opened.v1", typeof(TicketOpened)),
            new("ticket_message_added.v1", typeof(TicketMessageAdded)),
            new("ticket_status_changed.v1", typeof(TicketStatusChanged)),
            new("ticket_priority_changed.v1", typeof(TicketPriorityChanged)),
            new("ticket_attribute_changed.v1", typeof(TicketAttributeChanged)),
            new("ticket_assigned.v1", typeof(TicketAssigned)),
            new("sla_breached.v1", typeof(SlaBreached)),
            new("ticket_measured_anew.v1", typeof(TicketMeasuredAnew)),
            new("sla_warned.v1", typeof(SlaWarned)),
            new("answer_promised.v1", typeof(AnswerPromised)),
            new("ticket_merged.v1", typeof(TicketMerged)),
            new("ticket_joined.v1", typeof(TicketJoined)),
            new("ticket_rated.v1", typeof(TicketRated)),
            new("ticket_escalated.v1", typeof(TicketEscalated)),
            new("ticket_answered_automatically.v1", typeof(TicketAnsweredAutomatically)),
            new("ticket.v1", typeof(Ticket)),
            new("ticket_receipt.v1", typeof(TicketReceipt)),
            new("ticket_message.v1", typeof(TicketMessage)),
            new("sla_policy.v1", typeof(SlaPolicy)),
            new("support_agent.v1", typeof(Agent)),
            new("desk_rules.v1", typeof(DeskRules)),
            new("support_settings.v1", typeof(SupportSettings)),
        ],
        [
            new EntityIdConverter<TicketId>(),
            new EntityIdConverter<TicketMessageId>(),
            new EntityIdConverter<AgentId>(),
            new EntityIdConverter<SlaPolicyId>(),
            new OrdinalDictionaryConverter(),
            Code<TicketStatus>(),
            Code<TicketPriority>(),
            Code<TicketParty>(),
            Code<TicketMove>(),
            Code<TicketMessageKind>(),
            Code<TicketImpact>(),
            Code<TicketUrgency>(),
            Code<HandoverRule>(),
            Code<SlaMetric>(),
            Code<MachineSign>(),
            Code<ExactFill>(),
        ]);

    private static JsonStringEnumConverter<T> Code<T>() where T : struct, Enum => new(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);

    // Read by itself the serialiser would order by culture: on another machine the same names could stand in another order.
    private sealed class OrdinalDictionaryConverter : JsonConverter<ImmutableSortedDictionary<string, string>>
    {
        public override ImmutableSortedDictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException($"Names and values are written as an object; found {reader.TokenType}.");
            }

            var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                values[name] = reader.GetString() ?? throw new JsonException($"The value of '{name}' is null.");
            }

            return values.ToImmutable();
        }

        public override void Write(Utf8JsonWriter writer, ImmutableSortedDictionary<string, string> value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (var (name, text) in value)
            {
                writer.WriteString(name, text);
            }

            writer.WriteEndObject();
        }
    }
}
