using CrossBorder.Crm.Support;
using NodaTime;
using Spectre.Console;
using SupportDesk.Week;

namespace SupportDesk.Report;

/// <summary>What the week came to, for people.</summary>
internal static class WeekReport
{
    public static void Write(WeekOutcome week, long seed, IAnsiConsole console)
    {
        console.WriteLine($"A week of three sites from Monday 16 March 2026, 00:00 UTC: {week.Tickets.Length} tickets, seed {seed}. Customers, staff and promises are made up. Times are UTC.");
        console.WriteLine();
        WriteDays(week.Journal, console);
        WriteQueue(week, console);
        WriteStaff(week.Journal, console);
        WriteCounts("Handovers, asked before a shift ends and when a customer writes to who is off", week.Journal, [Deed.Kept, Deed.HandoverPlanned], console);
        WriteCounts("Escalations by rule", week.Journal, [Deed.Escalated], console);
        WriteCounts("No automatic answer, because", week.Journal, [Deed.NotAnsweredFirst], console);
        WriteCounts("Refused", week.Journal, [Deed.Refused], console);
        KpiTable.Write(week.Kpis, console);
        console.WriteLine($"What if? Differences with 95 % intervals of the paired bootstrap, 2,000 resamples, seed {seed}.");
        var what = WeekWhatIf.Of(week, seed);
        WhatIfTable.Write("first reply to a concern of normal priority within 2 h instead of 4 h", what.TighterPromise, console);
        WhatIfTable.Write("a model roster: one more agent in Kraków, who speaks Portuguese", what.OneMoreForPortuguese, console);
        WriteWhys(week, console);
    }

    private static void WriteDays(Journal journal, IAnsiConsole console)
    {
        Deed[] deeds = [Deed.Opened, Deed.AnsweredFirst, Deed.Assigned, Deed.NobodyFound, Deed.HandedOver, Deed.Escalated, Deed.Replied, Deed.Solved, Deed.Merged, Deed.Rated];
        var table = Figures.Table("Day by day", [.. deeds.Select(deed => Reasons.Words(deed))]);
        for (var day = 0; day < 7; day++)
        {
            var from = WeekRun.Start + Duration.FromDays(day);
            var on = journal.Decisions.Where(decision => decision.At >= from && decision.At < from + Duration.FromDays(1)).ToList();
            table.Row([WeekRun.Monday.PlusDays(day).DayOfWeek.ToString(), .. deeds.Select(deed => Figures.Count(on.Count(decision => decision.Deed == deed)))]);
        }

        table.Row(["the week", .. deeds.Select(deed => Figures.Count(journal.Count(deed)))]);
        console.Write(table);
    }

    private static void WriteQueue(WeekOutcome week, IAnsiConsole console)
    {
        var table = Figures.Table($"The queue on {Reasons.At(WeekRun.Look)}, the most pressing first", "language", "rank");
        table.AddColumn("has it");
        table.AddColumn("why");
        foreach (var ticket in week.Queue)
        {
            table.Row(
                week.Find(ticket)!.Concern.Name,
                ticket.Attributes[TicketAttributes.Language],
                Reasons.At(ticket.Rank.At!.Value),
                ticket.Assignee is { } agent ? Sites.NameOf(agent) : "nobody",
                string.Join("; ", ticket.Rank.Terms.Select(term => term.Text)));
        }

        console.Write(table);
    }

    private static void WriteStaff(Journal journal, IAnsiConsole console)
    {
        var table = Figures.Table("Agent", "site", "assigned", "taken over", "answered", "of it solved");
        foreach (var agent in Sites.Staff)
        {
            var hers = journal.Decisions.Where(decision => decision.Agent == agent.Id).ToLookup(decision => decision.Deed);
            table.Row(
                agent.Name,
                Sites.All.First(site => site.Id == agent.Shift).Name,
                Figures.Count(hers[Deed.Assigned].Count()),
                Figures.Count(hers[Deed.HandedOver].Count()),
                Figures.Count(hers[Deed.Replied].Count() + hers[Deed.Solved].Count()),
                Figures.Count(hers[Deed.Solved].Count()));
        }

        console.Write(table);
    }

    private static void WriteCounts(string title, Journal journal, Deed[] deeds, IAnsiConsole console)
    {
        var table = Figures.Table(title, "times");
        foreach (var group in journal.Decisions.Where(decision => deeds.Contains(decision.Deed)).GroupBy(decision => decision.Code ?? "").OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            table.Row(group.Key, Figures.Count(group.Count()));
        }

        console.Write(table);
    }

    // The customer of the eve, and one ticket each that was handed over and escalated.
    private static void WriteWhys(WeekOutcome week, IAnsiConsole console)
    {
        TicketId[] examples =
        [
            week.Find(GeneratedWeek.OnTheEve)!.State.Id,
            .. new[] { Deed.HandedOver, Deed.Escalated }.Select(deed => week.Journal.Decisions.First(decision => decision.Deed == deed).Ticket),
        ];
        foreach (var ticket in week.Tickets.Where(ticket => examples.Contains(ticket.State.Id)))
        {
            WhyReport.Write(ticket, week.Journal, console);
        }

        console.WriteLine("Any other decision: --why TICKET, such as --why T-017.");
    }

    private static WeekTicket? Find(this WeekOutcome week, Ticket ticket) => week.Tickets.FirstOrDefault(known => known.State.Id == ticket.Id);
}
