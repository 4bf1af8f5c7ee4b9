using System.Text.Json;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Json;

/// <summary>The stored form of a redemption's receipt, which a repetition reads.</summary>
internal sealed class RedeemReceiptForm() : HandWrittenForm<RedeemReceipt>("redemption", "points", "available")
{
    private const int Always = 0b11;

    private static readonly JsonEncodedText Redemption = JsonEncodedText.Encode("redemption");
    private static readonly JsonEncodedText Points = JsonEncodedText.Encode("points");
    private static readonly JsonEncodedText Available = JsonEncodedText.Encode("available");

    public override RedeemReceipt? TryRead(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        var seen = 0;
        string? redemption = null;
        Points points = default, available = default;
        while (StoredMembers.Next(ref reader, out var name))
        {
            var isRead = true;
            switch (name.Length)
            {
                case 10 when name.SequenceEqual("redemption"u8):
                    redemption = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                    break;
                case 6 when name.SequenceEqual("points"u8):
                    isRead = StoredMembers.TryRead(ref reader, out points);
                    seen |= 1;
                    break;
                case 9 when name.SequenceEqual("available"u8):
                    isRead = StoredMembers.TryRead(ref reader, out available);
                    seen |= 2;
                    break;
                default:
                    isRead = name.SequenceEqual("type"u8);
                    break;
            }

            if (!isRead)
            {
                return null;
            }
        }

        return seen != Always || redemption is null || reader.TokenType != JsonTokenType.EndObject
            ? null
            : new() { Redemption = redemption, Points = points, Available = available };
    }

    public override void WriteMembers(Utf8JsonWriter writer, RedeemReceipt value, JsonSerializerOptions options)
    {
        writer.WriteString(Redemption, value.Redemption);
        writer.Write(Points, value.Points);
        writer.Write(Available, value.Available);
    }
}

/// <summary>The stored form of a grant's receipt, which a repetition reads.</summary>
internal sealed class EarnReceiptForm() : HandWrittenForm<EarnReceipt>("points", "lot", "availableFrom", "expiresAt", "available")
{
    private const int Always = 0b111;

    private static readonly JsonEncodedText Points = JsonEncodedText.Encode("points");
    private static readonly JsonEncodedText Lot = JsonEncodedText.Encode("lot");
    private static readonly JsonEncodedText AvailableFrom = JsonEncodedText.Encode("availableFrom");
    private static readonly JsonEncodedText ExpiresAt = JsonEncodedText.Encode("expiresAt");
    private static readonly JsonEncodedText Available = JsonEncodedText.Encode("available");

    public override EarnReceipt? TryRead(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        var seen = 0;
        long? lot = null;
        Points points = default, available = default;
        Instant availableFrom = default;
        Instant? expiresAt = null;
        while (StoredMembers.Next(ref reader, out var name))
        {
            var isRead = true;
            switch (name.Length)
            {
                case 3 when name.SequenceEqual("lot"u8):
                    isRead = StoredMembers.TryRead(ref reader, out long number);
                    lot = number;
                    break;
                case 6 when name.SequenceEqual("points"u8):
                    isRead = StoredMembers.TryRead(ref reader, out points);
                    seen |= 1;
                    break;
                case 9 when name.SequenceEqual("available"u8):
                    isRead = StoredMembers.TryRead(ref reader, out available);
                    seen |= 2;
                    break;
                case 9 when name.SequenceEqual("expiresAt"u8):
                    isRead = StoredMembers.TryRead(ref reader, out expiresAt);
                    break;
                case 13 when name.SequenceEqual("availableFrom"u8):
                    isRead = StoredMembers.TryRead(ref reader, out availableFrom);
                    seen |= 4;
                    break;
                default:
                    isRead = name.SequenceEqual("type"u8);
                    break;
            }

            if (!isRead)
            {
                return null;
            }
        }

        return seen != Always || reader.TokenType != JsonTokenType.EndObject
            ? null
            : new() { Points = points, Lot = lot, AvailableFrom = availableFrom, ExpiresAt = expiresAt, Available = available };
    }

    public override void WriteMembers(Utf8JsonWriter writer, EarnReceipt value, JsonSerializerOptions options)
    {
        writer.Write(Points, value.Points);
        if (value.Lot is { } lot)
        {
            writer.WriteNumber(Lot, lot);
        }

        writer.Write(AvailableFrom, value.AvailableFrom);
        writer.Write(ExpiresAt, value.ExpiresAt);
        writer.Write(Available, value.Available);
    }
}
