using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Loyalty;

/// <summary>How vouchers are stored.</summary>
internal static class VoucherCollections
{
    public static StreamMap<VoucherId, VoucherEntry, VoucherState, VoucherQuery> Vouchers { get; } = new()
    {
        Schema = new()
        {
            Name = "vouchers", Shape = CollectionShape.Stream, Fields = [new("next_check_at", IndexType.Instant), new("holder", IndexType.Id)],
        },
        Index = static state => [IndexValue.Of(VoucherTime.NextChange(state)), IndexValue.Of(state.Terms.Holder?.Value)],
        Fold = static (id, state, entries) => VoucherFold.Fold(id, entries, state.AsOf)!,
        Revision = VoucherFold.Revision,
        RevisionOf = static state => state.Revision,
        Query = static query => new()
        {
            Where =
            [
                .. query.Holder is { } holder ? [Condition.Equal("holder", IndexValue.Of(holder.Value))] : Array.Empty<Condition>(),
                .. query.DueBy is { } due ? [Condition.AtMost("next_check_at", IndexValue.Of(due))] : Array.Empty<Condition>(),
            ],
            OrderBy = query.DueBy is null ? null : "next_check_at",
        },
    };

    public static Reference Filed(ExternalRef order) => Reference.To("order", order);
}

internal sealed class VoucherRepository(IStreamRepository<VoucherId, VoucherEntry, VoucherState, VoucherQuery> inner)
    : StreamRepository<VoucherId, VoucherEntry, VoucherState, VoucherQuery>(inner), IVoucherRepository;
