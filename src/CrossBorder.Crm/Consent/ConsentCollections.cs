using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Consent;

/// <summary>How consent and suppressions are stored.</summary>
internal static class ConsentCollections
{
    public static readonly StreamMap<CustomerId, ConsentEntry, ConsentState, ConsentStateQuery> Consent = new()
    {
        Schema = new()
        {
            Name = "consents",
            Shape = CollectionShape.Stream,
            Fields = [new("last_recorded_at", IndexType.Instant)],
            Views =
            [
                new()
                {
                    Name = "consents",
                    IdColumn = "customer_id",
                    EntryTypes =
                    [
                        "consent_requested.v1", "consent_granted.v1", "consent_confirmed.v1", "consent_renewed.v1", "consent_refused.v1", "consent_withdrawn.v1", "consent_opted_out.v1",
                    ],
                    Columns =
                    [
                        new("kind", "type", ReportType.Text), new("scope", "scope", ReportType.Text), new("source", "source", ReportType.Text),
                        new("notice_version", "terms.noticeVersion", ReportType.Text),
                        new("occurred_at", "occurredAt", ReportType.Instant), new("recorded_at", "recordedAt", ReportType.Instant),
                    ],
                },
            ],
        },
        Index = state => [IndexValue.Of(state.LastRecordedAt)],
        Fold = (_, _, entries) => ConsentFold.Fold(entries),
        Query = query => query.RecordedSince is { } since
            ? new() { Where = [Condition.AtLeast("last_recorded_at", IndexValue.Of(since))], OrderBy = "last_recorded_at" }
            : StoreQuery.All,
    };

    public static readonly StreamMap<SuppressionId, SuppressionEntry, SuppressionState, SuppressionQuery> Suppressions = new()
    {
        Schema = new() { Name = "suppressions", Shape = CollectionShape.Stream, Fields = [new("suppressed", IndexType.Integer)] },
        Fold = (_, state, entries) => SuppressionFold.Apply(state.ContactPoint, null, entries),
        Index = state => [Suppressed(SuppressionFold.InForce(state.Standing).Count > 0)],
        Query = query => query.Suppressed is { } suppressed
            ? new() { Where = [Condition.Equal("suppressed", Suppressed(suppressed))] }
            : StoreQuery.All,
    };

    private static IndexValue Suppressed(bool value) => IndexValue.Of(value ? 1L : 0L);
}

/// <inheritdoc cref="IConsentRepository"/>
internal sealed class ConsentRepository(IStreamRepository<CustomerId, ConsentEntry, ConsentState, ConsentStateQuery> inner)
    : StreamRepository<CustomerId, ConsentEntry, ConsentState, ConsentStateQuery>(inner), IConsentRepository;

/// <inheritdoc cref="ISuppressionRepository"/>
internal sealed class SuppressionRepository(IStreamRepository<SuppressionId, SuppressionEntry, SuppressionState, SuppressionQuery> inner)
    : StreamRepository<SuppressionId, SuppressionEntry, SuppressionState, SuppressionQuery>(inner), ISuppressionRepository;
