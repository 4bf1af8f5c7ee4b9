using System.Reflection;
using System.Text;
using CrossBorder.Crm.Json;
using CrossBorder.Crm.Storage;
using CrossBorder.Crm.Tests.Scenarios;

namespace CrossBorder.Crm.Tests.Json;

/// <summary>What a release has stored, every later release reads: one file a stored name, kept for good.</summary>
public sealed class GoldenFilesTests
{
    private const string AcceptVariable = "CROSSBORDER_ACCEPT_GOLDEN";
    private const char Further = '+';

    public static TheoryData<string> StoredNames => [.. CrmJson.StoredNames.Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(RepositoryRoot.Path, "tests", "CrossBorder.Crm.Tests", "Json", "Golden");

    /// <summary>The rooms' fully populated examples, one a stored name: every <c>…Examples.Stored</c> of this assembly.</summary>
    private static ILookup<string, object> Examples { get; } =
        (from type in typeof(GoldenFilesTests).Assembly.GetTypes()
         where type.Name.EndsWith("Examples", StringComparison.Ordinal)
         let property = type.GetProperty("Stored", BindingFlags.Public | BindingFlags.Static)
         where property is not null
         from example in (IEnumerable<object>)property.GetValue(null)!
         select example).ToLookup(example => NameOf(example.GetType()));

    /// <summary>A file that is there is never rewritten: members that a name got later are shown by a further example, in a further file.</summary>
    [Theory, MemberData(nameof(StoredNames))]
    public void Every_stored_name_has_an_example_and_a_file(string name)
    {
        Assert.NotEmpty(Examples[name]);
        foreach (var (index, example) in Examples[name].Index())
        {
            Compare(example, Path.Combine(Folder, index == 0 ? $"{name}.json" : $"{name}{Further}{index + 1}.json"));
        }
    }

    private static void Compare(object example, string file)
    {
        if (!File.Exists(file) && Environment.GetEnvironmentVariable(AcceptVariable) == "1" && Environment.GetEnvironmentVariable("CI") is null)
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllBytes(file, CrmJson.Encode(example));
        }

        Assert.True(File.Exists(file), $"{file} is missing. Run the test once with {AcceptVariable}=1; a file that is there is never rewritten.");
        Assert.Equal(File.ReadAllText(file).TrimEnd(), Encoding.UTF8.GetString(CrmJson.Encode(example)));
    }

    [Theory, MemberData(nameof(Files))]
    public void A_stored_file_reads_and_writes_back_to_the_same_bytes(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, $"{name}.json")).TrimEnd();

        var value = CrmJson.Decode(Encoding.UTF8.GetBytes(text));

        Assert.Equal(name.Split(Further)[0], NameOf(value.GetType()));
        Assert.Equal(text, Encoding.UTF8.GetString(CrmJson.Encode(value)));
    }

    [Theory]
    [InlineData("""{"type":"from_the_future.v9","x":1}""")]
    [InlineData("""{"x":1}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    public void What_is_not_known_is_refused_and_never_guessed(string text) =>
        Assert.Throws<UnknownStoredTypeException>(() => CrmJson.Decode(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void An_object_without_a_stored_name_cannot_be_stored() => Assert.Throws<ArgumentException>(() => CrmJson.Encode(new object()));

    private static string NameOf(Type type) => CrmJson.StoredNames.Single(entry => entry.Value == type).Key;
}
