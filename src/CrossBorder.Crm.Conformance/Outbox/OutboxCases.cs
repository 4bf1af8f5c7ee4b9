using CrossBorder.Crm.Conformance.Running;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Conformance.Outbox;

/// <summary>What every outbox must do, whichever shape the events come from.</summary>
internal static class OutboxCases
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    public static IEnumerable<CaseDefinition<TGround>> All<TGround>() where TGround : Ground =>
    [
        Case<TGround>("a claim is exclusive until its lease ends, and free from that instant on", Exclusive),
        Case<TGround>("what was completed never comes back, and completing twice does nothing", Completed),
        Case<TGround>("what was released comes back at its time, counted as another attempt", Released),
        Case<TGround>("a worker whose lease ended neither completes nor releases what another one holds", LateWorker),
        Case<TGround>("two workers that claim at once share the events", TwoWorkers),
    ];

    private static CaseDefinition<TGround> Case<TGround>(string name, Func<Ground, Task> body) where TGround : Ground =>
        new("STO-11", name, ground => body(ground), StorageCapabilities.Outbox);

    private static async Task Exclusive(Ground at)
    {
        await at.RaiseAsync(at.Tenant, 1, at.Event(1, 100), at.Event(1, 101));
        at.Probe.Equal(2, (await ClaimAsync(at, "one", Ground.Noon)).Count, "the first worker claims");
        at.Probe.Equal(0, (await ClaimAsync(at, "two", Ground.Noon)).Count, "the second worker claims at the same time");
        at.Probe.Equal(0, (await ClaimAsync(at, "two", Ground.Noon + Minute - Duration.FromTicks(10))).Count, "the second worker claims a microsecond before the lease ends");
        var later = await ClaimAsync(at, "two", Ground.Noon + Minute);
        at.Probe.Equal(2, later.Count, "the second worker claims at the instant at which the lease ends");
        at.Probe.True(later.All(c => c.Attempt == 2 && c.LeaseUntil == Ground.Noon + Minute + Minute), "the second claim's attempt and lease", "attempt 2, until its own lease", Shown.Of(later));
    }

    private static async Task Completed(Ground at)
    {
        await at.RaiseAsync(at.Tenant, 1, at.Event(1, 100));
        var claimed = await ClaimAsync(at, "one", Ground.Noon);
        OutboxRef[] refs = [.. claimed.Select(c => c.Ref)];
        at.Probe.Equal(1, await at.Outbox.CompleteAsync("one", refs, at.Cancellation), "the event was completed");
        at.Probe.Equal(0, await at.Outbox.CompleteAsync("one", refs, at.Cancellation), "it was completed again");
        at.Probe.Equal(0, (await ClaimAsync(at, "one", Ground.Noon + Duration.FromDays(1))).Count, "it was claimed a day later");
    }

    private static async Task Released(Ground at)
    {
        await at.RaiseAsync(at.Tenant, 1, at.Event(1, 100));
        var claimed = await ClaimAsync(at, "one", Ground.Noon);
        var later = Ground.Noon + Duration.FromHours(1);
        at.Probe.Equal(1, await at.Outbox.ReleaseAsync("one", [.. claimed.Select(c => c.Ref)], later, "the mail server is down", at.Cancellation), "the event was released");
        at.Probe.Equal(0, (await ClaimAsync(at, "one", later - Duration.FromTicks(10))).Count, "it was claimed a microsecond before its time");
        var again = await ClaimAsync(at, "one", later);
        at.Probe.Same([2], again.Select(c => c.Attempt).ToList(), "it was claimed at its time");
    }

    private static async Task LateWorker(Ground at)
    {
        await at.RaiseAsync(at.Tenant, 1, at.Event(1, 100));
        OutboxRef[] refs = [.. (await ClaimAsync(at, "late", Ground.Noon)).Select(c => c.Ref)];
        await ClaimAsync(at, "other", Ground.Noon + Minute);
        at.Probe.Equal(0, await at.Outbox.CompleteAsync("late", refs, at.Cancellation), "the late worker completes");
        at.Probe.Equal(0, await at.Outbox.ReleaseAsync("late", refs, Ground.Noon, "late", at.Cancellation), "the late worker releases");
        at.Probe.Equal(0, (await ClaimAsync(at, "third", Ground.Noon + Minute)).Count, "a third worker claims while the other one holds it");
        at.Probe.Equal(1, await at.Outbox.CompleteAsync("other", refs, at.Cancellation), "the other worker completes");
    }

    private static async Task TwoWorkers(Ground at)
    {
        for (var n = 0; n < 20; n++)
        {
            await at.RaiseAsync(at.Tenant, n, at.Event(n, 1000 + n));
        }

        var claims = await Ground.RaceAsync(2, async i =>
        {
            var mine = new List<Guid>();
            for (var round = 0; round < 10; round++)
            {
                mine.AddRange((await at.Outbox.ClaimAsync(3, $"w{i}", Ground.Noon, Ground.Noon + Minute, at.Cancellation)).Select(c => c.Event.Id));
            }

            return mine;
        });
        at.Probe.Same(
            Enumerable.Range(0, 20).Select(n => Draw.Id(1000 + n)).Order().ToList(), claims.SelectMany(c => c).Order().ToList(), "two workers claimed 20 events at once");
    }

    private static async Task<List<ClaimedEvent>> ClaimAsync(Ground at, string worker, Instant now) =>
        [.. await at.Outbox.ClaimAsync(100, worker, now, now + Minute, at.Cancellation)];
}
