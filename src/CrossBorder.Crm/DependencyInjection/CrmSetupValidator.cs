using CrossBorder.Crm.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CrossBorder.Crm.DependencyInjection;

/// <summary>Says at start-up what is missing, by name and with the call that supplies it.</summary>
internal sealed class CrmSetupValidator(CrmSetup setup, IServiceProviderIsService registered) : IValidateOptions<CrmOptions>
{
    public ValidateOptionsResult Validate(string? name, CrmOptions options)
    {
        var missing = new List<string>();
        if (setup.Rooms.Count == 0)
        {
            missing.Add("No room was added. Call AddLoyalty(), AddSupport() … or AddAllRooms().");
        }

        if (!setup.InMemory && !registered.IsService(typeof(IStorageEngine)))
        {
            missing.Add("No storage was chosen. Call UseInMemory() or UseStorage<…>().");
        }

        missing.AddRange(setup.Requirements
            .Where(requirement => !registered.IsService(requirement.Service))
            .Select(requirement => $"The room '{requirement.Room}' needs {requirement.Service.Name}. {requirement.Remedy}"));
        return missing.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(missing);
    }
}
