using System.Collections.Immutable;
using System.Text.Json;
using CrossBorder.Crm.Loyalty;

namespace CrossBorder.Crm.Json;

/// <summary>The stored form of a redemption. Only written by hand: an entry is read seldom.</summary>
internal sealed class RedeemedForm() : HandWrittenForm<PointsRedeemed>(["redemption", "points", "from", "order", "value", "lots", .. EntryForm.Members])
{
    private static readonly JsonEncodedText Redemption = JsonEncodedText.Encode("redemption");
    private static readonly JsonEncodedText Points = JsonEncodedText.Encode("points");
    private static readonly JsonEncodedText From = JsonEncodedText.Encode("from");
    private static readonly JsonEncodedText Order = JsonEncodedText.Encode("order");
    private static readonly JsonEncodedText Value = JsonEncodedText.Encode("value");
    private static readonly JsonEncodedText Lots = JsonEncodedText.Encode("lots");

    private readonly LotForm lotForm = new();

    public override void WriteMembers(Utf8JsonWriter writer, PointsRedeemed value, JsonSerializerOptions options)
    {
        writer.WriteString(Redemption, value.Redemption);
        writer.Write(Points, value.Points);
        EntryForm.Write(writer, From, value.From);
        writer.Write(Order, value.Order);
        writer.Write(Value, value.Value, options);
        if (!value.Lots.IsDefaultOrEmpty)
        {
            writer.Write(Lots, lotForm, value.Lots, options);
        }

        EntryForm.WriteMembers(writer, value, options);
    }
}

/// <summary>The stored form of a grant. Only written by hand: an entry is read seldom.</summary>
internal sealed class EarnedForm() : HandWrittenForm<PointsEarned>(
    ["points", "earnedAt", "availableFrom", "expiresAt", "order", "quote", "clawback", "refundTerms", "trigger", .. EntryForm.Members])
{
    private static readonly JsonEncodedText Points = JsonEncodedText.Encode("points");
    private static readonly JsonEncodedText EarnedAt = JsonEncodedText.Encode("earnedAt");
    private static readonly JsonEncodedText AvailableFrom = JsonEncodedText.Encode("availableFrom");
    private static readonly JsonEncodedText ExpiresAt = JsonEncodedText.Encode("expiresAt");
    private static readonly JsonEncodedText Order = JsonEncodedText.Encode("order");
    private static readonly JsonEncodedText Quote = JsonEncodedText.Encode("quote");
    private static readonly JsonEncodedText Clawback = JsonEncodedText.Encode("clawback");
    private static readonly JsonEncodedText RefundTerms = JsonEncodedText.Encode("refundTerms");
    private static readonly JsonEncodedText Trigger = JsonEncodedText.Encode("trigger");
    private static readonly JsonEncodedText AllowNegative = JsonEncodedText.Encode("allow_negative");

    public override void WriteMembers(Utf8JsonWriter writer, PointsEarned value, JsonSerializerOptions options)
    {
        writer.Write(Points, value.Points);
        writer.Write(EarnedAt, value.EarnedAt);
        writer.Write(AvailableFrom, value.AvailableFrom);
        writer.Write(ExpiresAt, value.ExpiresAt);
        writer.Write(Order, value.Order);
        writer.Write(Quote, value.Quote, options);
        if (value.Clawback == ClawbackPolicy.AllowNegative)
        {
            writer.WriteString(Clawback, AllowNegative);
        }
        else
        {
            writer.Write(Clawback, value.Clawback, options);
        }

        writer.Write(RefundTerms, value.RefundTerms, options);
        writer.Write(Trigger, value.Trigger, options);
        EntryForm.WriteMembers(writer, value, options);
    }
}

/// <summary>What every entry has; it stands after what the kind of entry has.</summary>
internal static class EntryForm
{
    private static readonly JsonEncodedText PostedAt = JsonEncodedText.Encode("postedAt");
    private static readonly JsonEncodedText Expired = JsonEncodedText.Encode("expired");
    private static readonly JsonEncodedText TimedOut = JsonEncodedText.Encode("timedOut");
    private static readonly JsonEncodedText Qualifying = JsonEncodedText.Encode("qualifying");
    private static readonly JsonEncodedText Window = JsonEncodedText.Encode("window");
    private static readonly JsonEncodedText Tier = JsonEncodedText.Encode("tier");
    private static readonly JsonEncodedText Member = JsonEncodedText.Encode("member");
    private static readonly JsonEncodedText SpentOn = JsonEncodedText.Encode("spentOn");
    private static readonly JsonEncodedText Lot = JsonEncodedText.Encode("lot");
    private static readonly JsonEncodedText Points = JsonEncodedText.Encode("points");

    public static string[] Members { get; } = ["postedAt", "expired", "timedOut", "qualifying", "window", "tier", "member", "spentOn"];

    public static void WriteMembers(Utf8JsonWriter writer, LedgerEntry value, JsonSerializerOptions options)
    {
        writer.Write(PostedAt, value.PostedAt);
        Write(writer, Expired, value.Expired);
        writer.Write(TimedOut, value.StoredTimedOut, options);
        writer.Write(Qualifying, value.Qualifying, options);
        writer.Write(Window, value.Window, options);
        writer.Write(Tier, value.Tier, options);
        writer.Write(Member, value.Member, options);
        writer.Write(SpentOn, value.SpentOn, options);
    }

    public static void Write(Utf8JsonWriter writer, JsonEncodedText name, ImmutableArray<LotShare> shares)
    {
        writer.WriteStartArray(name);
        foreach (var share in shares)
        {
            writer.WriteStartObject();
            writer.WriteNumber(Lot, share.Lot);
            writer.Write(Points, share.Points);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
