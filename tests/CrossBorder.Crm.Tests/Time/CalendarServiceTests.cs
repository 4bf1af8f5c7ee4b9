using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Time;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CrossBorder.Crm.Tests.Time;

public sealed class CalendarServiceTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly ICalendarService calendars = new ServiceCollection()
        .AddCrossBorderCrm(crm => crm.SingleTenant("shop").UseInMemory().AddTime())
        .BuildServiceProvider()
        .GetRequiredService<ICalendarService>();

    [Fact]
    public async Task A_calendar_is_saved_found_and_listed_by_name()
    {
        var other = TimeExamples.Calendar with { Name = "a", Zone = "Asia/Tokyo" };
        Assert.Equal(new WriteResult(WriteStatus.Saved, 1), await calendars.SaveAsync(TimeExamples.Calendar, cancellationToken: Ct));
        Assert.Equal(new WriteResult(WriteStatus.Saved, 1), await calendars.SaveAsync(other, expectedVersion: 0, Ct));

        Assert.Equal(new(other, 1), await calendars.FindAsync(CalendarId.Named("a"), Ct));
        var all = await calendars.ListAsync(new(), new(), Ct);
        Assert.Equal(["a", "łódź-support"], all.Items.Select(item => item.Value.Name));
        var tokyo = await calendars.ListAsync(new() { Zone = "Asia/Tokyo" }, new(), Ct);
        Assert.Equal(other, Assert.Single(tokyo.Items).Value);
    }

    [Fact]
    public async Task Saving_again_what_is_stored_writes_nothing()
    {
        await calendars.SaveAsync(TimeExamples.Calendar, cancellationToken: Ct);

        Assert.Equal(new WriteResult(WriteStatus.Saved, 1), await calendars.SaveAsync(TimeExamples.Calendar with { }, cancellationToken: Ct));
        Assert.Equal(
            new WriteResult(WriteStatus.Saved, 2), await calendars.SaveAsync(TimeExamples.Calendar with { Holidays = [] }, cancellationToken: Ct));
    }

    [Fact]
    public async Task A_writer_who_saw_another_version_is_told()
    {
        await calendars.SaveAsync(TimeExamples.Calendar, cancellationToken: Ct);

        var late = await calendars.SaveAsync(TimeExamples.Calendar with { Holidays = [] }, expectedVersion: 0, Ct);

        Assert.Equal(new WriteResult(WriteStatus.Conflict, 1), late);
    }

    [Fact]
    public async Task A_calendar_that_is_not_valid_is_not_written()
    {
        await Assert.ThrowsAsync<InvalidCalendarException>(
            async () => await calendars.SaveAsync(TimeExamples.Calendar with { Holidays = [default, default] }, cancellationToken: Ct));

        Assert.Null(await calendars.FindAsync(TimeExamples.Calendar.Id, Ct));
    }

    [Fact]
    public async Task A_calendar_that_never_opens_is_not_written()
    {
        var closed = new BusinessCalendar { Name = "closed", Zone = "Asia/Shanghai" };

        await Assert.ThrowsAsync<InvalidCalendarException>(async () => await calendars.SaveAsync(closed, cancellationToken: Ct));

        Assert.Null(await calendars.FindAsync(closed.Id, Ct));
    }

    [Fact]
    public async Task The_calendar_that_is_always_open_is_built_in()
    {
        Assert.Equal(new(BusinessCalendar.AlwaysOpen, 0), await calendars.FindAsync(CalendarId.AlwaysOpen, Ct));
        await Assert.ThrowsAsync<ArgumentException>(async () => await calendars.SaveAsync(BusinessCalendar.AlwaysOpen, cancellationToken: Ct));
        await Assert.ThrowsAsync<ArgumentException>(async () => await calendars.FindAsync(default, Ct));
    }
}
