using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Tests.Architecture;

/// <summary>Who may import whom, read from the compiled assemblies.</summary>
public sealed class RoomImportTests
{
    /// <summary>Each room and the rooms that it may import. What is not listed here may be imported by nobody.</summary>
    private static readonly Dictionary<string, string[]> MayImport = new()
    {
        ["Primitives"] = [],
        ["Time"] = ["Primitives", "Storage"],
        ["Storage"] = ["Primitives"],
        ["Customers"] = ["Primitives", "Storage"],
        ["Consent"] = ["Primitives", "Storage", "Time"],
        ["Segmentation"] = ["Primitives", "Storage", "Customers"],
        ["Loyalty"] = ["Primitives", "Storage"],
        ["Support"] = ["Primitives", "Storage", "Time"],
        ["Flows"] = ["Primitives", "Storage", "Time", "Customers", "Consent", "Segmentation", "Loyalty", "Support"],
    };

    /// <summary>These see every room; no room sees them.</summary>
    private static readonly string[] SeeAll = ["Json", "DependencyInjection"];

    private static readonly System.Reflection.Assembly[] Assemblies = [typeof(Points).Assembly, typeof(CrmOptions).Assembly];

    private static readonly ArchUnitNET.Domain.Architecture House = new ArchLoader().LoadAssemblies(Assemblies).Build();

    [Fact]
    public void A_room_imports_only_whom_it_may()
    {
        var breaches = from type in House.Types
                       let room = RoomOf(type)
                       where room is not null && !SeeAll.Contains(room)
                       // A type parameter stands for any type: what it is given is a dependency of its own.
                       from target in type.Dependencies.Where(d => d.Target is not GenericParameter).Select(d => RoomOf(d.Target)).Distinct()
                       where target is not null && target != room && !MayImport.GetValueOrDefault(room, []).Contains(target)
                       select $"{room} ({type.FullName}) imports {target}";

        Assert.False(breaches.Any(), string.Join('\n', breaches.Distinct()));
    }

    [Fact]
    public void Every_room_has_a_rule() =>
        Assert.Empty(House.Types.Select(RoomOf).OfType<string>().Distinct().Except(MayImport.Keys).Except(SeeAll));

    [Theory]
    [InlineData("CrossBorder.Crm.Conformance")]
    [InlineData("CrossBorder.Crm.Sqlite")]
    [InlineData("CrossBorder.Crm.PostgreSql")]
    public void An_adapter_and_the_kit_see_the_contracts_only(string package)
    {
        var assembly = System.Reflection.Assembly.Load(package);

        Assert.DoesNotContain(assembly.GetReferencedAssemblies(), name => name.Name is "CrossBorder.Crm" || name.Name!.StartsWith("xunit", StringComparison.Ordinal));
    }

    // The room is the namespace's third part: CrossBorder.Crm.Loyalty, CrossBorder.Crm.Storage.Bridge.
    private static string? RoomOf(IType type) =>
        type.Namespace?.FullName.Split('.') is ["CrossBorder", "Crm", var room, ..] ? room : null;
}
