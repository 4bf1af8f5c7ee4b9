using CrossBorder.Crm.Conformance;

namespace CrossBorder.Crm.Storage.Tests.PostgreSql;

/// <summary>The whole kit over PostgreSQL: every capability is claimed, so nothing is skipped where there is a server.</summary>
public sealed class PgConformanceTests : IClassFixture<PgConformanceTests.Cleanup>
{
    private static readonly PgHarness Harness = new();
    private static readonly IReadOnlyList<ConformanceCase> Kit = StorageConformance.Cases(Harness);

    public static IEnumerable<TheoryDataRow<string>> Cases => AdapterConformance.Rows("PostgreSql", Kit);

    [Theory, MemberData(nameof(Cases))]
    public Task Keeps_the_contract(string name)
    {
        PgServer.Require();
        return AdapterConformance.RunAsync(Kit, name);
    }

    public sealed class Cleanup : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Harness.DisposeAsync();
    }
}
