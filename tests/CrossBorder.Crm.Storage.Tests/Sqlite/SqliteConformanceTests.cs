using CrossBorder.Crm.Conformance;

namespace CrossBorder.Crm.Storage.Tests.Sqlite;

/// <summary>The whole kit over SQLite: every capability is claimed, so nothing is skipped.</summary>
public sealed class SqliteConformanceTests : IClassFixture<SqliteConformanceTests.Cleanup>
{
    private static readonly SqliteHarness Harness = new();
    private static readonly IReadOnlyList<ConformanceCase> Kit = StorageConformance.Cases(Harness);

    public static IEnumerable<TheoryDataRow<string>> Cases => AdapterConformance.Rows("Sqlite", Kit);

    [Theory, MemberData(nameof(Cases))]
    public Task Keeps_the_contract(string name) => AdapterConformance.RunAsync(Kit, name);

    public sealed class Cleanup : IDisposable
    {
        public void Dispose() => Harness.Dispose();
    }
}
