using System.Runtime.CompilerServices;
using NodaTime;

namespace CrossBorder.Crm.Time;

/// <summary>Instants as ticks of 100 ns since the first instant of year 1, so that blocks and days are found by division alone.</summary>
internal static class TimelinePosition
{
    public const int DaysPerBlock = 27 * 7;

    public const long TicksPerBlock = DaysPerBlock * NodaConstants.TicksPerDay;

    /// <summary>The end of year 9998: room for a shift that starts on the last day, inside the range of NodaTime.</summary>
    public static readonly Instant End = Instant.FromUtc(9999, 1, 1, 0, 0);

    public static readonly Instant Origin = NodaConstants.BclEpoch;

    private static readonly long OriginTicks = Origin.ToUnixTimeTicks();

    public static readonly long Max = End.ToUnixTimeTicks() - OriginTicks;

    public static readonly int LastBlock = BlockOf(Max);

    /// <summary>The position of an instant; finer parts than a tick are dropped.</summary>
    public static long Of(Instant instant, [CallerArgumentExpression(nameof(instant))] string? parameter = null)
    {
        var position = instant.ToUnixTimeTicks() - OriginTicks;
        return position >= 0 && position <= Max
            ? position
            : throw new ArgumentOutOfRangeException(parameter, instant, $"Business time is known from {Origin} to {End}.");
    }

    public static Instant ToInstant(long position) => Instant.FromUnixTimeTicks(position + OriginTicks);

    public static int BlockOf(long position) => (int)((ulong)position / TicksPerBlock);
}
