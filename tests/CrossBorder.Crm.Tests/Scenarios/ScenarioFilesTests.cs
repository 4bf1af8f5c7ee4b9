namespace CrossBorder.Crm.Tests.Scenarios;

// All four traits: whichever kind is run alone, a file that no runner would claim still fails it.
[Trait("Scenario", "business_time"), Trait("Scenario", "sla"), Trait("Scenario", "loyalty"), Trait("Scenario", "consent")]
public sealed class ScenarioFilesTests
{
    [Fact]
    public void Every_scenario_file_is_of_a_known_kind_and_shape() =>
        Assert.Empty(ScenarioFiles.All.Where(file => file.Problem is not null).Select(file => file.Problem));

    [Fact]
    public void The_shared_scenarios_are_there()
    {
        var there = Directory.Exists(ScenarioFiles.SharedFolder);
        Assert.SkipUnless(there || Environment.GetEnvironmentVariable("CI") == "true", $"no folder {ScenarioFiles.SharedFolder}");

        Assert.True(there, $"no folder {ScenarioFiles.SharedFolder}");
        Assert.Equal(ScenarioKind.All, ScenarioKind.All.Intersect(ScenarioFiles.All.Select(file => file.Kind)));
    }

    [Fact]
    public void The_extra_folder_exists_if_it_is_named() =>
        Assert.True(
            ScenarioFiles.ExtraFolder is not { } extra || Directory.Exists(extra),
            $"{ScenarioFiles.ExtraFolderVariable} names {ScenarioFiles.ExtraFolder}, which is no folder.");

    [Fact]
    public void A_case_listed_as_not_yet_supported_exists()
    {
        Assert.SkipUnless(Directory.Exists(ScenarioFiles.SharedFolder), $"no folder {ScenarioFiles.SharedFolder}");

        var known = ScenarioFiles.All.SelectMany(file => file.Cases.Keys.Select(key => $"{file.Kind!.Name}/{key}")).ToHashSet();
        Assert.All(NotYetSupported.Cases.Keys, key => Assert.Contains(key, known));
    }
}
