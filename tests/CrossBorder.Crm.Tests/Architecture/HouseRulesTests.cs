using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Tests.Architecture;

/// <summary>Rules that every package keeps. An exception is a line here, with its reason.</summary>
public sealed class HouseRulesTests
{
    private static readonly Assembly[] Packages = [typeof(Points).Assembly, typeof(CrmOptions).Assembly, Assembly.Load("CrossBorder.Crm.Conformance"), Assembly.Load("CrossBorder.Crm.Sqlite"), Assembly.Load("CrossBorder.Crm.PostgreSql")];

    /// <summary>Members that may hold a binary floating-point number or a BCL time, and why.</summary>
    private static readonly Dictionary<string, string> MayUseBclNumbersAndTimes = [];

    private static IEnumerable<Type> PublicTypes => Packages.SelectMany(package => package.GetExportedTypes());

    [Fact]
    public void Public_classes_are_sealed_static_or_abstract() =>
        Assert.Empty(PublicTypes.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false }).Select(type => type.FullName));

    [Fact]
    public void A_cancellation_token_comes_last() =>
        Assert.Empty(from method in PublicMethods()
                     let parameters = method.GetParameters()
                     let position = Array.FindIndex(parameters, p => p.ParameterType == typeof(CancellationToken))
                     where position >= 0 && position != parameters.Length - 1
                     select $"{method.DeclaringType}.{method.Name}");

    [Fact]
    public void What_is_awaited_can_be_cancelled() =>
        Assert.Empty(from method in PublicMethods()
                     where typeof(Task).IsAssignableFrom(method.ReturnType)
                           || method.ReturnType == typeof(ValueTask)
                           || (method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(ValueTask<>))
                     where method.GetParameters().All(p => p.ParameterType != typeof(CancellationToken)) && !IsDispose(method)
                     select $"{method.DeclaringType}.{method.Name}");

    [Fact]
    public void A_value_is_never_floating_and_a_time_is_never_of_the_framework() =>
        Assert.Empty(from type in PublicTypes
                     from member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                     where TypesOf(member).Any(IsForbidden)
                     let name = $"{type.FullName}.{member.Name}"
                     where !MayUseBclNumbersAndTimes.ContainsKey(name)
                     select name);

    [Fact]
    public void Stored_data_has_no_positional_constructor_beyond_three_members() =>
        Assert.Empty(from type in PublicTypes
                     where type.GetMethod("<Clone>$") is not null
                     from constructor in type.GetConstructors()
                     where constructor.GetParameters().Length > 3
                     select type.FullName);

    [Fact]
    public void Every_public_member_is_documented()
    {
        var undocumented = from package in Packages
                           let documented = XDocument.Load(Path.ChangeExtension(package.Location, ".xml")).Descendants("member")
                               .Where(member => member.Elements().Any())
                               .Select(member => member.Attribute("name")!.Value)
                               .ToHashSet()
                           from type in package.GetExportedTypes()
                           let name = $"T:{type.FullName!.Replace('+', '.')}"
                           where !documented.Contains(name)
                           select name;

        Assert.Empty(undocumented);
    }

    [Fact]
    public void Personal_data_stands_only_in_the_records_that_erasure_reaches()
    {
        // An agent is a person too: her name stands in the one record of the staff.
        string[] reached = ["Customer", "TicketMessage", "Agent"];
        var marked = from type in Packages.SelectMany(package => package.GetTypes())
                     where type.GetProperties().Any(property => property.IsDefined(typeof(PersonalDataAttribute)))
                     select type;

        Assert.Empty(marked.Where(type => !reached.Contains(type.Name) && !IsPartOf(type, reached)).Select(type => type.FullName));
    }

    // A part, such as a name, is reached with the record that holds it, and stands in no other stored record.
    private static bool IsPartOf(Type part, string[] records) =>
        Packages.SelectMany(package => package.GetTypes())
            .Where(type => type.GetProperties().Any(property => ElementOf(property.PropertyType) == part))
            .Where(type => type != part)
            .All(type => records.Contains(type.Name) || !IsStored(type));

    private static bool IsStored(Type type) => CrossBorder.Crm.Json.CrmJson.StoredNames.Values.Contains(type);

    private static Type ElementOf(Type type) =>
        type.IsArray ? type.GetElementType()! : type.IsGenericType ? type.GetGenericArguments()[^1] : Nullable.GetUnderlyingType(type) ?? type;

    private static bool IsForbidden(Type type) =>
        type == typeof(double) || type == typeof(float) || type == typeof(DateTime) || type == typeof(DateTimeOffset)
        || (type.IsGenericType && type.GetGenericArguments().Any(IsForbidden));

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        PropertyInfo property => [property.PropertyType],
        FieldInfo field => [field.FieldType],
        MethodBase method => method.GetParameters().Select(p => p.ParameterType).Append((method as MethodInfo)?.ReturnType ?? typeof(void)),
        _ => [],
    };

    private static bool IsDispose(MethodInfo method) => method.Name == nameof(IAsyncDisposable.DisposeAsync);

    private static IEnumerable<MethodInfo> PublicMethods() => PublicTypes
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => !method.IsDefined(typeof(CompilerGeneratedAttribute)) && !typeof(Delegate).IsAssignableFrom(method.DeclaringType));
}
