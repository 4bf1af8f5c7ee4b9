using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Consent;

/// <summary>Reads what a decision needs: the folded states where they can answer, the streams where they cannot.</summary>
internal sealed class ConsentReader(TenantId tenant, IConsentRepository consents, ISuppressionRepository suppressions)
{
    private static readonly PageRequest FirstPage = new() { Size = PageRequest.MaxSize };

    public async ValueTask<ConsentFacts> ReadAsync(
        ConsentQuery query, Instant at, ImmutableArray<Reference> counted, ImmutableArray<PrivacyNotice> notices, CancellationToken cancellationToken)
    {
        return new()
        {
            Entries = await PersonAsync(query, at, counted, cancellationToken).ConfigureAwait(false),
            Suppressions = query.ContactPoint is { } contactPoint
                ? await SuppressionsAsync(contactPoint, at, query.KnownAt, cancellationToken).ConfigureAwait(false)
                : [],
            Notices = notices,
        };
    }

    /// <summary>The entries of one stream that count at an instant: folded where that is enough, with the counted contacts beside it.</summary>
    public async ValueTask<ImmutableArray<ConsentEntry>> StreamAsync(
        CustomerId subject, Instant at, Instant? knownAt, ImmutableArray<Reference> counted, CancellationToken cancellationToken)
    {
        var load = new StreamLoad<CustomerId> { Stream = subject, References = counted };
        var head = await consents.LoadAsync(tenant, load, cancellationToken).ConfigureAwait(false);
        if (head.State is not { } state)
        {
            return [];
        }

        return state.Revision == ConsentFold.Revision && at >= state.LastOccurredAt && !(knownAt < state.LastRecordedAt)
            ? [.. state.Standing, .. head.Entries.Select(entry => entry.Value)]
            : await HistoryAsync(subject, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All entries of a stream, page by page. The cost grows with the history.</summary>
    public async ValueTask<ImmutableArray<ConsentEntry>> HistoryAsync(CustomerId subject, CancellationToken cancellationToken)
    {
        var entries = ImmutableArray.CreateBuilder<ConsentEntry>();
        for (var page = FirstPage; page is not null;)
        {
            var read = await consents.ReadAsync(tenant, subject, page, cancellationToken).ConfigureAwait(false);
            entries.AddRange(read.Items.Select(entry => entry.Value));
            page = read.Next is null ? null : page with { After = read.Next };
        }

        return entries.ToImmutable();
    }

    // The survivor of all merges first, then all whom she absorbed, however deep.
    private async ValueTask<ImmutableArray<ConsentEntry>> PersonAsync(
        ConsentQuery query, Instant at, ImmutableArray<Reference> counted, CancellationToken cancellationToken)
    {
        var read = new Dictionary<CustomerId, ImmutableArray<ConsentEntry>>();
        var survivor = query.Subject;
        while (!read.ContainsKey(survivor))
        {
            read[survivor] = await StreamAsync(survivor, at, query.KnownAt, counted, cancellationToken).ConfigureAwait(false);
            survivor = SubjectLinks.SurvivorOf(survivor, read[survivor], at, query.KnownAt) ?? survivor;
        }

        var seen = new HashSet<CustomerId> { survivor };
        var entries = ImmutableArray.CreateBuilder<ConsentEntry>();
        for (var next = new Queue<CustomerId>(seen); next.TryDequeue(out var subject);)
        {
            if (!read.TryGetValue(subject, out var own))
            {
                own = await StreamAsync(subject, at, query.KnownAt, counted, cancellationToken).ConfigureAwait(false);
            }

            entries.AddRange(own);
            foreach (var absorbed in SubjectLinks.AbsorbedBy(subject, own, at, query.KnownAt).Where(seen.Add))
            {
                next.Enqueue(absorbed);
            }
        }

        return entries.ToImmutable();
    }

    private async ValueTask<ImmutableArray<SuppressionEntry>> SuppressionsAsync(
        ContactPointKey contactPoint, Instant at, Instant? knownAt, CancellationToken cancellationToken)
    {
        var stream = SuppressionId.Of(contactPoint);
        var head = await suppressions.LoadAsync(tenant, new() { Stream = stream }, cancellationToken).ConfigureAwait(false);
        if (head.State is not { } state)
        {
            return [];
        }

        if (state.Revision == SuppressionFold.Revision && at >= state.LastOccurredAt && !(knownAt < state.LastRecordedAt))
        {
            return state.Standing;
        }

        var entries = ImmutableArray.CreateBuilder<SuppressionEntry>();
        for (var page = FirstPage; page is not null;)
        {
            var read = await suppressions.ReadAsync(tenant, stream, page, cancellationToken).ConfigureAwait(false);
            entries.AddRange(read.Items.Select(entry => entry.Value));
            page = read.Next is null ? null : page with { After = read.Next };
        }

        return entries.ToImmutable();
    }
}
