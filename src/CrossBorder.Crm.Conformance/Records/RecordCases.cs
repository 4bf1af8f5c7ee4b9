using CrossBorder.Crm.Conformance.Running;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Conformance.Records;

/// <summary>What every store of records must do.</summary>
internal static class RecordCases
{
    public static IEnumerable<CaseDefinition<RecordGround>> All =>
    [
        new("STO-1", "a refused write leaves no event", RefusedLeavesNoEvent, StorageCapabilities.Outbox),
        new("STO-1", "a write and its events arrive together", EventsArrive, StorageCapabilities.Outbox),
        new("STO-1", "a write that fails at its end is taken back whole", FailsAtTheEnd, StorageCapabilities.Faults),
        new("STO-2", "a record's versions are 1, 2, 3", Versions),
        new("STO-3", "a write over another version is refused and changes nothing", StaleIsRefused),
        new("STO-3", "of six racing writers one wins", SixWriters),
        new("STO-4", "another tenant sees nothing and writes its own", OtherTenant),
        new("STO-8", "every list holds what it must, in its order, whatever the size of its pages", Lists),
        new("STO-8", "a walk under writes neither repeats nor skips what did not change", WalkUnderWrites),
        new("STO-10", "a call that is cancelled before it begins does nothing", Cancelled),
        new("STO-12", "an acknowledged record survives the end of the process", Survives, StorageCapabilities.Durable),
        new("STO-15", "a list shows a write as soon as was declared", ListsAreTimely),
    ];

    private static async Task RefusedLeavesNoEvent(RecordGround at)
    {
        await at.SaveAsync(1, 0, 0);
        await at.SaveAsync(1, 1, 0, at.Event(1, 100));
        at.Probe.Same(at.Ids(), await at.EventsAsync(), "a write over a wrong version was refused; the outbox was read");
    }

    private static async Task EventsArrive(RecordGround at)
    {
        CrmEvent[] events = [at.Event(1, 100), at.Event(1, 101)];
        await at.SaveAsync(1, 0, 0, events);
        at.Probe.Same(at.Ids(events), await at.EventsAsync(), "a record was written with two events; the outbox was read");
    }

    private static async Task FailsAtTheEnd(RecordGround at)
    {
        await at.SaveAsync(1, 0, 0);
        at.FailNextWrite();
        await at.Probe.RefusedAsync<Exception>(() => at.SaveAsync(1, 1, 1, at.Event(1, 100)), "a write fails at its last step");
        at.Probe.Equal(new RecordSeen("1.0", 1), await at.FindAsync(1), "the record was read after a failed write");
        at.Probe.Same(at.Ids(), await at.EventsAsync(), "the outbox was read after a failed write");
    }

    private static async Task Versions(RecordGround at)
    {
        at.Probe.Equal(null, await at.FindAsync(1), "a record that was never written was read");
        for (var version = 1; version <= 3; version++)
        {
            at.Probe.Equal(new WriteResult(WriteStatus.Saved, version), await at.SaveAsync(1, version, version - 1), $"write number {version}");
            at.Probe.Equal(new RecordSeen($"1.{version}", version), await at.FindAsync(1), $"the record was read after write number {version}");
        }
    }

    private static async Task StaleIsRefused(RecordGround at)
    {
        at.Probe.Equal(new WriteResult(WriteStatus.Conflict, 0), await at.SaveAsync(1, 0, 1), "a write expects version 1 of a record that is missing");
        await at.SaveAsync(1, 0, 0);
        await at.SaveAsync(1, 1, 1);
        foreach (var wrong in new[] { 0L, 1, 3, 99 })
        {
            at.Probe.Equal(new WriteResult(WriteStatus.Conflict, 2), await at.SaveAsync(1, 5, wrong), $"a write expects version {wrong} of a record at 2");
        }

        at.Probe.Equal(new RecordSeen("1.1", 2), await at.FindAsync(1), "the record was read after refused writes");
    }

    private static async Task SixWriters(RecordGround at)
    {
        for (var round = 0L; round < 10; round++)
        {
            var expected = round;
            var results = await Ground.RaceAsync(6, i => at.SaveAsync(1, i, expected));
            at.Probe.Equal(1, results.Count(r => r.Status == WriteStatus.Saved), $"six writers expect version {round}; how many win");
        }
    }

    private static async Task OtherTenant(RecordGround at)
    {
        var other = at.TenantWith("-other");
        await at.SaveAsync(1, 1, 0);
        at.Probe.Equal(null, await at.FindAsync(other, 1), "another tenant reads a record of equal id");
        at.Probe.Equal(new WriteResult(WriteStatus.Saved, 1), await at.SaveAsync(other, new(1, 2, 0)), "another tenant writes a record of equal id");
        at.Probe.Equal("1.1", (await at.FindAsync(1))?.Content, "the first tenant's record was read then");
        at.Probe.Same(["1.1"], await at.AllAsync(at.Tenant, 0), "the first tenant's records were listed then");
    }

    private static async Task Lists(RecordGround at)
    {
        var records = Enumerable.Range(0, 60).Select(n => (n, n % RecordGround.Variants)).ToList();
        await at.SeedAsync(at.Tenant, records);
        for (var listing = 0; listing < at.Listings.Count; listing++)
        {
            var which = listing;
            var expected = at.Expected(which, records);
            await at.EventuallyAsync(expected, () => at.AllAsync(at.Tenant, which), $"{at.Listings[which]} was listed");
            foreach (var size in new[] { 1, 7 })
            {
                at.Probe.Same(expected, await at.AllAsync(at.Tenant, which, size), $"{at.Listings[which]} was walked by pages of {size}");
                at.Probe.Same(
                    Enumerable.Reverse(expected).ToList(), await at.AllAsync(at.Tenant, which, size, descending: true), $"{at.Listings[which]} was walked backwards by pages of {size}");
            }
        }
    }

    private static async Task WalkUnderWrites(RecordGround at)
    {
        var records = Enumerable.Range(0, 40).Select(n => (n, 0)).ToList();
        await at.SeedAsync(at.Tenant, records);
        var next = 40;
        var seen = await at.AllAsync(at.Tenant, 0, size: 5, between: async () => await at.SaveAsync(next++, 0, 0));
        at.Probe.Same(at.Expected(0, records), [.. seen.Where(label => int.Parse(label.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture) < 40)], "40 records were walked while others were added");
    }

    private static async Task Cancelled(RecordGround at)
    {
        await at.Probe.RefusedAsync<OperationCanceledException>(
            () => at.SaveAsync(at.Tenant, new(1, 0, 0), new CancellationToken(canceled: true)), "a record was written with a cancelled token");
        at.Probe.Equal(null, await at.FindAsync(1), "the record was read then");
    }

    private static async Task Survives(RecordGround at)
    {
        await at.SaveAsync(1, 3, 0, at.Event(1, 100));
        await at.RestartAsync();
        at.Probe.Equal(new RecordSeen("1.3", 1), await at.FindAsync(1), "a record was read after a restart");
    }

    private static async Task ListsAreTimely(RecordGround at)
    {
        if (at.MaxIndexLag > NodaTime.Duration.Zero)
        {
            return;
        }

        for (var n = 0; n < 5; n++)
        {
            await at.SaveAsync(n, 0, 0);
            at.Probe.Equal(n + 1, (await at.AllAsync(at.Tenant, 0)).Count, $"records were listed at once after write {n + 1}");
        }
    }
}
