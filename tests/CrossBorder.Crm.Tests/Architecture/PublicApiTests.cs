using CrossBorder.Crm.Tests.Scenarios;
using PublicApiGenerator;

namespace CrossBorder.Crm.Tests.Architecture;

/// <summary>The public API is a file in the diff: a change is reviewed line by line and told in the changelog.</summary>
public sealed class PublicApiTests
{
    /// <summary>Set to 1 to accept what changed; ignored in continuous integration.</summary>
    private const string AcceptVariable = "CROSSBORDER_ACCEPT_API";

    public static TheoryData<string> Packages => ["CrossBorder.Crm.Abstractions", "CrossBorder.Crm", "CrossBorder.Crm.Conformance", "CrossBorder.Crm.Sqlite", "CrossBorder.Crm.PostgreSql"];

    [Theory, MemberData(nameof(Packages))]
    public void The_public_api_is_the_one_on_file(string package)
    {
        var file = Path.Combine(RepositoryRoot.Path, "tests", "CrossBorder.Crm.Tests", "Architecture", "PublicApi", $"{package}.txt");
        var now = System.Reflection.Assembly.Load(package).GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false, AllowNamespacePrefixes = ["Microsoft.Extensions.DependencyInjection"] }).ReplaceLineEndings("\n") + "\n";
        var accepts = Environment.GetEnvironmentVariable(AcceptVariable) == "1" && Environment.GetEnvironmentVariable("CI") is null;
        if (accepts)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, now);
        }

        Assert.True(File.Exists(file), $"{file} is missing. Run the test once with {AcceptVariable}=1 and review the file.");
        var before = File.ReadAllText(file).ReplaceLineEndings("\n");
        Assert.True(
            before == now,
            $"The public API of {package} changed. Run the test once with {AcceptVariable}=1, review the diff and tell it in CHANGELOG.md.\n"
            + string.Join('\n', now.Split('\n').Except(before.Split('\n')).Select(line => $"+ {line}")
                .Concat(before.Split('\n').Except(now.Split('\n')).Select(line => $"- {line}")).Take(40)));
    }
}
