namespace CrossBorder.Crm.Tests.Scenarios;

/// <summary>Every scenario file that can be found, and its cases as theory rows.</summary>
/// <remarks>
/// Looked for in three places: <c>../shared/scenarios</c> beside the repository, every folder <c>Scenarios</c> under the repository's
/// <c>tests</c>, and the folder that the environment variable <c>CROSSBORDER_SCENARIOS</c> names. A runner is a theory:
/// <code>
/// [Trait("Scenario", "loyalty")]
/// public sealed class LoyaltyScenarios
/// {
///     public static IEnumerable&lt;TheoryDataRow&lt;string, string&gt;&gt; Timelines => ScenarioFiles.Rows(ScenarioKind.Loyalty, "timelines");
///
///     [Theory, MemberData(nameof(Timelines))]
///     public void Timeline(string file, string id)
///     {
///         var (whole, timeline) = ScenarioFiles.Find(file, id);
///         timeline.OnlyCase("programme", "steps");
/// </code>
/// </remarks>
internal static class ScenarioFiles
{
    public const string ExtraFolderVariable = "CROSSBORDER_SCENARIOS";

    /// <summary>The id of the row that stands for a file which cannot be read as a whole.</summary>
    private const string WholeFile = "(file)";

    private static readonly Lazy<IReadOnlyList<ScenarioFile>> Files = new(Load);

    public static IReadOnlyList<ScenarioFile> All => Files.Value;

    public static string SharedFolder => Path.GetFullPath(Path.Combine(RepositoryRoot.Path, "..", "shared", "scenarios"));

    public static string? ExtraFolder => Environment.GetEnvironmentVariable(ExtraFolderVariable) is { Length: > 0 } folder ? folder : null;

    /// <summary>One row per case of a kind: the file's name and the case's <c>section/id</c>, which <see cref="Find"/> resolves.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="section">One section of the kind, or null for all.</param>
    public static IEnumerable<TheoryDataRow<string, string>> Rows(ScenarioKind kind, string? section = null)
    {
        foreach (var file in All.Where(file => file.Kind == kind))
        {
            if (file.Problem is not null)
            {
                yield return new(file.Name, WholeFile) { TestDisplayName = $"{file.Name} cannot be read" };
                continue;
            }

            foreach (var (key, node) in file.Cases.Where(item => section is null || item.Key.StartsWith($"{section}/", StringComparison.Ordinal)))
            {
                yield return new(file.Name, key)
                {
                    TestDisplayName = $"{file.Name} {key}{(node.Find("title") is { } title ? $" – {title.Text}" : "")}",
                    Skip = NotYetSupported.ReasonFor(kind, key),
                };
            }
        }
    }

    /// <summary>The file and the case of a row.</summary>
    public static (ScenarioFile File, ScenarioNode Case) Find(string name, string key)
    {
        var file = All.Single(file => file.Name == name);
        Assert.True(file.Problem is null, file.Problem);
        return (file, file.Cases[key]);
    }

    private static List<ScenarioFile> Load()
    {
        var found = new List<(string Path, string Name)>();
        if (Directory.Exists(SharedFolder))
        {
            found.AddRange(Below(SharedFolder, "shared"));
        }

        foreach (var folder in Directory.EnumerateDirectories(Path.Combine(RepositoryRoot.Path, "tests"), "Scenarios", SearchOption.AllDirectories))
        {
            // Build output may hold copies.
            var relative = Path.GetRelativePath(RepositoryRoot.Path, folder).Replace('\\', '/');
            if (!relative.Split('/').Any(part => part is "bin" or "obj"))
            {
                found.AddRange(Below(folder, relative));
            }
        }

        if (ExtraFolder is { } extra && Directory.Exists(extra))
        {
            found.AddRange(Below(Path.GetFullPath(extra), "extra"));
        }

        return [.. found.DistinctBy(file => file.Path).Select(file => ScenarioFile.Load(file.Path, file.Name))];
    }

    private static IEnumerable<(string Path, string Name)> Below(string folder, string label) =>
        Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => (path, $"{label}/{Path.GetRelativePath(folder, path).Replace('\\', '/')}"));
}
