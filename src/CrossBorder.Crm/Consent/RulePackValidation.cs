using System.Collections.Immutable;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>What makes a rule pack unusable, said with its name and the place.</summary>
internal static class RulePackValidation
{
    private const int MaxMonths = 1_200;
    private const int MaxAge = 25;
    private const int MaxCount = 100_000;

    public static void Require(RulePack pack, IDateTimeZoneProvider zones)
    {
        ArgumentNullException.ThrowIfNull(pack);
        if (pack.Jurisdiction.Code is null)
        {
            throw new InvalidRulePackException("A rule pack has no jurisdiction.");
        }

        Range(pack, "minorAge", pack.MinorAge, 1, MaxAge);
        Range(pack, "saleShareOptInUnder", pack.SaleShareOptInUnder, 1, MaxAge);
        Range(pack, "consentRequestsMax", pack.ConsentRequestsMax, 0, MaxCount);
        foreach (var zone in pack.Zones ?? [])
        {
            if (zones.GetZoneOrNull(zone) is null)
            {
                throw Wrong(pack, "zones", $"'{zone}' is no zone of the tz database");
            }
        }

        if (pack.Processing is { } processing && (Twice(processing, rule => rule.Purpose) || processing.Any(rule => rule.Purpose.Code is null)))
        {
            throw Wrong(pack, "processing", "a purpose is missing or given twice");
        }

        if (Twice(pack.Channels, rules => rules.Channel))
        {
            throw Wrong(pack, "channels", "a channel is given twice");
        }

        foreach (var rules in pack.Channels)
        {
            Require(pack, rules);
        }
    }

    private static void Require(RulePack pack, ChannelRules rules)
    {
        if (rules.Channel.Code is not { } channel)
        {
            throw Wrong(pack, "channels", "a channel has no name");
        }

        Range(pack, $"{channel}.undatedConsentMonths", rules.UndatedConsentMonths, 1, MaxMonths);
        Range(pack, $"{channel}.reconfirmMonths", rules.ReconfirmMonths, 1, MaxMonths);
        Range(pack, $"{channel}.implied.purchase", rules.Implied?.Purchase?.Months, 0, MaxMonths);
        Range(pack, $"{channel}.implied.inquiry", rules.Implied?.Inquiry?.Months, 0, MaxMonths);
        Range(pack, $"{channel}.implied.contractAfterEnd", rules.Implied?.ContractAfterEnd?.Months, 0, MaxMonths);
        Range(pack, $"{channel}.caps.per24Hours", rules.Caps?.Per24Hours, 0, MaxCount);
        Range(pack, $"{channel}.caps.perLocalDay", rules.Caps?.PerLocalDay, 0, MaxCount);
        Range(pack, $"{channel}.caps.per7Days", rules.Caps?.Per7Days, 0, MaxCount);
        Range(pack, $"{channel}.caps.per30Days", rules.Caps?.Per30Days, 0, MaxCount);
        Range(pack, $"{channel}.caps.afterRefusalDays", rules.Caps?.AfterRefusalDays, 0, MaxCount);
        if (rules.Soft is { Triggers.IsEmpty: true })
        {
            throw Wrong(pack, $"{channel}.soft", "nothing triggers it");
        }

        for (var day = IsoDayOfWeek.Monday; rules.Hours is { } hours && day <= IsoDayOfWeek.Sunday; day++)
        {
            var intervals = hours.Weekly.On(day);
            if (!intervals.IsDefault && intervals.Any(interval => interval.Fault is not null))
            {
                throw Wrong(pack, $"{channel}.hours", $"an interval of {day} {intervals.First(interval => interval.Fault is not null).Fault}");
            }
        }
    }

    private static void Range(RulePack pack, string place, int? value, int least, int most)
    {
        if (value is { } given && (given < least || given > most))
        {
            throw Wrong(pack, place, $"{given} is not between {least} and {most}");
        }
    }

    private static bool Twice<TItem, TKey>(ImmutableArray<TItem> items, Func<TItem, TKey> key) => items.DistinctBy(key).Count() != items.Length;

    private static InvalidRulePackException Wrong(RulePack pack, string place, string fault) =>
        new($"Rule pack '{pack.Jurisdiction}', {place}: {fault}.");
}
