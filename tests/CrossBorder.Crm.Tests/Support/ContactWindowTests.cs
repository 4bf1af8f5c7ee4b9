using CrossBorder.Crm.Support;
using NodaTime;
using static CrossBorder.Crm.Tests.Support.Staff;

namespace CrossBorder.Crm.Tests.Support;

public sealed class ContactWindowTests
{
    // A Friday, 23:40 in São Paulo.
    private static readonly Instant Night = Instant.FromUtc(2024, 6, 15, 2, 40);

    private static readonly ContactRequest Request = new()
    {
        From = Night,
        Waking = Daily("America/Sao_Paulo", "09:00-20:00"),
        Agents = [Agent(1, Weekdays("Europe/Warsaw", "09:00-17:00"), "pt"), Agent(2, Weekdays("America/Mexico_City", "09:00-17:00"), "pt", 3)],
        ConsentHours = Weekdays("America/Sao_Paulo", "10:00-19:00"),
    };

    [Fact]
    public void The_earliest_instant_is_where_all_three_meet_and_what_was_in_the_way_is_told()
    {
        var answer = ContactWindow.Find(Request);

        // Monday: she is awake from 12:00Z, Kraków is there until 15:00Z and Mexico City from then on, consent allows it from 13:00Z.
        Assert.Equal(new Interval(Instant.FromUtc(2024, 6, 17, 13, 0), Instant.FromUtc(2024, 6, 17, 22, 0)), answer.Window);
        Assert.Equal([Id(1)], answer.Agents);
        Assert.Equal(
            [
                "the customer is not awake (America/Sao_Paulo) at 2024-06-15T02:40:00Z, until 2024-06-15T12:00:00Z",
                "no agent is on shift at 2024-06-15T02:40:00Z, until 2024-06-17T07:00:00Z",
                "the consent does not allow it at this hour (America/Sao_Paulo) at 2024-06-15T02:40:00Z, until 2024-06-17T13:00:00Z",
            ],
            answer.Obstacles.Select(obstacle => obstacle.Text));
    }

    [Fact]
    public void Now_is_an_answer_without_obstacles()
    {
        var answer = ContactWindow.Find(Request with { From = Instant.FromUtc(2024, 6, 17, 14, 59) });

        Assert.Equal(Instant.FromUtc(2024, 6, 17, 14, 59), answer.At);
        Assert.Empty(answer.Obstacles);
    }

    [Fact]
    public void Only_agents_who_speak_the_language_well_enough_and_answer_for_the_market_count()
    {
        Assert.Equal([Id(2)], ContactWindow.Find(Request with { From = Instant.FromUtc(2024, 6, 17, 16, 0) }).Agents);
        Assert.Equal(Instant.FromUtc(2024, 6, 18, 13, 0), ContactWindow.Find(Request with { From = Instant.FromUtc(2024, 6, 17, 16, 0), Language = new("pt-BR"), MinLevel = 4 }).At);
        Assert.Equal(["asleep", "no_agent", "no_consent"], ContactWindow.Find(Request with { Language = new("zh") }).Obstacles.Select(obstacle => obstacle.Code));
        Assert.Null(ContactWindow.Find(Request with { Market = new("BR"), Agents = [Agent(1, Daily("Etc/UTC", "00:00-24:00"), "pt", 5, "PT")] }).At);
        Assert.Null(ContactWindow.Find(Request with { Agents = [Agent(1, null, "pt")] }).At);
        var away = Agent(1, Daily("Etc/UTC", "00:00-24:00"), "pt");
        Assert.Null(ContactWindow.Find(Request with { Agents = [away with { Agent = away.Agent with { IsActive = false } }] }).At);
    }

    [Fact]
    public void A_window_that_is_too_short_is_passed_over()
    {
        var short15 = Request with
        {
            Agents = [Agent(1, Daily("Etc/UTC", "12:45-13:15", "18:00-19:00"), "pt")],
            MinLength = Duration.FromMinutes(30),
        };

        var answer = ContactWindow.Find(short15);

        Assert.Equal(Instant.FromUtc(2024, 6, 17, 18, 0), answer.At);
        Assert.Contains(answer.Obstacles, obstacle => obstacle.Code == "too_short" && obstacle.Text.StartsWith("only 15 min are left", StringComparison.Ordinal));
    }

    [Fact]
    public void A_consent_that_ends_before_anybody_meets_leaves_no_window()
    {
        var ends = Instant.FromUtc(2024, 6, 17, 13, 0);

        var answer = ContactWindow.Find(Request with { ConsentSpan = new(null, ends) });

        Assert.Null(answer.At);
        Assert.Equal("the consent does not hold at 2024-06-17T13:00:00Z, for at least a year", answer.Obstacles[^1].Text);
        Assert.Equal(new Interval(ends, ends + Duration.FromMinutes(1)), ContactWindow.Find(Request with { ConsentSpan = new(ends - Duration.FromDays(1), ends + Duration.FromMinutes(1)) }).Window);
        Assert.Equal(ends + Duration.FromMinutes(1), ContactWindow.Find(Request with { ConsentSpan = new(ends + Duration.FromMinutes(1), null) }).At);
    }

    [Fact]
    public void A_window_without_end_is_cut_at_the_horizon()
    {
        var always = Daily("Etc/UTC", "00:00-24:00");

        var answer = ContactWindow.Find(new() { From = Night, Waking = always, Agents = [Agent(1, always)] });

        Assert.Equal(new Interval(Night, Night + ContactWindow.Horizon), answer.Window);
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ContactWindow.Find(Request with { MinLevel = 6 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ContactWindow.Find(Request with { MinLength = -Duration.FromMinutes(1) }));
        Assert.Throws<ArgumentException>(() => ContactWindow.Find(Request with { Agents = default }));
    }
}
