using System.Collections.Frozen;
using System.Collections.Immutable;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>The policies of a tenant in their order, checked, with their calendars compiled: what clocks are measured by. Immutable.</summary>
public sealed class SlaPlan
{
    private readonly CompiledPolicy[] policies;
    private readonly FrozenDictionary<string, CompiledPolicy> byName;
    private readonly FrozenDictionary<CalendarId, BusinessTimeline> timelines;
    private readonly ImmutableArray<PlannedTarget>[] targets;

    private SlaPlan(CompiledPolicy[] policies, FrozenDictionary<CalendarId, BusinessTimeline> timelines, string basis)
    {
        this.policies = policies;
        this.timelines = timelines;
        Basis = basis;
        byName = policies.ToFrozenDictionary(policy => policy.Policy.Name, StringComparer.Ordinal);
        Warns = policies.Any(policy => policy.Policy.Goals.Any(goal => !goal.Warnings.IsEmpty));
        targets = [.. Enum.GetValues<SlaMetric>().Select(metric => policies.SelectMany(policy => policy.TargetsOf(metric)).Distinct().ToImmutableArray())];
    }

    /// <summary>Names what the plan was made of; a state remembers it and is folded anew under another.</summary>
    public string Basis { get; }

    /// <summary>The host's own terms of every rank.</summary>
    internal IReadOnlyList<IRankTerms> HostTerms { get; private init; } = [];

    /// <summary>The policies, in their order.</summary>
    public IEnumerable<SlaPolicy> Policies => policies.Select(policy => policy.Policy);

    /// <summary>Checks policies and makes a plan of them.</summary>
    /// <param name="policies">The policies, in any order; they are put in theirs.</param>
    /// <param name="timelines">Gives a calendar's timeline, or null where there is no such calendar.</param>
    /// <param name="basis">Names what the plan is made of, such as the versions of policies and calendars; empty where nothing is stored.</param>
    /// <exception cref="ArgumentException">A policy is not valid, or names a calendar that there is not; the message names the place.</exception>
    public static SlaPlan Compile(IEnumerable<SlaPolicy> policies, Func<CalendarId, BusinessTimeline?> timelines, string basis = "") =>
        Compile(policies, timelines, basis, []);

    internal static SlaPlan Compile(
        IEnumerable<SlaPolicy> policies, Func<CalendarId, BusinessTimeline?> timelines, string basis, IReadOnlyList<IRankTerms> hostTerms)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(timelines);
        var ordered = policies.OrderBy(policy => policy.Order).ThenBy(policy => policy.Name, StringComparer.Ordinal).ToArray();
        var used = new Dictionary<CalendarId, BusinessTimeline>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var policy in ordered)
        {
            SlaPolicyValidation.Require(policy);
            if (!names.Add(policy.Name))
            {
                throw new ArgumentException($"The policy '{policy.Name}' is given twice.", nameof(policies));
            }

            foreach (var (place, calendar) in SlaPolicyValidation.Calendars(policy))
            {
                used[calendar] = timelines(calendar)
                    ?? throw new ArgumentException($"Policy '{policy.Name}', {place}: there is no calendar {calendar}.", nameof(policies));
            }
        }

        // Calendar time is at hand for promises without any policy naming it.
        if (!used.ContainsKey(CalendarId.AlwaysOpen) && timelines(CalendarId.AlwaysOpen) is { } always)
        {
            used.Add(CalendarId.AlwaysOpen, always);
        }

        var compiled = used.ToFrozenDictionary();
        return new SlaPlan([.. ordered.Select(policy => new CompiledPolicy(policy, compiled))], compiled, basis) { HostTerms = hostTerms };
    }

    /// <summary>The first policy whose conditions all hold, or null.</summary>
    /// <param name="attributes">The ticket's attributes.</param>
    public SlaPolicy? PolicyFor(ImmutableSortedDictionary<string, string> attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        foreach (var policy in policies)
        {
            if (policy.Policy.When.All(condition => condition.Holds(attributes)))
            {
                return policy.Policy;
            }
        }

        return null;
    }

    /// <summary>A policy of the plan by name, or null.</summary>
    /// <param name="name">The name.</param>
    public SlaPolicy? Find(string? name) => name is not null && byName.TryGetValue(name, out var policy) ? policy.Policy : null;

    /// <summary>The timeline of a calendar that the plan uses.</summary>
    /// <param name="calendar">The calendar.</param>
    /// <exception cref="KeyNotFoundException">No policy of the plan uses it.</exception>
    public BusinessTimeline Timeline(CalendarId calendar) => timelines[calendar];

    /// <summary>The target that a policy has for a metric at a priority.</summary>
    /// <param name="policy">The policy's name.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="priority">The priority.</param>
    /// <exception cref="ArgumentException">There is no such policy, or it has no such target; the message names both.</exception>
    public SlaTarget RequireTarget(string policy, SlaMetric metric, TicketPriority priority)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return !byName.ContainsKey(policy) ? throw new ArgumentException($"There is no policy '{policy}'.", nameof(policy))
            : TargetOf(policy, metric, priority)?.Target
              ?? throw new ArgumentException($"Policy '{policy}', goals: there is none for {metric} at {priority}.", nameof(priority));
    }

    /// <summary>The timeline of a calendar, or null where no policy of the plan uses it.</summary>
    internal BusinessTimeline? FindTimeline(CalendarId calendar) => timelines.GetValueOrDefault(calendar);

    /// <summary>Whether any target has warnings.</summary>
    internal bool Warns { get; }

    /// <summary>The warnings of the target that applies.</summary>
    internal ImmutableArray<SlaWarning> WarningsOf(string? policy, SlaMetric metric, TicketPriority priority) =>
        policy is not null && byName.TryGetValue(policy, out var found) ? found.Warnings(metric, priority) : [];

    /// <summary>Whether any policy has a target for the metric at any priority: only then does it have clocks.</summary>
    internal bool Measures(SlaMetric metric) => !targets[(int)metric].IsEmpty;

    /// <summary>Every target that the metric can ever have.</summary>
    internal ImmutableArray<PlannedTarget> TargetsOf(SlaMetric metric) => targets[(int)metric];

    /// <summary>The target that applies, or null.</summary>
    internal PlannedTarget? TargetOf(string? policy, SlaMetric metric, TicketPriority priority) =>
        policy is not null && byName.TryGetValue(policy, out var found) ? found.Target(metric, priority) : null;

    private sealed class CompiledPolicy
    {
        private readonly PlannedTarget?[] targets;
        private readonly ImmutableArray<SlaWarning>[] warnings;
        private readonly int priorities = Enum.GetValues<TicketPriority>().Length;

        public CompiledPolicy(SlaPolicy policy, FrozenDictionary<CalendarId, BusinessTimeline> timelines)
        {
            Policy = policy;
            targets = new PlannedTarget?[Enum.GetValues<SlaMetric>().Length * priorities];
            warnings = new ImmutableArray<SlaWarning>[targets.Length];
            Array.Fill(warnings, []);
            foreach (var goal in policy.Goals)
            {
                var place = (int)goal.Metric * priorities + (int)goal.Priority;
                warnings[place] = goal.Warnings;
                targets[place] = new PlannedTarget(new SlaTarget(goal.Within, goal.Calendar), policy.ExactFill, timelines[goal.Calendar]);
            }
        }

        public SlaPolicy Policy { get; }

        public PlannedTarget? Target(SlaMetric metric, TicketPriority priority) => targets[(int)metric * priorities + (int)priority];

        public ImmutableArray<SlaWarning> Warnings(SlaMetric metric, TicketPriority priority) => warnings[(int)metric * priorities + (int)priority];

        public IEnumerable<PlannedTarget> TargetsOf(SlaMetric metric) =>
            targets.Skip((int)metric * priorities).Take(priorities).OfType<PlannedTarget>();
    }
}

/// <summary>A target, its calendar compiled.</summary>
internal sealed record PlannedTarget(SlaTarget Target, ExactFill Fill, BusinessTimeline Timeline)
{
    public Instant DueFrom(Instant start, Duration left) => Timeline.Add(start, left, Fill);
}
