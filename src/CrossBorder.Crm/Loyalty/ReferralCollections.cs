using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>How referrals and their codes are stored.</summary>
internal static class ReferralCollections
{
    private const string Referrer = "referrer";
    private const string UnsettledAt = "unsettled_at";
    private const string Account = "account";

    public static StreamMap<ReferralId, ReferralEntry, ReferralState, ReferralQuery> Referrals { get; } = new()
    {
        Schema = new()
        {
            Name = "referrals", Shape = CollectionShape.Stream, Fields = [new(Referrer, IndexType.Id), new(UnsettledAt, IndexType.Instant)],
        },
        Index = static state =>
        [
            IndexValue.Of(state.Referrer.Value),
            IndexValue.Of(state.Status is ReferralStatus.Qualified or ReferralStatus.Reversing ? state.AsOf : (Instant?)null),
        ],
        Fold = static (id, _, entries) => ReferralFold.Fold(id, entries)!,
        Revision = ReferralFold.Revision,
        RevisionOf = static state => state.Revision,
        Query = static query => new()
        {
            Where =
            [
                .. query.Referrer is { } referrer ? [Condition.Equal(Referrer, IndexValue.Of(referrer.Value))] : Array.Empty<Condition>(),
                .. query.Referrers.IsDefaultOrEmpty ? Array.Empty<Condition>() : [Condition.In(Referrer, [.. query.Referrers.Select(static any => IndexValue.Of(any.Value))])],
                .. query.UnsettledBy is { } by ? [Condition.AtMost(UnsettledAt, IndexValue.Of(by))] : Array.Empty<Condition>(),
            ],
            OrderBy = query.UnsettledBy is null ? null : UnsettledAt,
        },
    };

    public static RecordMap<ReferralCodeId, ReferralCode, ReferralCodeQuery> Codes { get; } = new()
    {
        Schema = new() { Name = "referral_codes", Shape = CollectionShape.Record, Fields = [new(Account, IndexType.Id)] },
        Index = static code => [IndexValue.Of(code.Account.Value)],
        Query = static query => new()
        {
            Where = query.Account is { } account ? [Condition.Equal(Account, IndexValue.Of(account.Value))] : [],
        },
    };
}

internal sealed class ReferralRepository(IStreamRepository<ReferralId, ReferralEntry, ReferralState, ReferralQuery> inner)
    : StreamRepository<ReferralId, ReferralEntry, ReferralState, ReferralQuery>(inner), IReferralRepository;

internal sealed class ReferralCodeRepository(IRecordRepository<ReferralCodeId, ReferralCode, ReferralCodeQuery> inner)
    : RecordRepository<ReferralCodeId, ReferralCode, ReferralCodeQuery>(inner), IReferralCodeRepository;
