using System.Globalization;
using System.Text;
using CrossBorder.Crm.Conformance.Running;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Conformance.Streams;

/// <summary>An append as a case says it, in numbers of samples.</summary>
internal sealed record AppendSent(int Stream, long Expected, string Key)
{
    /// <summary>Which request: its hash and its answer.</summary>
    public int Request { get; init; }

    public int[] Entries { get; init; } = [0];

    /// <summary>What each entry is filed under; fewer than entries means none for the rest.</summary>
    public string[][] References { get; init; } = [];

    public int State { get; init; }

    public ExternalRef? Owner { get; init; }

    public CrmEvent[] Events { get; init; } = [];
}

/// <summary>An entry as it was read.</summary>
internal readonly record struct EntrySeen(string Content, long Version);

/// <summary>An answer as it was read: the numbers of the requests whose hash and answer they are.</summary>
internal sealed record AnswerSeen(long Head, string Hash, string Answer)
{
    public static AnswerSeen Of(long head, int request)
    {
        var label = request.ToString(CultureInfo.InvariantCulture);
        return new(head, label, label);
    }
}

/// <summary>An outcome as it was seen.</summary>
internal readonly record struct AppendSeen(AppendStatus Status, long Head, AnswerSeen? First = null);

/// <summary>A head as it was read; its entries apart.</summary>
internal readonly record struct HeadSeen(int Stream, long Version, string? State);

/// <summary>Everything that a load gave.</summary>
internal sealed record LoadSeen(HeadSeen Head, ExternalRef? Owner, AnswerSeen? Answer, IReadOnlyList<EntrySeen> Entries);

/// <summary>Stream cases speak in numbers; a subclass turns these into the samples of a harness.</summary>
internal abstract class StreamGround(GroundRules rules) : Ground(rules)
{
    /// <summary>No more entries go into one append, so that only the case about large appends is about these.</summary>
    public const int Chunk = 50;

    public abstract IReadOnlyList<string> Listings { get; }

    public static Digest HashOf(int request) => Digest.Of(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"request {request}")));

    public abstract Task<LoadSeen> LoadAsync(TenantId tenant, int stream, string? key = null, string[]? references = null, CancellationToken? cancellation = null);

    public abstract Task<AppendSeen> AppendAsync(TenantId tenant, AppendSent append, CancellationToken? cancellation = null);

    public abstract Task<IReadOnlyList<AppendSeen>> AppendManyAsync(TenantId tenant, IReadOnlyList<AppendSent> appends);

    /// <summary>One write to several streams; only where it is claimed.</summary>
    public abstract Task<IReadOnlyList<AppendSeen>> AppendAllAsync(TenantId tenant, IReadOnlyList<AppendSent> appends, CancellationToken? cancellation = null);

    public abstract Task<Page<EntrySeen>> ReadAsync(TenantId tenant, int stream, PageRequest page, CancellationToken? cancellation = null);

    public abstract Task<Page<HeadSeen>> ListAsync(TenantId tenant, int listing, PageRequest page, CancellationToken? cancellation = null);

    /// <summary>What a listing must hold of these heads, in its order.</summary>
    public abstract List<HeadSeen> Expected(int listing, IEnumerable<(int Stream, long Version, int State)> heads);

    public Task<LoadSeen> LoadAsync(int stream, string? key = null, params string[] references) => LoadAsync(Tenant, stream, key, references);

    public Task<AppendSeen> AppendAsync(AppendSent append) => AppendAsync(Tenant, append);

    /// <summary>An append that must succeed; gives the new version.</summary>
    public async Task<long> AppendedAsync(TenantId tenant, AppendSent append)
    {
        var result = await AppendAsync(tenant, append);
        Probe.True(
            result.Status == AppendStatus.Appended,
            $"key {Shown.Of(append.Key)} was appended to stream {append.Stream} at version {append.Expected}, which it has",
            $"{AppendStatus.Appended}",
            Shown.Of(result));
        return result.Head;
    }

    public Task<long> AppendedAsync(AppendSent append) => AppendedAsync(Tenant, append);

    /// <summary>A long stream: entry n has the content n modulo 10,000 and what <paramref name="references"/> says.</summary>
    public async Task<long> GrowAsync(int stream, int count, Func<int, string[]>? references = null, int from = 0, long version = 0)
    {
        for (var first = 0; first < count; first += Chunk)
        {
            int[] entries = [.. Enumerable.Range(from + first, Math.Min(Chunk, count - first))];
            version = await AppendedAsync(new(stream, version, string.Create(CultureInfo.InvariantCulture, $"grow-{from + first}"))
            {
                Entries = [.. entries.Select(n => n % 10_000)],
                References = references is null ? [] : [.. entries.Select(references)],
            });
        }

        return version;
    }

    /// <summary>The contents of all entries, in order.</summary>
    public async Task<List<string>> ContentsAsync(TenantId tenant, int stream) =>
        [.. (await AllAsync(tenant, stream)).Select(e => e.Content)];

    public Task<List<EntrySeen>> AllAsync(TenantId tenant, int stream, int size = PageRequest.MaxSize, bool descending = false, Func<Task>? between = null) =>
        Probe.AllAsync(page => ReadAsync(tenant, stream, page), "the entries", size, descending, between);

    public Task<List<HeadSeen>> ListAllAsync(TenantId tenant, int listing, int size = PageRequest.MaxSize, bool descending = false, Func<Task>? between = null) =>
        Probe.AllAsync(page => ListAsync(tenant, listing, page), Listings[listing], size, descending, between);

    public override async Task RaiseAsync(TenantId tenant, int number, params CrmEvent[] events)
    {
        var version = (await LoadAsync(tenant, number)).Head.Version;
        await AppendAsync(tenant, new(number, version, string.Create(CultureInfo.InvariantCulture, $"raise-{number}-{version}")) { Events = events });
    }

    public static string[] Texts(params IEnumerable<int> numbers) => [.. numbers.Select(n => n.ToString(CultureInfo.InvariantCulture))];
}
