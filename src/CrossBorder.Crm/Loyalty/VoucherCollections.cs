using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Loyalty;

/// <summary>How vouchers are stored.</summary>
internal static class VoucherCollections
{
    private const string NextCheck = "next_check_at";

    private const string UntoldExpiry = "untold_expiry_at";

    public static StreamMap<VoucherId, VoucherEntry, VoucherState, VoucherQuery> Vouchers { get; } = new()
    {
        Schema = new()
        {
            Name = "vouchers", Shape = CollectionShape.Stream, Fields = [new(NextCheck, IndexType.Instant), new("holder", IndexType.Id), new(UntoldExpiry, IndexType.Instant)],
        },
        Index = static state => [IndexValue.Of(VoucherTime.NextChange(state)), IndexValue.Of(state.Terms.Holder?.Value), IndexValue.Of(VoucherNoticeRules.FirstUntold(state))],
        Fold = static (id, state, entries) => VoucherFold.Fold(id, entries, state.AsOf)!,
        Revision = VoucherFold.Revision,
        RevisionOf = static state => state.Revision,
        Query = static query => new()
        {
            Where =
            [
                .. query.Holder is { } holder ? [Condition.Equal("holder", IndexValue.Of(holder.Value))] : Array.Empty<Condition>(),
                .. query.DueBy is { } due ? [Condition.AtMost(NextCheck, IndexValue.Of(due))] : Array.Empty<Condition>(),
                .. query.DueAfter is { } after ? [Condition.Greater(NextCheck, IndexValue.Of(after))] : Array.Empty<Condition>(),
                .. query.UntoldBy is { } by ? [Condition.AtMost(UntoldExpiry, IndexValue.Of(by))] : Array.Empty<Condition>(),
                .. query.UntoldAfter is { } later ? [Condition.Greater(UntoldExpiry, IndexValue.Of(later))] : Array.Empty<Condition>(),
            ],
            OrderBy = query.DueBy is not null || query.DueAfter is not null ? NextCheck
                : query.UntoldBy is not null || query.UntoldAfter is not null ? UntoldExpiry
                : null,
        },
    };

    public static Reference Filed(ExternalRef order) => Reference.To("order", order);
}

internal sealed class VoucherRepository(IStreamRepository<VoucherId, VoucherEntry, VoucherState, VoucherQuery> inner)
    : StreamRepository<VoucherId, VoucherEntry, VoucherState, VoucherQuery>(inner), IVoucherRepository;
