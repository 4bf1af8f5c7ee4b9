using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <content>What is earned besides orders.</content>
internal sealed partial class LoyaltyService
{
    public async ValueTask<CrmResult<EarnReceipt>> EarnForTriggerAsync(EarnForTrigger request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        StoredText.RequireCode(request.Trigger, TriggerRules.MaxCodeLength, "request.Trigger");
        request.Occurrence?.ThrowIfDefault("request.Occurrence");
        var program = await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("No programme was set. Call SetProgramAsync first.");
        var trigger = TriggerRules.Find(program, request.Trigger);
        var earnedAt = (request.OccurredAt ?? clock.GetCurrentInstant()).ToMicroseconds();
        var day = earnedAt.InZone(programs.ZoneOf(program)).Date;
        LocalDate? birthday = request.Birthday is { } born ? TriggerRules.LastBirthday(born, day, trigger?.LeapDay ?? default) : null;
        var (key, hash) = (KeyOf(request, birthday?.Year), LoyaltyRequestHash.Of(request));
        if (trigger is null || !HasWhatItNeeds(request, trigger))
        {
            // The programme may have changed since it was paid: the first answer comes before any refusal.
            return await RunAsync<(EarnForTrigger, EarnTrigger?), EarnReceipt>(
                request.Account, key, hash, [], (request, trigger), NotPaid, cancellationToken, request.Owner).ConfigureAwait(false);
        }

        var (from, to) = Lifetime(program, earnedAt, trigger.Activation, trigger.Validity);
        var entry = Entry(program, trigger.Points, earnedAt, from, to, null) with
        {
            Trigger = new()
            {
                Trigger = trigger.Code, Occurrence = request.Occurrence, Year = birthday?.Year, ProgramVersion = program.Version, CountsIn = TriggerRules.CountsIn(trigger, day),
            },
        };
        return await RunAsync<TriggerDecisions.Occurred, EarnReceipt>(
            request.Account, key, hash, [], new(trigger, day, birthday, Grant(request.Account, entry, program)),
            TriggerDecisions.Earn, cancellationToken, request.Owner).ConfigureAwait(false);
    }

    private static bool HasWhatItNeeds(EarnForTrigger request, EarnTrigger trigger) =>
        request.Occurrence is not null == (trigger.Kind == TriggerKind.Occurrence) && request.Birthday is not null == (trigger.Kind == TriggerKind.Birthday);

    private static CrmResult<Decision<LedgerEntry, LoyaltyAccountState, EarnReceipt>> NotPaid(
        (EarnForTrigger Request, EarnTrigger? Trigger) asked, StreamHead<LedgerEntry, LoyaltyAccountState> head) =>
        asked.Trigger is { } trigger ? throw Misfit(asked.Request, trigger) : LoyaltyErrors.UnknownTrigger.With(("trigger", asked.Request.Trigger));

    private static ArgumentException Misfit(EarnForTrigger request, EarnTrigger trigger)
    {
        var needs = trigger.Kind switch
        {
            TriggerKind.Occurrence => "Occurrence, and no Birthday",
            TriggerKind.Birthday => "Birthday, and no Occurrence",
            _ => "neither Occurrence nor Birthday",
        };
        return new($"The trigger '{trigger.Code}' is of kind {trigger.Kind} and needs {needs}.", nameof(request));
    }

    // The occurrence is the name of the request; of a birthday, its year: a corrected date of birth earns nothing more in the same year.
    private static IdempotencyKey KeyOf(EarnForTrigger request, int? year) =>
        request.Occurrence is { } occurrence ? IdempotencyKey.For($"trigger.{request.Trigger}", occurrence)
        : new(FormattableString.Invariant($"trigger.{request.Trigger}:{year?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "once"}"));
}
