using System.Collections.Immutable;
using System.Text.Json;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Json;

/// <summary>The stored form of an account, which every command reads and writes.</summary>
internal sealed class AccountForm() : HandWrittenForm<LoyaltyAccountState>(
    "account", "revision", "asOf", "lots", "debt", "totals", "holds", "years", "tier", "windows", "earnedIn", "told", "triggered", "links", "household")
{
    private const int Always = 0b11_1111;

    private static readonly JsonEncodedText Account = JsonEncodedText.Encode("account");
    private static readonly JsonEncodedText Revision = JsonEncodedText.Encode("revision");
    private static readonly JsonEncodedText AsOf = JsonEncodedText.Encode("asOf");
    private static readonly JsonEncodedText Lots = JsonEncodedText.Encode("lots");
    private static readonly JsonEncodedText Debt = JsonEncodedText.Encode("debt");
    private static readonly JsonEncodedText Totals = JsonEncodedText.Encode("totals");
    private static readonly JsonEncodedText Tier = JsonEncodedText.Encode("tier");
    private static readonly JsonEncodedText Told = JsonEncodedText.Encode("told");
    private static readonly JsonEncodedText Triggered = JsonEncodedText.Encode("triggered");
    private static readonly JsonEncodedText Links = JsonEncodedText.Encode("links");
    private static readonly JsonEncodedText Household = JsonEncodedText.Encode("household");
    private static readonly JsonEncodedText Windows = JsonEncodedText.Encode("windows");
    private static readonly JsonEncodedText EarnedIn = JsonEncodedText.Encode("earnedIn");
    private static readonly JsonEncodedText Holds = JsonEncodedText.Encode("holds");
    private static readonly JsonEncodedText Years = JsonEncodedText.Encode("years");

    private readonly LotForm lotForm = new();
    private readonly TotalsForm totalsForm = new();

    public override LoyaltyAccountState? TryRead(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        var account = Guid.Empty;
        var (revision, seen) = (0L, 0);
        Instant asOf = default;
        ImmutableArray<PointLot> lots = default;
        Points debt = default;
        LedgerTotals? totals = null;
        TierStanding? tier = null;
        AccountLinks? links = null;
        HouseholdState? household = null;
        ImmutableArray<ExpiryMark>? told = null;
        ImmutableArray<TriggerCount>? triggered = null;
        ImmutableArray<QualifyingSum>? windows = null;
        ImmutableArray<PeriodSum>? earnedIn = null;
        ImmutableArray<PointHold>? holds = null;
        ImmutableArray<QualifyingYear>? years = null;
        while (StoredMembers.Next(ref reader, out var name))
        {
            var isRead = true;
            switch (name.Length)
            {
                case 4 when name.SequenceEqual("asOf"u8):
                    isRead = StoredMembers.TryRead(ref reader, out asOf);
                    seen |= 1;
                    break;
                case 4 when name.SequenceEqual("lots"u8):
                    isRead = StoredMembers.TryRead(ref reader, lotForm, options, out lots);
                    seen |= 2;
                    break;
                case 4 when name.SequenceEqual("debt"u8):
                    isRead = StoredMembers.TryRead(ref reader, out debt);
                    seen |= 4;
                    break;
                case 4 when name.SequenceEqual("tier"u8):
                    tier = StoredMembers.Read<TierStanding>(ref reader, options);
                    break;
                case 4 when name.SequenceEqual("told"u8):
                    told = StoredMembers.Read<ImmutableArray<ExpiryMark>?>(ref reader, options);
                    break;
                case 5 when name.SequenceEqual("holds"u8):
                    holds = StoredMembers.Read<ImmutableArray<PointHold>?>(ref reader, options);
                    break;
                case 5 when name.SequenceEqual("years"u8):
                    years = StoredMembers.Read<ImmutableArray<QualifyingYear>?>(ref reader, options);
                    break;
                case 5 when name.SequenceEqual("links"u8):
                    links = StoredMembers.Read<AccountLinks>(ref reader, options);
                    break;
                case 6 when name.SequenceEqual("totals"u8):
                    totals = totalsForm.TryRead(ref reader, options);
                    isRead = totals is not null;
                    seen |= 8;
                    break;
                case 7 when name.SequenceEqual("account"u8):
                    isRead = reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out account);
                    seen |= 16;
                    break;
                case 7 when name.SequenceEqual("windows"u8):
                    windows = StoredMembers.Read<ImmutableArray<QualifyingSum>?>(ref reader, options);
                    break;
                case 8 when name.SequenceEqual("revision"u8):
                    isRead = StoredMembers.TryRead(ref reader, out revision) && revision is >= 0 and <= int.MaxValue;
                    seen |= 32;
                    break;
                case 8 when name.SequenceEqual("earnedIn"u8):
                    earnedIn = StoredMembers.Read<ImmutableArray<PeriodSum>?>(ref reader, options);
                    break;
                case 9 when name.SequenceEqual("triggered"u8):
                    triggered = StoredMembers.Read<ImmutableArray<TriggerCount>?>(ref reader, options);
                    break;
                case 9 when name.SequenceEqual("household"u8):
                    household = StoredMembers.Read<HouseholdState>(ref reader, options);
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

        return seen != Always || reader.TokenType != JsonTokenType.EndObject ? null : new()
        {
            Account = new(account),
            Revision = (int)revision,
            AsOf = asOf,
            Lots = lots,
            Debt = debt,
            Totals = totals!,
            Tier = tier,
            StoredTold = told,
            StoredTriggered = triggered,
            Links = links,
            Household = household,
            StoredWindows = windows,
            StoredEarnedIn = earnedIn,
            StoredHolds = holds,
            StoredYears = years,
        };
    }

    public override void WriteMembers(Utf8JsonWriter writer, LoyaltyAccountState value, JsonSerializerOptions options)
    {
        writer.WriteString(Account, value.Account.Value);
        writer.WriteNumber(Revision, value.Revision);
        writer.Write(AsOf, value.AsOf);
        writer.Write(Lots, lotForm, value.Lots, options);
        writer.Write(Debt, value.Debt);
        writer.WriteStartObject(Totals);
        totalsForm.WriteMembers(writer, value.Totals, options);
        writer.WriteEndObject();
        writer.Write(Holds, value.StoredHolds, options);
        writer.Write(Years, value.StoredYears, options);
        writer.Write(Tier, value.Tier, options);
        writer.Write(Windows, value.StoredWindows, options);
        writer.Write(EarnedIn, value.StoredEarnedIn, options);
        writer.Write(Told, value.StoredTold, options);
        writer.Write(Triggered, value.StoredTriggered, options);
        writer.Write(Links, value.Links, options);
        writer.Write(Household, value.Household, options);
    }
}

/// <summary>The stored form of a lot, or of a part of one.</summary>
internal sealed class LotForm() : HandWrittenForm<PointLot>("number", "points", "remaining", "earnedAt", "availableFrom", "expiresAt", "order", "member")
{
    private const int Always = 0b1_1111;

    private static readonly JsonEncodedText Number = JsonEncodedText.Encode("number");
    private static readonly JsonEncodedText Points = JsonEncodedText.Encode("points");
    private static readonly JsonEncodedText Remaining = JsonEncodedText.Encode("remaining");
    private static readonly JsonEncodedText EarnedAt = JsonEncodedText.Encode("earnedAt");
    private static readonly JsonEncodedText AvailableFrom = JsonEncodedText.Encode("availableFrom");
    private static readonly JsonEncodedText ExpiresAt = JsonEncodedText.Encode("expiresAt");
    private static readonly JsonEncodedText Order = JsonEncodedText.Encode("order");
    private static readonly JsonEncodedText Member = JsonEncodedText.Encode("member");

    public override PointLot? TryRead(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        var (number, seen) = (0L, 0);
        Points points = default, remaining = default;
        Instant earnedAt = default, availableFrom = default;
        Instant? expiresAt = null;
        ExternalRef? order = null;
        LoyaltyAccountId? member = null;
        while (StoredMembers.Next(ref reader, out var name))
        {
            var isRead = true;
            switch (name.Length)
            {
                case 6 when name.SequenceEqual("number"u8):
                    isRead = StoredMembers.TryRead(ref reader, out number);
                    seen |= 1;
                    break;
                case 6 when name.SequenceEqual("points"u8):
                    isRead = StoredMembers.TryRead(ref reader, out points);
                    seen |= 2;
                    break;
                case 9 when name.SequenceEqual("remaining"u8):
                    isRead = StoredMembers.TryRead(ref reader, out remaining);
                    seen |= 4;
                    break;
                case 8 when name.SequenceEqual("earnedAt"u8):
                    isRead = StoredMembers.TryRead(ref reader, out earnedAt);
                    seen |= 8;
                    break;
                case 13 when name.SequenceEqual("availableFrom"u8):
                    isRead = StoredMembers.TryRead(ref reader, out availableFrom);
                    seen |= 16;
                    break;
                case 9 when name.SequenceEqual("expiresAt"u8):
                    isRead = StoredMembers.TryRead(ref reader, out expiresAt);
                    break;
                case 5 when name.SequenceEqual("order"u8):
                    order = StoredMembers.Read<ExternalRef?>(ref reader, options);
                    break;
                case 6 when name.SequenceEqual("member"u8):
                    member = StoredMembers.Read<LoyaltyAccountId?>(ref reader, options);
                    break;
                default:
                    return null;
            }

            if (!isRead)
            {
                return null;
            }
        }

        return seen != Always || reader.TokenType != JsonTokenType.EndObject ? null : new()
        {
            Number = number,
            Points = points,
            Remaining = remaining,
            EarnedAt = earnedAt,
            AvailableFrom = availableFrom,
            ExpiresAt = expiresAt,
            Order = order,
            Member = member,
        };
    }

    public override void WriteMembers(Utf8JsonWriter writer, PointLot value, JsonSerializerOptions options)
    {
        writer.WriteNumber(Number, value.Number);
        writer.Write(Points, value.Points);
        writer.Write(Remaining, value.Remaining);
        writer.Write(EarnedAt, value.EarnedAt);
        writer.Write(AvailableFrom, value.AvailableFrom);
        writer.Write(ExpiresAt, value.ExpiresAt);
        writer.Write(Order, value.Order);
        writer.Write(Member, value.Member, options);
    }
}

/// <summary>The stored form of an account's totals: the first five always, the others where they are not zero.</summary>
internal sealed class TotalsForm() : HandWrittenForm<LedgerTotals>(
    "earned", "redeemed", "expired", "clawedBack", "waived", "returned", "adjusted", "transferredIn", "transferredOut", "imported")
{
    private static readonly JsonEncodedText Earned = JsonEncodedText.Encode("earned");
    private static readonly JsonEncodedText Redeemed = JsonEncodedText.Encode("redeemed");
    private static readonly JsonEncodedText Expired = JsonEncodedText.Encode("expired");
    private static readonly JsonEncodedText ClawedBack = JsonEncodedText.Encode("clawedBack");
    private static readonly JsonEncodedText Waived = JsonEncodedText.Encode("waived");
    private static readonly JsonEncodedText Returned = JsonEncodedText.Encode("returned");
    private static readonly JsonEncodedText Adjusted = JsonEncodedText.Encode("adjusted");
    private static readonly JsonEncodedText TransferredIn = JsonEncodedText.Encode("transferredIn");
    private static readonly JsonEncodedText TransferredOut = JsonEncodedText.Encode("transferredOut");
    private static readonly JsonEncodedText Imported = JsonEncodedText.Encode("imported");

    public override LedgerTotals? TryRead(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        Points earned = default, redeemed = default, expired = default, clawedBack = default, waived = default;
        Points returned = default, adjusted = default, transferredIn = default, transferredOut = default, imported = default;
        while (StoredMembers.Next(ref reader, out var name))
        {
            var isRead = name.Length switch
            {
                6 when name.SequenceEqual("earned"u8) => StoredMembers.TryRead(ref reader, out earned),
                6 when name.SequenceEqual("waived"u8) => StoredMembers.TryRead(ref reader, out waived),
                7 when name.SequenceEqual("expired"u8) => StoredMembers.TryRead(ref reader, out expired),
                8 when name.SequenceEqual("redeemed"u8) => StoredMembers.TryRead(ref reader, out redeemed),
                8 when name.SequenceEqual("returned"u8) => StoredMembers.TryRead(ref reader, out returned),
                8 when name.SequenceEqual("adjusted"u8) => StoredMembers.TryRead(ref reader, out adjusted),
                8 when name.SequenceEqual("imported"u8) => StoredMembers.TryRead(ref reader, out imported),
                10 when name.SequenceEqual("clawedBack"u8) => StoredMembers.TryRead(ref reader, out clawedBack),
                13 when name.SequenceEqual("transferredIn"u8) => StoredMembers.TryRead(ref reader, out transferredIn),
                14 when name.SequenceEqual("transferredOut"u8) => StoredMembers.TryRead(ref reader, out transferredOut),
                _ => false,
            };
            if (!isRead)
            {
                return null;
            }
        }

        return reader.TokenType != JsonTokenType.EndObject ? null : new()
        {
            Earned = earned,
            Redeemed = redeemed,
            Expired = expired,
            ClawedBack = clawedBack,
            Waived = waived,
            Returned = returned,
            Adjusted = adjusted,
            TransferredIn = transferredIn,
            TransferredOut = transferredOut,
            Imported = imported,
        };
    }

    public override void WriteMembers(Utf8JsonWriter writer, LedgerTotals value, JsonSerializerOptions options)
    {
        writer.Write(Earned, value.Earned);
        writer.Write(Redeemed, value.Redeemed);
        writer.Write(Expired, value.Expired);
        writer.Write(ClawedBack, value.ClawedBack);
        writer.Write(Waived, value.Waived);
        WriteSome(writer, Returned, value.Returned);
        WriteSome(writer, Adjusted, value.Adjusted);
        WriteSome(writer, TransferredIn, value.TransferredIn);
        WriteSome(writer, TransferredOut, value.TransferredOut);
        WriteSome(writer, Imported, value.Imported);
    }

    private static void WriteSome(Utf8JsonWriter writer, JsonEncodedText name, Points value)
    {
        if (value != default)
        {
            writer.Write(name, value);
        }
    }
}
