using System.Collections.Immutable;
using System.Text.Json;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <inheritdoc cref="IConsentService"/>
internal sealed partial class ConsentService(
    TenantId tenant,
    IConsentRepository consents,
    ISuppressionRepository suppressions,
    IConsentRulesSource source,
    ResolvedRules resolved,
    IClock clock,
    int maxConflicts,
    ILogger<ConsentService> logger) : IConsentService
{
    private readonly ConsentReader reader = new(tenant, consents, suppressions);

    private readonly StreamCommands<CustomerId, ConsentEntry, ConsentState, ConsentStateQuery> commands =
        new(consents, ConsentCollections.Consent, maxConflicts);

    private readonly StreamCommands<SuppressionId, SuppressionEntry, SuppressionState, SuppressionQuery> suppressionCommands =
        new(suppressions, ConsentCollections.Suppressions, maxConflicts);

    public async ValueTask<ConsentDecision> MayContactAsync(ConsentQuery query, CancellationToken cancellationToken = default)
    {
        var now = clock.GetCurrentInstant();
        var rules = await source.GetAsync(tenant, cancellationToken).ConfigureAwait(false);
        var packs = resolved.Of(rules);
        ConsentValidation.Require(query, packs);
        var at = query.At ?? now;
        ConsentFacts facts;
        try
        {
            facts = await reader.ReadAsync(query, at, ConsentReferences.Counted(query, at, packs), rules.Notices, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is UnknownStoredTypeException or JsonException)
        {
            Unreadable(logger, query.Subject, fault);
            return Denied(ConsentReason.UnreadableEvent, at);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or ArgumentException))
        {
            Unavailable(logger, query.Subject, fault);
            return Denied(ConsentReason.StorageUnavailable, at);
        }

        return ConsentEvaluator.Evaluate(query, now, facts, packs);
    }

    public async ValueTask<ConsentReceipt> RecordAsync(RecordConsent request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Subject.ThrowIfDefault("request.Subject");
        var entries = ConsentValidation.Stored(request.Subject, request.Entries, clock.GetCurrentInstant());
        var recorded = await commands.RunAsync(
            tenant,
            request.Subject,
            request.Key,
            ConsentRequestHash.Of(entries),
            ConsentReferences.Related(entries),
            (request.Subject, Entries: entries),
            static (r, head) => Record(r.Subject, r.Entries, head),
            request.Owner?.ThrowIfDefault("request.Owner"),
            cancellationToken).ConfigureAwait(false);
        return recorded.OrThrow();
    }

    public async ValueTask<ConsentReceipt> RecordSuppressionAsync(RecordSuppression request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var stream = SuppressionId.Of(request.ContactPoint);
        var entries = ConsentValidation.Stored(request.Entries, clock.GetCurrentInstant());
        var recorded = await suppressionCommands.RunAsync(
            tenant,
            stream,
            request.Key,
            ConsentRequestHash.Of(entries),
            [],
            (request.ContactPoint, Entries: entries),
            static (r, head) => CrmResult<Decision<SuppressionEntry, SuppressionState, ConsentReceipt>>.FromValue(new()
            {
                Entries = [.. r.Entries.Select(entry => new StreamEntry<SuppressionEntry> { Entry = entry })],
                State = SuppressionFold.Apply(r.ContactPoint, head.State, r.Entries),
                Answer = new() { Version = head.Version + r.Entries.Length, RecordedAt = r.Entries[0].RecordedAt },
            }),
            cancellationToken).ConfigureAwait(false);
        return recorded.OrThrow();
    }

    public async ValueTask<ConsentState?> FindAsync(CustomerId subject, CancellationToken cancellationToken = default)
    {
        var head = await consents.LoadAsync(tenant, new() { Stream = subject.ThrowIfDefault() }, cancellationToken).ConfigureAwait(false);
        return head.State is { } state && state.Revision != ConsentFold.Revision
            ? ConsentFold.Fold(await reader.HistoryAsync(subject, cancellationToken).ConfigureAwait(false))
            : head.State;
    }

    public ValueTask<Page<Versioned<ConsentEntry>>> ReadAsync(CustomerId subject, PageRequest page, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(page);
        return consents.ReadAsync(tenant, subject.ThrowIfDefault(), page, cancellationToken);
    }

    private static CrmResult<Decision<ConsentEntry, ConsentState, ConsentReceipt>> Record(
        CustomerId subject, ImmutableArray<ConsentEntry> entries, StreamHead<ConsentEntry, ConsentState> head)
    {
        var version = head.Version + entries.Length;
        var recordedAt = entries[0].RecordedAt;
        return new Decision<ConsentEntry, ConsentState, ConsentReceipt>
        {
            Entries = [.. entries.Select(entry => new StreamEntry<ConsentEntry> { Entry = entry, References = ConsentReferences.Of(entry) })],
            State = ConsentFold.Apply(head.State, head.Entries.Select(entry => entry.Value).Concat(entries)),
            Answer = new() { Version = version, RecordedAt = recordedAt },

            // A contact that was sent changes nothing that the host could act on.
            Events = entries.All(entry => entry is ContactSent)
                ? []
                :
                [
                    CrmEvent.Of(
                        EntityId.Derive(subject.Value, version, 0), subject.Value, recordedAt, new ConsentChanged { Subject = subject, Version = version }),
                ],
        };
    }

    private static ConsentDecision Denied(ConsentReason reason, Instant at) => new() { Reason = reason, At = at };

    [LoggerMessage(EventId = 5001, Level = LogLevel.Error, Message = "The consent of {Subject} could not be read; contact is denied")]
    private static partial void Unavailable(ILogger logger, CustomerId subject, Exception fault);

    [LoggerMessage(EventId = 5002, Level = LogLevel.Error, Message = "The consent of {Subject} holds what this release does not know; contact is denied")]
    private static partial void Unreadable(ILogger logger, CustomerId subject, Exception fault);
}
