using CrossBorder.Crm.Conformance;

namespace CrossBorder.Crm.Storage.Tests;

/// <summary>Rows of a theory from the kit's cases, with the traits by which they are asked for.</summary>
internal static class AdapterConformance
{
    public static IEnumerable<TheoryDataRow<string>> Rows(string adapter, IEnumerable<ConformanceCase> cases) => cases.Select(test => new TheoryDataRow<string>(test.Name)
    {
        TestDisplayName = $"{test.Clause} {adapter}: {test.Name}",
        Traits = new() { ["Adapter"] = [adapter], ["Clause"] = [test.Clause] },
    });

    public static Task RunAsync(IEnumerable<ConformanceCase> cases, string name)
    {
        var test = cases.Single(test => test.Name == name);
        Assert.Null(test.SkipReason);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}

/// <summary>The adapters that store durably, for theories over each.</summary>
internal static class Adapters
{
    public static IEnumerable<TheoryDataRow<string>> Both =>
        new[] { "Sqlite", "PostgreSql" }.Select(adapter => new TheoryDataRow<string>(adapter) { Traits = new() { ["Adapter"] = [adapter] } });
}
