using NodaTime;

namespace CrossBorder.Crm.Primitives;

/// <summary>A clock that ticks in microseconds, the finest unit that every storage keeps.</summary>
internal sealed class MicrosecondClock(IClock clock) : IClock
{
    public Instant GetCurrentInstant() => clock.GetCurrentInstant().ToMicroseconds();
}

/// <summary>Truncation to what is stored.</summary>
internal static class Instants
{
    /// <summary>The instant without its fraction of a microsecond; towards the past.</summary>
    public static Instant ToMicroseconds(this Instant instant)
    {
        var ticks = instant.ToUnixTimeTicks();
        var fraction = ticks % 10;
        return Instant.FromUnixTimeTicks(ticks - (fraction < 0 ? fraction + 10 : fraction));
    }
}
