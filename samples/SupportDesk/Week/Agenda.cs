using CrossBorder.Samples;
using NodaTime;

namespace SupportDesk.Week;

/// <summary>What happens when: the clock jumps from one thing to the next. Of two at one instant, the one that was put down first comes first.</summary>
internal sealed class Agenda(ManualTime time, Instant start)
{
    private readonly PriorityQueue<Func<Task>, (Instant At, long Number)> items = new();
    private long number;

    public Instant Now { get; private set; } = start;

    public void At(Instant at, Func<Task> what) => items.Enqueue(what, (Instant.Max(at, Now), number++));

    public void In(Duration time, Func<Task> what) => At(Now + time, what);

    /// <summary>Runs until an instant, exclusive; the clock then stands at it.</summary>
    public async Task RunAsync(Instant until)
    {
        while (items.TryPeek(out _, out var next) && next.At < until)
        {
            var what = items.Dequeue();
            Move(next.At);
            await what();
        }

        Move(until);
    }

    private void Move(Instant to)
    {
        Now = to;
        time.MoveTo(to);
    }
}
