using System.Reflection;
using CrossBorder.Crm.Conformance;
using CrossBorder.Crm.Storage.InMemory;

namespace CrossBorder.Crm.Storage.Tests.Mutants;

/// <summary>Broken stores test the tests: each has one bug, and the cases of the clause that it breaks catch it, and no others do.</summary>
public sealed class MutantTests(ITestOutputHelper output)
{
    private static readonly Type[] All = [.. typeof(MutantTests).Assembly.GetTypes().Where(type => type.IsDefined(typeof(BreaksAttribute)))];

    public static IEnumerable<TheoryDataRow<string>> Mutants => All.Select(type => new TheoryDataRow<string>(type.Name)
    {
        TestDisplayName = $"{ClauseOf(type)} {type.Name} is caught",
        Traits = new() { ["Mutant"] = [type.Name], ["Clause"] = [ClauseOf(type)] },
    });

    [Theory, MemberData(nameof(Mutants))]
    public async Task Is_caught_by_its_clause_and_by_no_other(string name)
    {
        var type = All.Single(type => type.Name == name);
        var harness = typeof(IStorageHarness).IsAssignableFrom(type)
            ? (IStorageHarness)Activator.CreateInstance(type)!
            : new EngineHarness(() => (IStorageEngine)Activator.CreateInstance(type)!);
        var caught = new List<ConformanceException>();
        foreach (var test in StorageConformance.Cases(harness).Where(test => test.SkipReason is null && test.Clause != ConformanceCase.WholeContract))
        {
            try
            {
                await test.RunAsync(TestContext.Current.CancellationToken);
            }
            catch (ConformanceException exception)
            {
                output.WriteLine($"{name} is caught by {test}\n{exception.Message}");
                caught.Add(exception);
            }
        }

        Assert.Equal([ClauseOf(type)], caught.Select(exception => exception.Clause).Distinct());
    }

    [Fact]
    public void Every_clause_has_a_mutant() => Assert.Empty(StorageContract.Clauses.Keys.Except(All.Select(ClauseOf)));

    [Fact]
    public async Task A_sound_store_behind_the_same_decorator_passes()
    {
        foreach (var test in StorageConformance.Cases(new EngineHarness(() => new Unbroken())).Where(test => test.SkipReason is null))
        {
            await test.RunAsync(TestContext.Current.CancellationToken);
        }
    }

    private static string ClauseOf(Type type) => type.GetCustomAttribute<BreaksAttribute>()!.Clause;

    private sealed class Unbroken : SoundEngine;
}

/// <summary>What was acknowledged is gone after a restart.</summary>
[Breaks("STO-12")]
internal sealed class ForgetsAtTheEnd : IStorageHarness
{
    private readonly RestartingHarness inner = new(_ => new InMemoryEngine());

    public StorageCapabilities Capabilities => inner.Capabilities;

    public ValueTask<IStoreUnderTest<IStorageEngine>> OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);
}
