using CrossBorder.Crm.Conformance.Running;
using CrossBorder.Crm.Conformance.Streams;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Conformance.Walk;

/// <summary>Random appends, loads and reads on a few streams, each compared with a model that is three dictionaries. The seed stands in the name.</summary>
internal static class StreamWalk
{
    private const int StreamCount = 4;

    public static IEnumerable<CaseDefinition<StreamGround>> Cases(ConformanceOptions options) => options.Seeds.Select(seed =>
        new CaseDefinition<StreamGround>(ConformanceCase.WholeContract, $"a random walk of {options.WalkSteps} steps from seed {seed}", at => WalkAsync(at, new Draw(seed), options.WalkSteps)));

    private static async Task WalkAsync(StreamGround at, Draw draw, int steps)
    {
        var model = Enumerable.Range(0, StreamCount).Select(_ => new ModelStream()).ToArray();
        for (var step = 0; step < steps; step++)
        {
            var stream = draw.Below(StreamCount);
            var (known, done) = (model[stream], $"step {step} of the walk, on stream {stream} at version {model[stream].Entries.Count}");
            if (draw.Chance(70))
            {
                var expected = draw.Chance(80) ? known.Entries.Count : draw.Below(12);
                var append = new AppendSent(stream, expected, $"k{draw.Below(40)}")
                {
                    Request = draw.Below(5),
                    Entries = [.. Enumerable.Range(0, 1 + draw.Below(3)).Select(_ => draw.Below(100))],
                    State = draw.Below(100),
                };
                at.Probe.Equal(known.Append(append), await at.AppendAsync(append), $"{done}: {append.Entries.Length} entries over version {expected} under {append.Key}");
            }
            else
            {
                var key = $"k{draw.Below(40)}";
                var load = await at.LoadAsync(stream, key);
                at.Probe.Equal(new HeadSeen(stream, known.Entries.Count, known.State), load.Head, $"{done}: the head was loaded");
                at.Probe.Equal(known.Answers.GetValueOrDefault(key), load.Answer, $"{done}: the answer to {key} was loaded");
                at.Probe.Same(known.Entries, await at.AllAsync(at.Tenant, stream, size: 1 + draw.Below(9)), $"{done}: the entries were read");
            }
        }
    }

    private sealed class ModelStream
    {
        public List<EntrySeen> Entries { get; } = [];

        public Dictionary<string, AnswerSeen> Answers { get; } = [];

        public string? State { get; private set; }

        public AppendSeen Append(AppendSent append)
        {
            if (Answers.TryGetValue(append.Key, out var first))
            {
                return new(AppendStatus.AlreadyApplied, first.Head, first);
            }

            if (append.Expected != Entries.Count)
            {
                return new(AppendStatus.Conflict, Entries.Count);
            }

            foreach (var text in StreamGround.Texts(append.Entries))
            {
                Entries.Add(new(text, Entries.Count + 1));
            }

            State = StreamGround.Texts(append.State)[0];
            Answers[append.Key] = AnswerSeen.Of(Entries.Count, append.Request);
            return new(AppendStatus.Appended, Entries.Count);
        }
    }
}
