using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace CrossBorder.Crm.Tests.Scenarios;

/// <summary>A place in a scenario file that knows its path, so that whatever is wrong with it is reported with the place.</summary>
internal readonly record struct ScenarioNode(JsonElement Json, string Path)
{
    // Any case may carry these; they are for people.
    private static readonly string[] Notes =
    [
        "title", "group", "theme", "rules", "contested", "derivation", "assumption", "facts", "factsVerified", "policySensitive", "source",
    ];

    private static readonly OffsetDateTimePattern WithoutSeconds =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mmo<G>");

    /// <summary>The field, which must be there. It may be JSON null.</summary>
    public ScenarioNode this[string name] =>
        Fields.TryGetProperty(name, out var value)
            ? new ScenarioNode(value, $"{Path}.{name}")
            : throw new FormatException($"{Path}: the field '{name}' is missing.");

    /// <summary>The elements of an array.</summary>
    public IEnumerable<ScenarioNode> Items
    {
        get
        {
            var path = Path;
            return Of(JsonValueKind.Array).EnumerateArray().Select((item, index) => new ScenarioNode(item, $"{path}[{index}]"));
        }
    }

    /// <summary>The fields of an object whose names are data, such as ids.</summary>
    public IEnumerable<(string Name, ScenarioNode Value)> Members
    {
        get
        {
            var path = Path;
            return Fields.EnumerateObject().Select(member => (member.Name, new ScenarioNode(member.Value, $"{path}.{member.Name}")));
        }
    }

    public bool IsNull => Json.ValueKind == JsonValueKind.Null;

    public string Text => Of(JsonValueKind.String).GetString()!;

    public long Whole => Of(JsonValueKind.Number).TryGetInt64(out var value) ? value : throw Wrong("a whole number");

    public decimal Exact => Of(JsonValueKind.Number).GetDecimal();

    public bool Flag => Json.ValueKind is JsonValueKind.True or JsonValueKind.False ? Json.GetBoolean() : throw Wrong("true or false");

    /// <summary>An instant: ISO 8601 with an offset or <c>Z</c>.</summary>
    public Instant At
    {
        get
        {
            var full = OffsetDateTimePattern.ExtendedIso.Parse(Text);
            var parsed = full.Success ? full : WithoutSeconds.Parse(Text);
            return parsed.Success ? parsed.Value.ToInstant() : throw Wrong("an instant in ISO 8601 with offset or Z");
        }
    }

    public LocalDate Date => LocalDatePattern.Iso.Parse(Text) is { Success: true } parsed ? parsed.Value : throw Wrong("a date");

    private JsonElement Fields => Of(JsonValueKind.Object);

    /// <summary>The field, or null where it is missing or JSON null.</summary>
    public ScenarioNode? Find(string name) =>
        Fields.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? new ScenarioNode(value, $"{Path}.{name}")
            : null;

    /// <summary>Whether the field is there, even as JSON null.</summary>
    public bool Has(string name) => Fields.TryGetProperty(name, out _);

    /// <summary>Refuses every field that is not named: an unknown field is an error, not a skip.</summary>
    public ScenarioNode Only(params IEnumerable<string> names)
    {
        var known = names.ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in Fields.EnumerateObject())
        {
            if (!known.Contains(field.Name))
            {
                throw new FormatException($"{Path}: the field '{field.Name}' is unknown; known are {string.Join(", ", known.Order())}.");
            }

            if (!seen.Add(field.Name))
            {
                throw new FormatException($"{Path}: the field '{field.Name}' is given twice.");
            }
        }

        return this;
    }

    /// <summary><see cref="Only"/> for a case: these fields, <c>id</c>, and the notes that any case may carry.</summary>
    public ScenarioNode OnlyCase(params IEnumerable<string> names) => Only(["id", .. names, .. Notes]);

    /// <summary>An error that names the place.</summary>
    public FormatException Wrong(string expected) => new($"{Path}: expected {expected}, found {Json.GetRawText()}.");

    private JsonElement Of(JsonValueKind kind) => Json.ValueKind == kind ? Json : throw Wrong($"a JSON {kind}".ToLowerInvariant());
}
