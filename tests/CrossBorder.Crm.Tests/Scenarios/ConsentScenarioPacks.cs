using System.Collections.Immutable;
using CrossBorder.Crm.Consent;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Tests.Scenarios;

/// <summary>Reads rule packs as scenario files write them.</summary>
internal static class ConsentScenarioPacks
{
    private static readonly string[] Channels = ["email", "sms", "voice", "push"];

    private static readonly string[] Weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    public static IReadOnlyList<RulePack> Read(ScenarioNode packs) => [.. packs.Members.Select(pack => Pack(pack.Name, pack.Value))];

    private static RulePack Pack(string code, ScenarioNode node)
    {
        node.Only([
            .. Channels, "data", "minorAge", "minorProhibited", "saleShareOptInUnder", "gpcIsOptOut", "consentRequestIsMarketing",
            "consentRequestsMax", "merchantExempt", "zones", "inherits", "validUntil",
        ]);
        return new()
        {
            Jurisdiction = new(code),
            Inherits = node.Find("inherits") is { } parent ? new Jurisdiction(parent.Text) : null,
            Channels = [.. Channels.Where(channel => node.Find(channel) is not null).Select(channel => Rules(new(channel), node[channel]))],
            Processing = node.Find("data")?.Members.Select(rule => new ProcessingRule(new(rule.Name), Processing(rule.Value))).ToImmutableArray(),
            MinorAge = Number(node, "minorAge"),
            MinorProhibited = Purposes(node, "minorProhibited"),
            SaleShareOptInUnder = Number(node, "saleShareOptInUnder"),
            PrivacySignalOptsOutOf = Purposes(node, "gpcIsOptOut"),
            ConsentRequestIsMarketing = node.Find("consentRequestIsMarketing")?.Flag,
            ConsentRequestsMax = Number(node, "consentRequestsMax"),
            MerchantExempt = node.Find("merchantExempt")?.Flag,
            Zones = node.Find("zones")?.Items.Select(zone => zone.Text).ToImmutableArray(),
            ValidUntil = node.Find("validUntil")?.Date,
        };
    }

    private static ChannelRules Rules(Channel channel, ScenarioNode node)
    {
        node.Only("model", "soft", "implied", "hours", "caps", "noRecallAfterRefusal", "ebrExempt", "expressNoPeriodMonths", "reconfirmMonths");
        return new()
        {
            Channel = channel,
            Model = node["model"].Text switch
            {
                "opt_in" => ConsentModel.OptIn,
                "opt_out" => ConsentModel.OptOut,
                "opt_out_registry" => ConsentModel.OptOutRegistry,
                _ => throw node["model"].Wrong("opt_in, opt_out or opt_out_registry"),
            },
            Soft = node.Find("soft") is { } soft ? Soft(soft) : null,
            Implied = node.Find("implied") is { } implied ? Implied(implied) : null,
            Hours = node.Find("hours") is { } hours ? Hours(hours) : null,
            Caps = node.Find("caps") is { } caps ? Caps(caps) : null,
            NoRecallAfterRefusal = node.Find("noRecallAfterRefusal")?.Flag ?? false,
            RelationshipLiftsListing = node.Find("ebrExempt")?.Flag ?? false,
            UndatedConsentMonths = Number(node, "expressNoPeriodMonths"),
            ReconfirmMonths = Number(node, "reconfirmMonths"),
        };
    }

    private static SoftOptIn Soft(ScenarioNode node) => new()
    {
        Triggers =
        [
            .. node.Only("triggers", "similarOnly", "optOutOfferedRequired")["triggers"].Items.Select(trigger => trigger.Text switch
            {
                "purchase" => RelationshipKind.Purchase,
                "negotiation" => RelationshipKind.Negotiation,
                "inquiry" => RelationshipKind.Inquiry,
                _ => throw trigger.Wrong("purchase, negotiation or inquiry"),
            }),
        ],
        SimilarOnly = node.Find("similarOnly")?.Flag ?? false,
        OptOutOfferedRequired = node.Find("optOutOfferedRequired")?.Flag ?? false,
    };

    // Null is no fixed window; a window that is not there implies nothing.
    private static ImpliedConsent Implied(ScenarioNode node)
    {
        node.Only("purchaseMonths", "inquiryMonths", "contractMonthsAfterEnd", "similarOnly");
        return new()
        {
            Purchase = Window("purchaseMonths"),
            Inquiry = Window("inquiryMonths"),
            ContractAfterEnd = Window("contractMonthsAfterEnd"),
            SimilarOnly = node.Find("similarOnly")?.Flag ?? false,
        };

        ImpliedWindow? Window(string name) => node.Has(name) ? new ImpliedWindow(Number(node, name)) : null;
    }

    private static ContactHours Hours(ScenarioNode node)
    {
        node.Only("windows", "holidaysClosed", "liftedByExpressConsent", "liftedByScope");
        var weekly = WeeklyHours.Closed;
        foreach (var window in node["windows"].Items)
        {
            var interval = WallInterval.Parse(window.Only("days", "from", "to")["from"].Text, window["to"].Text);
            foreach (var day in window["days"].Items)
            {
                var weekday = (IsoDayOfWeek)(Array.IndexOf(Weekdays, day.Text) + 1);
                weekly = weekday == IsoDayOfWeek.None
                    ? throw day.Wrong("a weekday from Mon to Sun")
                    : weekly.With([weekday], weekly.On(weekday).Add(interval));
            }
        }

        return new()
        {
            Weekly = weekly,
            HolidaysClosed = node.Find("holidaysClosed")?.Flag ?? false,
            LiftedByExpressConsent = node.Find("liftedByExpressConsent")?.Flag ?? false,
            LiftedByPermission = node.Find("liftedByScope")?.Text,
        };
    }

    private static FrequencyCaps Caps(ScenarioNode node)
    {
        node.Only("per24h", "perLocalDay", "per7Days", "per30Days", "afterRefusalDays");
        return new()
        {
            Per24Hours = Number(node, "per24h"),
            PerLocalDay = Number(node, "perLocalDay"),
            Per7Days = Number(node, "per7Days"),
            Per30Days = Number(node, "per30Days"),
            AfterRefusalDays = Number(node, "afterRefusalDays"),
        };
    }

    private static ProcessingModel Processing(ScenarioNode node) => node.Text switch
    {
        "opt_in" => ProcessingModel.OptIn,
        "opt_out" => ProcessingModel.OptOut,
        "separate" => ProcessingModel.Separate,
        _ => throw node.Wrong("opt_in, opt_out or separate"),
    };

    private static int? Number(ScenarioNode node, string name) => node.Find(name) is { } number ? (int)number.Whole : null;

    private static ImmutableArray<Purpose>? Purposes(ScenarioNode node, string name) =>
        node.Find(name)?.Items.Select(purpose => new Purpose(purpose.Text)).ToImmutableArray();
}
