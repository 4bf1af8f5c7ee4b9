namespace CrossBorder.Crm.Tests.Scenarios;

/// <summary>What a scenario file of one kind may hold at the top, and under which names its cases stand.</summary>
internal sealed record ScenarioKind(string Name, string[] Setup, string[] Sections)
{
    public static readonly ScenarioKind BusinessTime = new("business_time", ["calendars"], ["cases"]);
    public static readonly ScenarioKind Sla = new("sla", ["calendars", "policies", "routes"], ["scenarios"]);
    public static readonly ScenarioKind Loyalty = new("loyalty", [], ["timelines", "calculations"]);
    public static readonly ScenarioKind Consent = new("consent", ["packs"], ["scenarios"]);

    public static readonly ScenarioKind[] All = [BusinessTime, Sla, Loyalty, Consent];

    // Read and ignored: they describe the file to people.
    private static readonly string[] Notes = ["$comment", "format", "kind", "asOf", "count", "tzdata", "summaryFields", "reasonCodes"];

    public IEnumerable<string> TopLevel => [.. Notes, .. Setup, .. Sections];
}
