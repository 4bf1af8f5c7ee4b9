namespace CrossBorder.Crm.Storage.Tests.Support;

/// <summary>A ticket's life through the service is the same on every storage: state, history, messages, clocks, lists, figures and events, byte for byte.</summary>
public sealed class TicketLifeTests
{
    private static readonly string[] Names = ["first", "second", "third", "fourth"];

    public static IEnumerable<TheoryDataRow<string>> Adapters =>
        new[] { TicketShop.Bridge, "Sqlite", "PostgreSql" }.Select(adapter => new TheoryDataRow<string>(adapter) { Traits = new() { ["Adapter"] = [adapter] } });

    [Theory, MemberData(nameof(Adapters))]
    public async Task A_ticket_s_life_is_that_in_memory_and_is_there_after_a_restart(string adapter)
    {
        var (expected, answers, _) = await LiveAsync(TicketShop.InMemory);
        var (there, theirs, afterwards) = await LiveAsync(adapter);

        Assert.Equal(answers, theirs);
        Assert.Equal(expected, there);
        Assert.Equal(WithoutEvents(expected), afterwards);
    }

    [Theory, MemberData(nameof(Adapters))]
    public async Task A_life_that_is_asked_for_again_changes_nothing_and_gives_the_first_answers(string adapter)
    {
        await using var shop = await TicketShop.OpenAsync(adapter);
        await TicketDesk.DefineAsync(shop.For("shop"));
        var first = new TicketLife(shop.For("shop"), shop.Pass);
        await first.LiveAsync(sweeps: true);
        var before = await TicketDump.OfAsync(shop, "shop", Names);

        await shop.RestartAsync();
        var again = new TicketLife(shop.For("shop"), _ => { });
        await again.LiveAsync(sweeps: false);

        Assert.Equal(first.Answers, again.Answers);
        Assert.Equal(WithoutEvents(before), await TicketDump.OfAsync(shop, "shop", Names));
    }

    [Theory, MemberData(nameof(Adapters))]
    public async Task A_desk_sees_nothing_of_another_desk_s_tickets(string adapter)
    {
        await using var shop = await TicketShop.OpenAsync(adapter);
        foreach (var tenant in new[] { "one", "two" })
        {
            await TicketDesk.DefineAsync(shop.For(tenant));
        }

        await new TicketLife(shop.For("one"), _ => { }).OpenAsync(TicketLife.Opening("first"));

        Assert.Null(await shop.For("two").Tickets.FindAsync(TicketLife.IdOf("first"), TestContext.Current.CancellationToken));
        Assert.Empty((await shop.For("two").Tickets.ListAsync(new() { InQueue = true }, new(), TestContext.Current.CancellationToken)).Items);
    }

    private static async Task<(string There, IReadOnlyList<string> Answers, string Afterwards)> LiveAsync(string adapter)
    {
        await using var shop = await TicketShop.OpenAsync(adapter);
        await TicketDesk.DefineAsync(shop.For("shop"));
        var life = new TicketLife(shop.For("shop"), shop.Pass);
        await life.LiveAsync(sweeps: true);
        var there = await TicketDump.OfAsync(shop, "shop", Names);

        // What is in memory ends with its process; everything else is to be there for the next one.
        if (adapter != TicketShop.InMemory)
        {
            await shop.RestartAsync();
        }

        return (there, life.Answers, await TicketDump.OfAsync(shop, "shop", Names));
    }

    // Events are told once.
    private static string WithoutEvents(string dump) => string.Concat(dump.Split('\n').Where(line => !line.StartsWith("told ", StringComparison.Ordinal)).Select(line => line + '\n'))[..^1];
}
