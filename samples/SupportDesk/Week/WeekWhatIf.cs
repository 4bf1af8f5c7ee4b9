using CrossBorder.Crm.Support;
using CrossBorder.Crm.Time;
using NodaTime;

namespace SupportDesk.Week;

/// <summary>What another promise, or another roster, would have changed of this week.</summary>
internal sealed record WeekWhatIf(WhatIfReport TighterPromise, WhatIfReport OneMoreForPortuguese)
{
    public static WeekWhatIf Of(WeekOutcome week, long seed)
    {
        var request = new WhatIfRequest { From = WeekRun.Start, To = WeekRun.End, Seed = seed };
        var today = Plan(normalReplyHours: 4);
        var roster = new Roster { Agents = [.. Sites.OnDuty], Work = Duration.FromMinutes(20) };
        var more = Sites.Agent("Tiago", Sites.Krakow, "pt:5 en:4");
        return new(
            SupportWhatIf.Policies(request, today, Plan(normalReplyHours: 2), week.Tickets.Select(ticket => ticket.History)),
            SupportWhatIf.Rosters(
                request,
                today,
                roster,
                roster with { Agents = [.. roster.Agents, new AgentOnDuty(more, Sites.ShiftOf(more), InHand: 0)] },
                week.Tickets.Select(ticket => ticket.History.Opening)));
    }

    private static SlaPlan Plan(int normalReplyHours) => SlaPlan.Compile(DeskSetup.Promise(normalReplyHours), Sites.Hours);
}
