using System.Collections.Frozen;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Consent;

/// <summary>The catalogue of reasons: code, whether it allows, and its message in English and Chinese.</summary>
public static class ConsentReasons
{
    private static readonly FrozenDictionary<ConsentReason, Definition> Catalogue = new Dictionary<ConsentReason, Definition>
    {
        [ConsentReason.Granted] = new("GRANTED", LegalBasis.Consent, "The person consented.", "本人已同意。"),
        [ConsentReason.GuardianGranted] = new("GUARDIAN_GRANTED", LegalBasis.Consent, "A guardian consented.", "监护人已同意。"),
        [ConsentReason.SoftOptIn] = new("SOFT_OPT_IN", LegalBasis.SoftOptIn, "The person is a customer and did not opt out.", "本人是现有客户且未选择退出。"),
        [ConsentReason.ImpliedRelationship] =
            new("IMPLIED_RELATIONSHIP", LegalBasis.ImpliedRelationship, "A relationship implies consent.", "现有业务关系视为默示同意。"),
        [ConsentReason.OptOutModel] = new("OPT_OUT_MODEL", LegalBasis.OptOut, "The law allows it until the person opts out.", "法律允许联系，直至本人选择退出。"),
        [ConsentReason.Transactional] = new("TRANSACTIONAL", LegalBasis.Contract, "A contract needs the message.", "履行合同所必需的信息。"),
        [ConsentReason.ExemptRecipient] = new("EXEMPT_RECIPIENT", LegalBasis.Exemption, "The law exempts the recipient.", "法律豁免该收件人。"),
        [ConsentReason.ConsentRequestAllowed] =
            new("CONSENT_REQUEST_ALLOWED", LegalBasis.ConsentRequest, "The person may be asked for consent.", "可以征求本人同意。"),
        [ConsentReason.NoConsent] = new("NO_CONSENT", null, "The person has not consented.", "本人尚未同意。"),
        [ConsentReason.Refused] = new("REFUSED", null, "The person refused.", "本人已拒绝。"),
        [ConsentReason.PendingConfirmation] = new("PENDING_CONFIRMATION", null, "The consent waits to be confirmed.", "同意尚待确认。"),
        [ConsentReason.PendingExpired] = new("PENDING_EXPIRED", null, "The consent was not confirmed in time.", "同意未在期限内确认。"),
        [ConsentReason.Withdrawn] = new("WITHDRAWN", null, "The person withdrew the consent.", "本人已撤回同意。"),
        [ConsentReason.OptedOut] = new("OPTED_OUT", null, "The person opted out.", "本人已选择退出。"),
        [ConsentReason.Objected] = new("OBJECTED", null, "The person objected.", "本人已提出反对。"),
        [ConsentReason.ConsentExpired] = new("CONSENT_EXPIRED", null, "The consent has ended.", "同意已到期。"),
        [ConsentReason.ImpliedExpired] = new("IMPLIED_EXPIRED", null, "The relationship lies too far back.", "业务关系已超出默示同意期限。"),
        [ConsentReason.SoftOptInConditionMissing] =
            new("SOFT_OPT_IN_CONDITION_MISSING", null, "A condition of the customers' soft opt-in is missing.", "不满足现有客户软性同意的条件。"),
        [ConsentReason.NoticeVersionStale] = new("NOTICE_VERSION_STALE", null, "The consent names an older notice.", "同意所依据的告知书版本已过时。"),
        [ConsentReason.ReconfirmationOverdue] = new("RECONFIRMATION_OVERDUE", null, "The consent was not recalled in time.", "未按期再次确认同意。"),
        [ConsentReason.SeparateConsentRequired] = new("SEPARATE_CONSENT_REQUIRED", null, "A separate consent is needed.", "需要取得单独同意。"),
        [ConsentReason.MinorRequiresGuardian] =
            new("MINOR_REQUIRES_GUARDIAN", null, "The person is under age and no guardian consented.", "本人未达年龄，且监护人尚未同意。"),
        [ConsentReason.MinorProhibited] = new("MINOR_PROHIBITED", null, "The purpose is barred at this age.", "该用途禁止用于未成年人。"),
        [ConsentReason.GpcOptOut] = new("GPC_OPT_OUT", null, "The person's browser opts out.", "本人的浏览器已发出退出信号。"),
        [ConsentReason.Suppressed] = new("SUPPRESSED", null, "The contact point is suppressed.", "该联系方式已被屏蔽。"),
        [ConsentReason.Undeliverable] = new("UNDELIVERABLE", null, "Nothing arrives at the contact point.", "该联系方式无法送达。"),
        [ConsentReason.ErasureRequested] = new("ERASURE_REQUESTED", null, "The person asked to be erased.", "本人已请求删除个人信息。"),
        [ConsentReason.ProcessingRestricted] = new("PROCESSING_RESTRICTED", null, "Processing is restricted.", "处理已受限制。"),
        [ConsentReason.RegistryListed] = new("REGISTRY_LISTED", null, "A public registry lists the person.", "本人已列入公共拒绝联系名录。"),
        [ConsentReason.QuietHours] = new("QUIET_HOURS", null, "It is quiet time where the person is.", "本人所在地正处于免打扰时段。"),
        [ConsentReason.TimezoneUnknown] =
            new("TIMEZONE_UNKNOWN", null, "The time zone is not known, and it may be quiet time.", "时区未知，可能正处于免打扰时段。"),
        [ConsentReason.FrequencyCap] = new("FREQUENCY_CAP", null, "The person was contacted too often.", "联系次数已达上限。"),
        [ConsentReason.RefusalCooldown] = new("REFUSAL_COOLDOWN", null, "The person refused not long ago.", "本人近期已拒绝，尚在冷静期内。"),
        [ConsentReason.ConsentRequestLimit] = new("CONSENT_REQUEST_LIMIT", null, "The person was asked for consent too often.", "征求同意的次数已达上限。"),
        [ConsentReason.UnknownJurisdiction] = new("UNKNOWN_JURISDICTION", null, "There is no valid rule pack for the jurisdiction.", "该法域没有有效的规则包。"),
        [ConsentReason.UnreadableEvent] = new("UNREADABLE_EVENT", null, "Something that was recorded cannot be read.", "有记录无法读取。"),
        [ConsentReason.StorageUnavailable] = new("STORAGE_UNAVAILABLE", null, "The storage did not answer.", "存储未响应。"),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, ConsentReason> ByCode =
        Catalogue.ToFrozenDictionary(entry => entry.Value.Code, entry => entry.Key, StringComparer.Ordinal);

    /// <summary>The stable code, such as <c>QUIET_HOURS</c>.</summary>
    /// <param name="reason">The reason.</param>
    public static string Code(this ConsentReason reason) => Of(reason).Code;

    /// <summary>Whether the reason allows contact.</summary>
    /// <param name="reason">The reason.</param>
    public static bool Allows(this ConsentReason reason) => Of(reason).Basis is not null;

    /// <summary>What a permission for that reason stands on; null for a denial.</summary>
    /// <param name="reason">The reason.</param>
    public static LegalBasis? Basis(this ConsentReason reason) => Of(reason).Basis;

    /// <summary>The message in a language: Chinese for <c>zh</c>, English for any other.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="language">The reader's language.</param>
    public static string Describe(this ConsentReason reason, LanguageTag language) =>
        language.Language == "zh" ? Of(reason).Chinese : Of(reason).English;

    /// <summary>The reason of a code.</summary>
    /// <param name="code">The code.</param>
    /// <exception cref="FormatException">No reason has that code.</exception>
    public static ConsentReason Parse(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return ByCode.TryGetValue(code, out var reason) ? reason : throw new FormatException($"'{code}' is no reason of a consent decision.");
    }

    private static Definition Of(ConsentReason reason) => Catalogue.TryGetValue(reason, out var definition)
        ? definition
        : throw new ArgumentOutOfRangeException(nameof(reason), reason, "There is no such reason.");

    private sealed record Definition(string Code, LegalBasis? Basis, string English, string Chinese);
}
