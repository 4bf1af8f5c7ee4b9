using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace CrossBorder.Crm.Tests.DependencyInjection;

public sealed class FrontDoorTests
{
    [Fact]
    public void A_single_tenant_gets_its_services_straight_from_the_container()
    {
        using var services = Build(crm => crm.SingleTenant("shop").AddLoyalty().UseInMemory());

        Assert.Same(services.GetRequiredService<ILoyaltyService>(), services.GetRequiredService<ICrm>().For(new("shop")).Loyalty);
    }

    [Fact]
    public void Several_tenants_have_services_of_their_own()
    {
        using var services = Build(crm => crm.AddLoyalty().UseInMemory());
        var crm = services.GetRequiredService<ICrm>();

        Assert.NotSame(crm.For(new("one")).Loyalty, crm.For(new("two")).Loyalty);
        var error = Assert.Throws<InvalidOperationException>(services.GetRequiredService<ILoyaltyService>);
        Assert.Contains("SingleTenant", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => crm.For(default));
    }

    [Fact]
    public void What_is_missing_is_said_by_name_with_the_call_that_supplies_it()
    {
        using var services = Build(crm => crm.SingleTenant("shop"));

        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("AddAllRooms()", error.Message, StringComparison.Ordinal);
        Assert.Contains("UseInMemory()", error.Message, StringComparison.Ordinal);
        Assert.Throws<OptionsValidationException>(services.GetRequiredService<ICrm>);
    }

    [Fact]
    public void A_room_that_was_not_added_says_so()
    {
        using var services = Build(crm => crm.AddLoyalty().UseInMemory());

        var error = Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<ICrm>().For(new("shop")).Tickets);

        Assert.Contains("ITicketService", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_option_out_of_range_stops_the_host_at_start()
    {
        using var services = Build(crm => crm.AddLoyalty().UseInMemory().Configure(options => options.MaxConflicts = -1));

        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(nameof(CrmOptions.MaxConflicts), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Time_comes_from_the_hosts_time_provider()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));
        using var services = new ServiceCollection().AddSingleton<TimeProvider>(time)
            .AddCrossBorderCrm(crm => crm.AddLoyalty().UseInMemory()).BuildServiceProvider();

        Assert.Equal(Instant.FromUtc(2026, 11, 24, 3, 0), services.GetRequiredService<IClock>().GetCurrentInstant());
    }

    [Fact]
    public void Every_call_may_be_repeated_and_the_last_choice_counts()
    {
        using var services = new ServiceCollection()
            .AddCrossBorderCrm(crm => crm.AddLoyalty().AddLoyalty().UseStorage<InMemoryEngine>())
            .AddCrossBorderCrm(crm => crm.AddLoyalty().UseInMemory())
            .BuildServiceProvider();

        Assert.IsType<InMemoryStorage>(services.GetRequiredService<IRoomStorage>());
        Assert.Single(services.GetServices<TenantServiceFactory>(), factory => factory.Service == typeof(ILoyaltyService));
    }

    [Fact]
    public void A_host_replaces_one_repository_and_keeps_the_rest()
    {
        using var services = Build(crm => crm.UseRepository<ILoyaltyProgramRepository, OurPrograms>().AddLoyalty().UseInMemory());

        Assert.IsType<OurPrograms>(services.GetRequiredService<ILoyaltyProgramRepository>());
        Assert.IsNotType<OurPrograms>(services.GetRequiredService<ILoyaltyLedgerRepository>());
    }

    [Fact]
    public void An_engine_that_passed_an_older_contract_is_refused_by_name()
    {
        using var services = Build(crm => crm.AddLoyalty().UseStorage(_ => new InMemoryEngine(new() { Name = "yesterday", ContractVersion = 0, IsDurable = false })));

        var error = Assert.Throws<InvalidOperationException>(services.GetRequiredService<ILoyaltyLedgerRepository>);

        Assert.Contains("yesterday", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_refusal_has_a_code_of_its_own_and_the_same_parameters_in_both_languages()
    {
        Assert.Equal(CrmErrorCatalogue.All.Count, CrmErrorCatalogue.All.Select(definition => definition.Code).Distinct().Count());
        Assert.All(CrmErrorCatalogue.All, definition => Assert.Equal(Parameters(definition.English), Parameters(definition.Chinese)));
        var error = LoyaltyErrors.InsufficientPoints.With(("asked", 5), ("available", 3));
        Assert.Equal("需要 5 积分,可用积分为 3。", CrmErrorCatalogue.Describe(error, new("zh-CN")));
        Assert.Equal("from.elsewhere", CrmErrorCatalogue.Describe(new() { Code = "from.elsewhere" }, new("en")));

        static IEnumerable<string> Parameters(string message) =>
            System.Text.RegularExpressions.Regex.Matches(message, @"\{(\w+)\}").Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);
    }

    [Fact]
    public void The_catalogue_holds_every_refusal_of_every_room()
    {
        var defined = from type in typeof(CrmOptions).Assembly.GetExportedTypes()
                      from property in type.GetProperties(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static)
                      where property.PropertyType == typeof(CrmErrorDefinition)
                      select (CrmErrorDefinition)property.GetValue(null)!;

        Assert.Equal(defined.Select(d => d.Code).Order(StringComparer.Ordinal), CrmErrorCatalogue.All.Select(d => d.Code).Order(StringComparer.Ordinal));
    }

    private static ServiceProvider Build(Action<CrmBuilder> configure) => new ServiceCollection().AddCrossBorderCrm(configure).BuildServiceProvider();

    private sealed class OurPrograms : ILoyaltyProgramRepository
    {
        public ValueTask<Versioned<LoyaltyProgram>?> FindAsync(TenantId tenant, LoyaltyProgramId id, CancellationToken cancellationToken) => new((Versioned<LoyaltyProgram>?)null);

        public ValueTask<WriteResult> SaveAsync(TenantId tenant, LoyaltyProgramId id, RecordWrite<LoyaltyProgram> write, CancellationToken cancellationToken) =>
            new(new WriteResult(WriteStatus.Conflict, 1));

        public ValueTask<Page<Versioned<LoyaltyProgram>>> ListAsync(
            TenantId tenant, LoyaltyProgramQuery query, PageRequest page, CancellationToken cancellationToken) => new(new Page<Versioned<LoyaltyProgram>> { Items = [] });
    }
}
