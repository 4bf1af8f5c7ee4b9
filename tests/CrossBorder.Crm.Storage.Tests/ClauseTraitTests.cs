using CrossBorder.Crm.Storage.Tests.PostgreSql;
using CrossBorder.Crm.Storage.Tests.Sqlite;

namespace CrossBorder.Crm.Storage.Tests;

/// <summary>The commands of <c>docs/writing-an-adapter.md</c>, such as <c>--filter "Clause=STO-6&amp;Adapter=Sqlite"</c>, choose something.</summary>
public sealed class ClauseTraitTests
{
    [Fact]
    public void Every_clause_has_cases_on_every_adapter()
    {
        var kit = InMemoryConformanceTests.Cases.Select(row => row.Traits).Concat(SqliteConformanceTests.Cases.Concat(PgConformanceTests.Cases).Select(row => row.Traits))
            .Select(traits => (Adapter: traits!["Adapter"].Single(), Clause: traits["Clause"].Single())).ToHashSet();

        var missing = from adapter in new[] { "InMemory", "Sqlite", "PostgreSql" }
                      from clause in StorageContract.Clauses.Keys
                      where !kit.Contains((adapter, clause))
                      select (adapter, clause);

        // What is in memory only does not survive, and says so.
        Assert.Equal([("InMemory", "STO-12")], missing);
    }

    [Theory]
    [MemberData(nameof(Clauses))]
    public void The_page_on_adapters_explains_every_clause_with_its_command(string clause) =>
        Assert.Contains($"`Clause={clause}`", File.ReadAllText(Path.Combine(Root, "docs", "writing-an-adapter.md")), StringComparison.Ordinal);

    public static TheoryData<string> Clauses => [.. StorageContract.Clauses.Keys.Order(StringComparer.Ordinal)];

    private static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "CrossBorderCrm.sln")))
            {
                folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
            }

            return folder.FullName;
        }
    }
}
