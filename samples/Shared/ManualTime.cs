using NodaTime;

namespace CrossBorder.Samples;

/// <summary>The program's clock: it stands where the replay puts it, so that the same input always gives the same output.</summary>
internal sealed class ManualTime(Instant start) : TimeProvider
{
    private Instant now = start;

    public override DateTimeOffset GetUtcNow() => now.ToDateTimeOffset();

    /// <summary>Moves the clock on; never back.</summary>
    public void MoveTo(Instant instant) => now = Instant.Max(now, instant);
}
