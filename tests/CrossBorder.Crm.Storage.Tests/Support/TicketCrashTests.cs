using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Tests.Flows;

namespace CrossBorder.Crm.Storage.Tests.Support;

/// <summary>A process that dies between any two steps of a sweep or a merger, or within one, and begins again: it ends where it would have ended.</summary>
public sealed class TicketCrashTests
{
    private static readonly string[] Names = ["first", "second", "third", "fourth"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static IEnumerable<TheoryDataRow<string, bool>> Adapters =>
        from adapter in new[] { TicketShop.Bridge, "Sqlite", "PostgreSql" }
        from atomic in new[] { true, false }
        select new TheoryDataRow<string, bool>(adapter, atomic) { Traits = new() { ["Adapter"] = [adapter] } };

    [Theory, MemberData(nameof(TicketLifeTests.Adapters), MemberType = typeof(TicketLifeTests))]
    public Task A_sweep_that_dies_anywhere_is_begun_again(string adapter) => EndsTheSameAsync(
        adapter,
        atomic: true,
        async (crm, pass) =>
        {
            var life = new TicketLife(crm, pass);
            foreach (var name in Names)
            {
                await life.OpenAsync(TicketLife.Opening(name) with { Priority = name == "fourth" ? TicketPriority.Low : TicketPriority.Urgent });
            }

            await life.WriteAsync("third", "r-1", TicketMessageKind.AgentReply, message => message with { Then = TicketMove.AskCustomer, FollowUpAt = TicketShop.Start + NodaTime.Duration.FromHours(3) });
            pass(5);
        },
        async crm =>
        {
            for (string? cursor = null; ;)
            {
                var sweep = await crm.Tickets.SweepAsync(max: 2, cursor, Ct);
                Assert.Equal(0, sweep.Failed);
                if ((cursor = sweep.Next) is null)
                {
                    return;
                }
            }
        });

    [Theory, MemberData(nameof(Adapters))]
    public Task A_merger_that_dies_anywhere_is_begun_again(string adapter, bool atomic) => EndsTheSameAsync(
        adapter,
        atomic,
        async (crm, pass) =>
        {
            var life = new TicketLife(crm, pass);
            foreach (var name in Names)
            {
                await life.OpenAsync(TicketLife.Opening(name));
            }

            await life.WriteAsync("first", "r-1", TicketMessageKind.AgentReply);
            pass(1);
        },
        async crm =>
        {
            await MergeAsync("third", "second");
            await MergeAsync("second", "first");

            async Task MergeAsync(string from, string into)
            {
                var request = new MergeTicket { Ticket = TicketLife.IdOf(from), Into = TicketLife.IdOf(into), Key = new("merge"), Agent = TicketDesk.Ola };
                Assert.True((await crm.Tickets.MergeAsync(request, Ct)).IsSuccess);
            }
        });

    // Each attempt is a tenant of its own in one and the same storage.
    private static async Task EndsTheSameAsync(string adapter, bool atomic, Func<ICrmTenant, Action<double>, Task> prepare, Func<ICrmTenant, Task> run)
    {
        await using var shop = await TicketShop.OpenAsync(adapter, inner => atomic ? new AtomicCrashingEngine(inner) : new CrashingEngine(inner));
        var (calls, end) = await AttemptAsync("whole", diesAt: null, takesEffect: false);
        Assert.True(calls > 3, "the work is done in several calls");
        for (var call = 1; call <= calls; call++)
        {
            foreach (var takesEffect in new[] { false, true })
            {
                var (_, other) = await AttemptAsync($"{call}-{takesEffect}", call, takesEffect);
                Assert.True(end == other, $"Died at call {call} of {calls}, {(takesEffect ? "after" : "before")} it took effect:\n{other}\ninstead of\n{end}");
            }
        }

        async Task<(int Calls, string End)> AttemptAsync(string tenant, int? diesAt, bool takesEffect)
        {
            await shop.BeginAnewAsync();
            await TicketDesk.DefineAsync(shop.For(tenant));
            await prepare(shop.For(tenant), shop.Pass);
            await shop.RestartAsync();
            shop.Engine.DieAt(diesAt ?? int.MaxValue, takesEffect);
            if (diesAt is not null)
            {
                await Assert.ThrowsAsync<SimulatedCrashException>(() => run(shop.For(tenant)));
                await shop.RestartAsync();
            }

            await run(shop.For(tenant));
            var calls = shop.Engine.Calls;

            // Once more for good measure: a repetition of what is done changes nothing.
            await run(shop.For(tenant));
            return (calls, await TicketDump.OfAsync(shop, tenant, Names));
        }
    }
}
