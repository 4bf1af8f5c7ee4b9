using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Support;
using CrossBorder.Samples;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace SupportDesk.Week;

/// <summary>Simulates a week of the desk through the library's public services, in memory, on a manual clock.</summary>
internal static class WeekRun
{
    public static LocalDate Monday { get; } = new(2026, 3, 16);

    public static Instant Start { get; } = Monday.AtMidnight().InUtc().ToInstant();

    public static Instant End { get; } = Start + Duration.FromDays(7);

    /// <summary>When the queue is looked at for the report: Kraków works its last hour, Mexico keeps its holiday.</summary>
    public static Instant Look { get; } = Start + Duration.FromHours(15);

    public static async Task<WeekOutcome> RunAsync(long seed)
    {
        var concerns = GeneratedWeek.Of(seed, Monday);
        var time = new ManualTime(Start);
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddCrossBorderCrm(crm => crm.SingleTenant("shop").AddSupport().UseInMemory())
            .BuildServiceProvider();
        var crm = services.GetRequiredService<ICrm>();
        var floor = new Floor(crm, crm.For(new("shop")), new Agenda(time, Start), concerns);
        await DeskSetup.DefineAsync(floor.Tenant);
        PutDown(floor, concerns);
        await floor.Agenda.RunAsync(Look);
        var waiting = (await floor.Tickets.ListAsync(new() { InQueue = true }, new() { Size = 10 })).Items;
        await floor.Agenda.RunAsync(End);
        return await WeekOutcome.OfAsync(floor, concerns, [.. waiting]);
    }

    private static void PutDown(Floor floor, IReadOnlyList<Concern> concerns)
    {
        foreach (var concern in concerns.Where(concern => concern.At < End))
        {
            floor.Agenda.At(concern.At, () => floor.Inbox.ReceiveAsync(concern));
        }

        foreach (var agent in Sites.Staff)
        {
            var shift = Sites.ShiftOf(agent);
            for (var at = shift.NextOpen(Start); at < End; at = shift.NextOpen(shift.NextClose(at.Value)!.Value))
            {
                floor.Agenda.At(at.Value, () => floor.Staff.WakeAsync(agent.Id));
                floor.Agenda.At(shift.NextClose(at.Value)!.Value - Handovers.BeforeTheEnd, () => floor.Handovers.AskAllAsync(agent.Id));
            }
        }
    }
}
