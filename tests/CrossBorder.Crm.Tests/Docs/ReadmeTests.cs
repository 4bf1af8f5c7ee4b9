using CrossBorder.Crm.Tests.Scenarios;

namespace CrossBorder.Crm.Tests.Docs;

public sealed class ReadmeTests
{
    [Fact]
    public void The_code_in_the_readme_is_the_code_that_compiles()
    {
        var readme = Lines("README.md").SkipWhile(line => line != "```csharp").Skip(1).TakeWhile(line => line != "```");
        var compiled = Lines("tests/CrossBorder.Crm.Tests/Docs/ReadmeSnippet.cs")
            .SkipWhile(line => line.Trim() != "#region README").Skip(1).TakeWhile(line => line.Trim() != "#endregion");

        Assert.Equal(readme.Select(line => line.TrimEnd()), compiled.Select(line => line.Length >= 8 ? line[8..].TrimEnd() : line.Trim()));
    }

    [Fact]
    public void Every_link_of_the_docs_leads_somewhere()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(RepositoryRoot.Path, "README.md")).Append(Path.Combine(RepositoryRoot.Path, "CONTRIBUTING.md"));
        var broken = from page in pages
                     from System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(page), @"\]\(([^)#]+)[^)]*\)")
                     let target = link.Groups[1].Value
                     where !target.Contains("://", StringComparison.Ordinal)
                     let file = Path.Combine(Path.GetDirectoryName(page)!, target)
                     where !File.Exists(file) && !Directory.Exists(file)
                     select $"{Path.GetRelativePath(RepositoryRoot.Path, page)} -> {target}";

        Assert.Empty(broken);
    }

    private static string[] Lines(string file) => File.ReadAllLines(Path.Combine(RepositoryRoot.Path, file));
}
