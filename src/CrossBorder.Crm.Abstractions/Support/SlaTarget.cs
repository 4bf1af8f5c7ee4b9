using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>How much time is allowed, and in which calendar it is counted.</summary>
/// <param name="Within">The allowed open time; more than zero.</param>
/// <param name="Calendar">The calendar; <see cref="CalendarId.AlwaysOpen"/> for calendar hours.</param>
public readonly record struct SlaTarget(Duration Within, CalendarId Calendar);
