using CrossBorder.Crm.Primitives;
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
        if (TriggerRules.Find(program, request.Trigger) is not { } trigger)
        {
            return LoyaltyErrors.UnknownTrigger.With(("trigger", request.Trigger));
        }

        RequireWhatItNeeds(request, trigger);
        var earnedAt = (request.OccurredAt ?? clock.GetCurrentInstant()).ToMicroseconds();
        var day = earnedAt.InZone(programs.ZoneOf(program)).Date;
        LocalDate? birthday = request.Birthday is { } born ? TriggerRules.LastBirthday(born, day, trigger.LeapDay) : null;
        var (from, to) = Lifetime(program, earnedAt, trigger.Activation, trigger.Validity);
        var entry = Entry(program, trigger.Points, earnedAt, from, to, null) with
        {
            Trigger = new()
            {
                Trigger = trigger.Code, Occurrence = request.Occurrence, Year = birthday?.Year, ProgramVersion = program.Version, CountsIn = TriggerRules.CountsIn(trigger, day),
            },
        };
        return await RunAsync<TriggerDecisions.Occurred, EarnReceipt>(
            request.Account, KeyOf(request, birthday?.Year), LoyaltyRequestHash.Of(request), [], new(trigger, day, birthday, Grant(request.Account, entry, program)),
            TriggerDecisions.Earn, cancellationToken, request.Owner).ConfigureAwait(false);
    }

    private static void RequireWhatItNeeds(EarnForTrigger request, EarnTrigger trigger)
    {
        Require(request.Occurrence is not null, trigger.Kind == TriggerKind.Occurrence, "Occurrence");
        Require(request.Birthday is not null, trigger.Kind == TriggerKind.Birthday, "Birthday");

        void Require(bool isGiven, bool isNeeded, string member)
        {
            if (isGiven != isNeeded)
            {
                throw new ArgumentException(
                    $"The trigger '{trigger.Code}' is of kind {trigger.Kind} and {(isNeeded ? "needs" : "has no")} {member}.", nameof(request));
            }
        }
    }

    // The occurrence is the name of the request; of a birthday, its year: a corrected date of birth earns nothing more in the same year.
    private static IdempotencyKey KeyOf(EarnForTrigger request, int? year) =>
        request.Occurrence is { } occurrence ? IdempotencyKey.For($"trigger.{request.Trigger}", occurrence)
        : new(FormattableString.Invariant($"trigger.{request.Trigger}:{year?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "once"}"));
}
