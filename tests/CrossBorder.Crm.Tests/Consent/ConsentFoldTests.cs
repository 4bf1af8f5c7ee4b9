using System.Collections.Immutable;
using CrossBorder.Crm.Consent;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Consent;

/// <summary>Histories that were once folded wrongly when their entries came one by one, and late.</summary>
public sealed class ConsentFoldTests
{
    private static readonly ConsentScope Wide = new(Purpose.DirectMarketing, null, null);
    private static readonly ConsentScope Narrow = new(Purpose.DirectMarketing, Channel.Email, null);

    [Fact]
    public void An_erasure_recorded_late_brings_back_the_request_that_waited_less_long()
    {
        var later = Requested(day: 3, days: 1, "t1");
        ConsentEntry[] history = [later, Requested(day: 1, days: 30, "t2"), new ErasureCompleted { OccurredAt = Day(2), RecordedAt = Day(9) }];

        Assert.Contains(later, Folded(history));
    }

    [Fact]
    public void A_request_confirmed_in_part_brings_back_the_one_that_waited_less_long()
    {
        var waiting = Requested(day: 1, days: 20, "t1");
        ConsentEntry[] history =
        [
            waiting,
            Requested(day: 2, days: 30, "t2"),
            new ConsentConfirmed { OccurredAt = Day(3), RecordedAt = Day(3), Scope = Narrow, Token = "t2" },
        ];

        Assert.Contains(waiting, Folded(history));
    }

    [Fact]
    public void An_erasure_between_a_request_and_its_confirmation_brings_back_the_consent_that_the_confirmation_outdid()
    {
        var granted = new ConsentGranted { OccurredAt = Day(4), RecordedAt = Day(4), Scope = Wide };
        ConsentEntry[] history =
        [
            Requested(day: 1, days: 30, "t1"),
            granted,
            new ConsentConfirmed { OccurredAt = Day(5), RecordedAt = Day(5), Scope = Wide, Token = "t1" },
            new ErasureCompleted { OccurredAt = Day(2), RecordedAt = Day(9) },
        ];

        Assert.Contains(granted, Folded(history));
    }

    private static ImmutableArray<ConsentEntry> Folded(ConsentEntry[] history)
    {
        var state = ConsentLaws.OneByOne(history);
        Assert.Equal(ConsentFold.Fold(history), state);
        return state!.Standing;
    }

    private static ConsentRequested Requested(int day, int days, string token) => new()
    {
        OccurredAt = Day(day), RecordedAt = Day(day), Scope = Wide, Token = token, ConfirmBefore = Day(day + days),
    };

    private static Instant Day(int day) => Instant.FromUtc(2026, 3, 1, 0, 0) + Duration.FromDays(day);
}
