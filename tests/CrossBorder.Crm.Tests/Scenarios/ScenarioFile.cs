using System.Text.Json;

namespace CrossBorder.Crm.Tests.Scenarios;

/// <summary>One scenario file, checked at the top. What is wrong with it is kept and reported by the tests, not lost in discovery.</summary>
internal sealed class ScenarioFile
{
    private static readonly JsonDocumentOptions Strict = new() { CommentHandling = JsonCommentHandling.Disallow, AllowTrailingCommas = false };

    private readonly Dictionary<string, ScenarioNode> cases = new(StringComparer.Ordinal);

    private ScenarioFile(string name) => Name = name;

    /// <summary>The name that tests are shown under: the root it was found under, and the path below it.</summary>
    public string Name { get; }

    public ScenarioKind? Kind { get; private set; }

    public ScenarioNode Root { get; private set; }

    /// <summary>What is wrong with the file as a whole, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>The cases by <c>section/id</c>, in the order of the file.</summary>
    public IReadOnlyDictionary<string, ScenarioNode> Cases => cases;

    public static ScenarioFile Load(string path, string name)
    {
        var file = new ScenarioFile(name);
        try
        {
            file.Read(path);
        }
        catch (Exception fault) when (fault is JsonException or FormatException or IOException)
        {
            file.Problem = $"{name}: {fault.Message}";
        }

        return file;
    }

    private void Read(string path)
    {
        using var stream = File.OpenRead(path);
        Root = new ScenarioNode(JsonDocument.Parse(stream, Strict).RootElement, Name);
        var kind = Root["kind"].Text;
        Kind = Array.Find(ScenarioKind.All, known => known.Name == kind)
            ?? throw new FormatException($"the kind '{kind}' is unknown; known are {string.Join(", ", ScenarioKind.All.Select(k => k.Name))}.");
        Root.Only(Kind.TopLevel);
        foreach (var section in Kind.Sections)
        {
            foreach (var item in Root.Find(section)?.Items ?? [])
            {
                var key = $"{section}/{item["id"].Text}";
                if (!cases.TryAdd(key, item with { Path = $"{Name} {key}" }))
                {
                    throw new FormatException($"{item.Path}: the id '{key}' is given twice.");
                }
            }
        }
    }
}
