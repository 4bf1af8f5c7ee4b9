namespace CrossBorder.Crm.Time;

/// <summary>The blocks of a timeline that have been needed so far: built when first asked for, published whole to every thread.</summary>
internal sealed class TimelineBlocks(OpenTimeSource source)
{
    // Far blocks are summed and forgotten, so that one absurd question does not hold memory for ever.
    private static readonly int FirstKept = TimelinePosition.BlockOf(TimelinePosition.Of(NodaTime.Instant.FromUtc(1900, 1, 1, 0, 0)));
    private static readonly int LastKept = TimelinePosition.BlockOf(TimelinePosition.Of(NodaTime.Instant.FromUtc(2200, 1, 1, 0, 0)));

    private const int FixedProofLength = 4;

    private readonly Lock gate = new();
    private volatile Built? built;

    /// <summary>What is built, at least from one block to another.</summary>
    public Built Covering(int first, int last)
    {
        var now = built;
        return now is not null && first >= now.First && last <= now.Last ? now : Extend(first, last);
    }

    /// <summary>More blocks after those that are built, or null when they cannot have open time.</summary>
    public Built? After(Built now) =>
        now.Last == TimelinePosition.LastBlock || ClosedFrom(now) ? null : Extend(now.First, Math.Min(now.Last + now.Step, TimelinePosition.LastBlock));

    /// <summary>More blocks before those that are built, or null when they cannot have open time.</summary>
    public Built? Before(Built now) =>
        now.First == 0 || ClosedUntil(now) ? null : Extend(Math.Max(now.First - now.Step, 0), now.Last);

    /// <summary>Whether a run of blocks beyond every exception, all open or all closed, settles what follows it.</summary>
    /// <param name="run">How many blocks there are in the run.</param>
    /// <param name="last">The last of them.</param>
    public bool Settles(int run, int last) =>
        run >= source.ProofLength && (last + 1 - source.ProofLength) * TimelinePosition.TicksPerBlock >= source.RegularFrom;

    /// <summary>The block, built anew where it is not kept.</summary>
    public TimelineBlock Build(int block)
    {
        var start = block * TimelinePosition.TicksPerBlock;
        return new TimelineBlock(source.Read(start, start + TimelinePosition.TicksPerBlock), start);
    }

    private bool ClosedFrom(Built now) => now.Count >= source.ProofLength
        && now.OpenBefore(now.Count - source.ProofLength) == now.OpenBefore(now.Count)
        && (now.Last + 1 - source.ProofLength) * TimelinePosition.TicksPerBlock >= source.RegularFrom;

    // Before the first rules of any zone its offset is fixed, so that a short stretch proves it for two zones as well.
    private bool ClosedUntil(Built now) => now.Count >= FixedProofLength
        && now.OpenBefore(0) == now.OpenBefore(FixedProofLength)
        && (now.First + FixedProofLength) * TimelinePosition.TicksPerBlock <= source.RegularUntil;

    private Built Extend(int first, int last)
    {
        lock (gate)
        {
            var now = built;
            if (now is not null)
            {
                (first, last) = (Math.Min(first, now.First), Math.Max(last, now.Last));
                if (first == now.First && last == now.Last)
                {
                    return now;
                }
            }

            var blocks = new TimelineBlock?[last - first + 1];
            var before = new long[blocks.Length + 1];
            for (var i = 0; i < blocks.Length; i++)
            {
                var block = first + i;
                if (now is not null && block >= now.First && block <= now.Last)
                {
                    blocks[i] = now.Kept(block - now.First);
                    before[i + 1] = before[i] + now.OpenBefore(block - now.First + 1) - now.OpenBefore(block - now.First);
                }
                else
                {
                    var fresh = Build(block);
                    blocks[i] = block >= FirstKept && block <= LastKept ? fresh : null;
                    before[i + 1] = before[i] + fresh.Total;
                }
            }

            return built = new Built(this, first, blocks, before);
        }
    }

    /// <summary>A run of blocks with the open ticks before each, counted from the run's start. Immutable.</summary>
    internal sealed class Built(TimelineBlocks owner, int first, TimelineBlock?[] blocks, long[] before)
    {
        public int First => first;

        public int Last => first + blocks.Length - 1;

        public int Count => blocks.Length;

        // Grows as the run does, so that a far answer costs few copies.
        public int Step => Math.Max(1, Count / 2);

        public TimelineBlock? Kept(int index) => blocks[index];

        public long OpenBefore(int index) => before[index];

        /// <summary>The open ticks of one block.</summary>
        public long OpenIn(int number) => before[number - first + 1] - before[number - first];

        public TimelineBlock Block(int number) => blocks[number - first] ?? owner.Build(number);

        /// <summary>The open ticks from the run's start to a position inside it.</summary>
        public long OpenBefore(long position)
        {
            var block = TimelinePosition.BlockOf(position);
            return before[block - first] + Block(block).OpenBefore(position - block * TimelinePosition.TicksPerBlock);
        }

        /// <summary>The earliest position with that many open ticks between the run's start and it; from 1 to the run's total.</summary>
        public long Earliest(long open)
        {
            var index = LastBefore(open);
            return (first + index) * TimelinePosition.TicksPerBlock + Block(first + index).Earliest(open - before[index]);
        }

        /// <summary>The latest such position; from 0 to less than the run's total.</summary>
        public long Latest(long open)
        {
            var index = LastBefore(open + 1);
            return (first + index) * TimelinePosition.TicksPerBlock + Block(first + index).Latest(open - before[index]);
        }

        private int LastBefore(long open)
        {
            int low = 0, high = blocks.Length - 1;
            while (low < high)
            {
                var middle = (low + high + 1) >> 1;
                if (before[middle] < open)
                {
                    low = middle;
                }
                else
                {
                    high = middle - 1;
                }
            }

            return low;
        }
    }
}
