using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization;
using CrossBorder.Crm.Json;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Support;
using CrossBorder.Crm.Tests.Support;

namespace CrossBorder.Crm.Tests.Json;

/// <summary>A member that no example shows is in no golden file: nobody would see its stored form change.</summary>
public sealed class StoredMembersTests
{
    [Fact]
    public void Every_member_that_the_room_of_tickets_stores_is_shown_by_an_example()
    {
        var shown = new HashSet<MemberInfo>();
        foreach (var example in SupportExamples.Stored)
        {
            Walk(example, shown);
        }

        var stored = new HashSet<Type>();
        foreach (var type in CrmJson.StoredNames.Values.Where(type => type.Namespace == typeof(Ticket).Namespace))
        {
            Collect(type, stored);
        }

        var missing = from type in stored
                      from member in Members(type)
                      where !shown.Contains(member)
                      orderby type.Name, member.Name
                      select $"{type.Name}.{member.Name}";
        Assert.NotEmpty(stored);
        Assert.Empty(missing);
    }

    // A member that may be left out where it has its default value is shown only by another value; one that must be given, and those of a struct,
    // always are.
    private static void Walk(object value, HashSet<MemberInfo> shown)
    {
        foreach (var member in Members(value.GetType()))
        {
            var content = member.GetValue(value);
            if (content is IEnumerable items and not string)
            {
                var any = false;
                foreach (var item in items)
                {
                    any = true;
                    WalkInto(item, shown);
                }

                if (any)
                {
                    shown.Add(member);
                }
            }
            else if (content is not null
                && (value is ValueType || Nullable.GetUnderlyingType(member.PropertyType) is not null
                    || member.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is not null || !IsDefault(content)))
            {
                shown.Add(member);
                WalkInto(content, shown);
            }
        }
    }

    private static void WalkInto(object? item, HashSet<MemberInfo> shown)
    {
        if (item is not null && IsOurs(item.GetType()))
        {
            Walk(item, shown);
        }
    }

    private static bool IsDefault(object content) => content.GetType() is { IsValueType: true } type && content.Equals(Activator.CreateInstance(type));

    private static void Collect(Type type, HashSet<Type> stored)
    {
        foreach (var inner in type.IsGenericType ? type.GetGenericArguments() : [])
        {
            Collect(inner, stored);
        }

        if (IsOurs(type) && stored.Add(type))
        {
            foreach (var member in Members(type))
            {
                Collect(member.PropertyType, stored);
            }
        }
    }

    private static bool IsOurs(Type type) => type.Namespace == typeof(Ticket).Namespace && !type.IsEnum
        && !type.GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IEntityId<>));

    private static IEnumerable<PropertyInfo> Members(Type type) =>
        from member in type.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
        where member.CanWrite && member.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always }
              && (member.GetMethod!.IsPublic || member.GetCustomAttribute<JsonIncludeAttribute>() is not null)
        select member.DeclaringType!.GetProperty(member.Name, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)!;
}
