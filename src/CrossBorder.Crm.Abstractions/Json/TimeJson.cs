using System.Text.Json.Serialization;
using CrossBorder.Crm.Time;

namespace CrossBorder.Crm.Json;

/// <summary>How calendars are written: wall times as people write them, <c>09:00-17:00</c>.</summary>
[JsonSerializable(typeof(BusinessCalendar))]
internal sealed partial class TimeJson : JsonSerializerContext
{
    public static RoomJson Room => new(Default, [new("business_calendar.v1", typeof(BusinessCalendar))], [
        new EntityIdConverter<CalendarId>(),
        new TextConverter<WallTime>(Time.WallTime.Parse, value => value.ToString()),
        new TextConverter<WallInterval>(Time.WallInterval.Parse, value => value.ToString()),
    ]);
}
