using System.Text.RegularExpressions;
using CrossBorder.Crm.Json;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Tests.Scenarios;

namespace CrossBorder.Crm.Tests.Docs;

/// <summary>
/// What the docs show compiles. Every <c>csharp</c> block of README.md, of a page under docs and of a package's own README.md stands word for word in a file under
/// <c>Docs/Snippets</c>, between <c>#region docs/time.md</c> and <c>#endregion</c>; the blocks of a page are its regions in their order. Where a
/// snippet can run, it stands in a test that asserts what the page says about it.
/// </summary>
public sealed partial class DocsTests
{
    private const string SnippetFolder = "tests/CrossBorder.Crm.Tests/Docs/Snippets";

    /// <summary>Every page, relative to the repository.</summary>
    public static TheoryData<string> Pages =>
    [
        "README.md",
        "CONTRIBUTING.md",
        .. Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateDirectories(Path.Combine(RepositoryRoot.Path, "src")).Select(package => Path.Combine(package, "README.md")).Where(File.Exists))
            .Select(page => Path.GetRelativePath(RepositoryRoot.Path, page).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    [Theory, MemberData(nameof(Pages))]
    public void The_code_of_a_page_is_code_that_compiles(string page) =>
        Assert.Equal(Between(Lines(page), "```csharp", "```"), Regions(page));

    [Fact]
    public void No_snippet_is_left_without_its_page()
    {
        var pages = Pages.Select(row => row.Data).ToHashSet(StringComparer.Ordinal);
        var named = SnippetFiles().SelectMany(file => Lines(file)).Select(line => line.Trim())
            .Where(line => line.StartsWith("#region ", StringComparison.Ordinal)).Select(line => line["#region ".Length..]).ToArray();

        Assert.NotEmpty(named);
        Assert.All(named, page => Assert.Contains(page, pages));
    }

    [Theory, MemberData(nameof(Pages))]
    public void Every_link_of_a_page_leads_somewhere(string page)
    {
        var text = string.Join('\n', Lines(page));
        var folder = Path.GetDirectoryName(Path.Combine(RepositoryRoot.Path, page))!;
        var broken = from Match link in Link().Matches(text)
                     let target = link.Groups[1].Value
                     where !target.Contains("://", StringComparison.Ordinal)
                     let file = Path.Combine(folder, target)
                     where !File.Exists(file) && !Directory.Exists(file)
                     select target;

        Assert.Empty(broken);
    }

    [Fact]
    public void The_auditor_finds_every_entry_of_a_ledger_in_the_docs()
    {
        var entries = LoyaltyJson.Room.Types.Where(type => typeof(LedgerEntry).IsAssignableFrom(type.Type)).Select(type => type.Name).ToArray();
        var page = string.Join('\n', Lines("docs/loyalty.md"));
        var table = page[page.IndexOf("## For an auditor", StringComparison.Ordinal)..page.IndexOf("## Vouchers", StringComparison.Ordinal)];

        Assert.NotEmpty(entries);
        Assert.All(entries, name => Assert.Contains($"`{name}`", table));
    }

    [Fact]
    public void The_auditor_finds_every_entry_of_a_referral_in_the_docs()
    {
        var entries = ReferralJson.Room.Types.Where(type => typeof(ReferralEntry).IsAssignableFrom(type.Type)).Select(type => type.Name).ToArray();
        var page = string.Join('\n', Lines("docs/loyalty.md"));

        Assert.NotEmpty(entries);
        Assert.All(entries, name => Assert.Contains($"| `{name}` |", page));
    }

    [Fact]
    public void Every_refusal_of_a_referral_is_named_in_the_docs()
    {
        var page = string.Join('\n', Lines("docs/loyalty.md"));
        var answers = string.Join('\n', Lines("src/CrossBorder.Crm.Abstractions/Loyalty/IReferralService.cs"));

        Assert.All(ReferralErrors.All, error => Assert.True(page.Contains($"{error.Code["loyalty.".Length..]}`", StringComparison.Ordinal) || answers.Contains($"<c>{error.Code}</c>", StringComparison.Ordinal), error.Code));
    }

    [Fact]
    public void A_host_finds_every_event_of_the_room_in_the_docs_and_no_other()
    {
        var kinds = LoyaltyJson.Room.Types.Concat(VoucherJson.Room.Types).Concat(ReferralJson.Room.Types).Where(type => typeof(IEventData).IsAssignableFrom(type.Type)).Select(type => type.Name).Order(StringComparer.Ordinal);
        var page = string.Join('\n', Lines("docs/loyalty.md"));
        var table = page[page.IndexOf("What is told through the outbox", StringComparison.Ordinal)..page.IndexOf("## For an auditor", StringComparison.Ordinal)];

        Assert.Equal(kinds, StoredName().Matches(table).Select(name => name.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    private static string[] Regions(string page) => [.. SnippetFiles().SelectMany(file => Between(Lines(file), $"#region {page}", "#endregion"))];

    private static IEnumerable<string> SnippetFiles() =>
        Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, SnippetFolder), "*.cs").Order(StringComparer.Ordinal);

    private static string[] Lines(string file) => File.ReadAllLines(Path.Combine(RepositoryRoot.Path, file));

    /// <summary>The blocks between two marks, each as one text without its indentation.</summary>
    private static List<string> Between(string[] lines, string open, string close)
    {
        var blocks = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim() == open)
            {
                var block = lines.Skip(i + 1).TakeWhile(line => line.Trim() != close).Select(line => line.TrimEnd()).ToArray();
                var indent = block.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
                blocks.Add(string.Join('\n', block.Select(line => line.Length == 0 ? line : line[indent..])));
                i += block.Length;
            }
        }

        return blocks;
    }

    [GeneratedRegex(@"`([a-z_]+\.v\d+)`")]
    private static partial Regex StoredName();

    [GeneratedRegex(@"\]\(([^)#]+)[^)]*\)")]
    private static partial Regex Link();
}
