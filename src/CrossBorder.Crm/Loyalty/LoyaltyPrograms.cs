using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>The versions of a tenant's programme: each is a record that never changes, and one record says which is in force.</summary>
internal sealed class LoyaltyPrograms(
    ILoyaltyProgramRepository repository,
    RecordCache<LoyaltyProgramId, LoyaltyProgram, LoyaltyProgramQuery> cache,
    IDateTimeZoneProvider zones,
    int maxConflicts)
{
    public async ValueTask<LoyaltyProgram> SetAsync(TenantId tenant, LoyaltyProgram program, CancellationToken cancellationToken)
    {
        Require(program);
        for (var attempt = 0; attempt <= maxConflicts; attempt++)
        {
            var current = await repository.FindAsync(tenant, LoyaltyProgramId.Current, cancellationToken).ConfigureAwait(false);
            if (current is { } last && IsSame(last.Value, program))
            {
                return last.Value;
            }

            // The version is written before the pointer to it: a reader never finds a pointer to nothing. A version that was written by a
            // call that died before the pointer moved is taken up if it is the same, and passed over if it is another.
            var next = program with { Version = (current?.Value.Version ?? 0) + 1 };
            while (await WriteVersionAsync(tenant, next, cancellationToken).ConfigureAwait(false) is false)
            {
                next = next with { Version = next.Version + 1 };
            }

            var pointer = LoyaltyCollections.Programs.Write(tenant, next, current?.Version ?? 0);
            var result = await repository.SaveAsync(tenant, LoyaltyProgramId.Current, pointer, cancellationToken).ConfigureAwait(false);
            cache.Forget(tenant, LoyaltyProgramId.Current);
            if (result.Status == WriteStatus.Saved)
            {
                return next;
            }
        }

        throw new ConcurrencyConflictException($"The programme was changed by others {maxConflicts + 1} times; repeat the call.");
    }

    public ValueTask<LoyaltyProgram?> FindAsync(TenantId tenant, long? version, CancellationToken cancellationToken)
    {
        var finding = cache.FindAsync(tenant, version is { } v ? LoyaltyProgramId.Of(v) : LoyaltyProgramId.Current, cancellationToken);
        return finding.IsCompletedSuccessfully ? new(finding.Result?.Value) : FoundAsync(finding);

        static async ValueTask<LoyaltyProgram?> FoundAsync(ValueTask<Versioned<LoyaltyProgram>?> finding) => (await finding.ConfigureAwait(false))?.Value;
    }

    /// <summary>How accounts answer for each other; here because the zones are.</summary>
    public LedgerLinks Links { get; } = new(zones);

    public DateTimeZone ZoneOf(LoyaltyProgram program) => zones[program.Zone];

    public DateTimeZone ZoneOf(string id) => zones[id];

    private async ValueTask<bool> WriteVersionAsync(TenantId tenant, LoyaltyProgram program, CancellationToken cancellationToken)
    {
        var id = LoyaltyProgramId.Of(program.Version);
        var result = await repository.SaveAsync(tenant, id, LoyaltyCollections.Programs.Write(tenant, program, 0), cancellationToken).ConfigureAwait(false);
        return result.Status == WriteStatus.Saved
            || (await repository.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false) is { } there && IsSame(there.Value, program));
    }

    private static bool IsSame(LoyaltyProgram x, LoyaltyProgram y) => x with { Version = 0 } == y with { Version = 0 };

    private void Require(LoyaltyProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        ProgramRules.Require(program, zones.GetZoneOrNull(program.Zone)
            ?? throw new ArgumentException($"'{program.Zone}' is no time zone of {zones.VersionId}.", "program.Zone"));
    }
}
