using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Time;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>The plan of each tenant: its stored policies and their calendars, compiled, as old as the configuration may be.</summary>
internal sealed class SlaPlans(
    ISlaPolicyRepository policies, CalendarTimelines calendars, IEnumerable<IRankTerms> hostTerms, IDateTimeZoneProvider zones, IClock clock, TimeSpan maxAge)
{
    private readonly ConcurrentDictionary<TenantId, (SlaPlan Plan, Instant ReadAt)> plans = new();
    private readonly IReadOnlyList<IRankTerms> hostTerms = [.. hostTerms];
    private readonly Duration maxAge = Duration.FromTimeSpan(maxAge);

    public async ValueTask<SlaPlan> GetAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var known = plans.TryGetValue(tenant, out var copy);
        if (known && now - copy.ReadAt < maxAge && now >= copy.ReadAt)
        {
            return copy.Plan;
        }

        var stored = await ReadAsync(tenant, cancellationToken).ConfigureAwait(false);
        var compiled = await CompileAsync(tenant, stored, cancellationToken).ConfigureAwait(false);
        var basis = Basis(stored, compiled);
        var plan = known && copy.Plan.Basis == basis
            ? copy.Plan
            : SlaPlan.Compile(stored.Select(policy => policy.Value), id => compiled.GetValueOrDefault(id)?.Timeline, basis, hostTerms);
        plans[tenant] = (plan, now);
        return plan;
    }

    /// <summary>Forgets a tenant's plan, because this node has just written a policy.</summary>
    public void Forget(TenantId tenant) => plans.TryRemove(tenant, out _);

    private async ValueTask<List<Versioned<SlaPolicy>>> ReadAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var stored = new List<Versioned<SlaPolicy>>();
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var read = await policies.ListAsync(tenant, new SlaPolicyQuery(), page, cancellationToken).ConfigureAwait(false);
            stored.AddRange(read.Items);
            page = page with { After = read.Next };
        }
        while (page.After is not null);

        return stored;
    }

    private async ValueTask<Dictionary<CalendarId, CompiledCalendar>> CompileAsync(
        TenantId tenant, List<Versioned<SlaPolicy>> stored, CancellationToken cancellationToken)
    {
        var compiled = new Dictionary<CalendarId, CompiledCalendar>();
        foreach (var id in stored.SelectMany(policy => SlaPolicyValidation.Calendars(policy.Value)).Select(use => use.Calendar).Append(CalendarId.AlwaysOpen).Distinct())
        {
            if (await calendars.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false) is { } calendar)
            {
                compiled.Add(id, calendar);
            }
        }

        return compiled;
    }

    // Whatever the clocks depend on besides the ticket's own history.
    private string Basis(List<Versioned<SlaPolicy>> stored, Dictionary<CalendarId, CompiledCalendar> compiled)
    {
        var parts = stored.Select(policy => (policy.Value.Id.Value, policy.Version))
            .Concat(compiled.Select(calendar => (calendar.Key.Value, calendar.Value.Version)))
            .Order()
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Item1}#{part.Item2}"));
        return Digest.Of(Encoding.UTF8.GetBytes($"{zones.VersionId}\n{string.Join('\n', parts)}")).ToString();
    }
}
