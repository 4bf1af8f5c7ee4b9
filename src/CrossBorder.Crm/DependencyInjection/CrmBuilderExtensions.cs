using CrossBorder.Crm.DependencyInjection;
using CrossBorder.Crm.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Choices that concern the library as a whole.</summary>
public static class CrmBuilderExtensions
{
    /// <summary>Keeps everything in memory, for tests, samples and a first look: nothing survives the process.</summary>
    /// <param name="crm">The library's builder.</param>
    public static CrmBuilder UseInMemory(this CrmBuilder crm)
    {
        ArgumentNullException.ThrowIfNull(crm);
        crm.Services.RemoveAll<IStorageEngine>();
        crm.Setup.InMemory = true;
        return crm;
    }

    /// <summary>Adds every room, and the flows through them. Consent knows no law until it is given rule packs: <c>AddConsent(rules => …)</c>.</summary>
    /// <param name="crm">The library's builder.</param>
    public static CrmBuilder AddAllRooms(this CrmBuilder crm)
    {
        ArgumentNullException.ThrowIfNull(crm);
        return crm.AddTime().AddCustomers().AddSegmentation().AddLoyalty().AddSupport().AddConsent().AddFlows();
    }

    /// <summary>Sets the process-wide constants.</summary>
    /// <param name="crm">The library's builder.</param>
    /// <param name="configure">What to set.</param>
    public static CrmBuilder Configure(this CrmBuilder crm, Action<CrmOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(crm);
        crm.Services.Configure(configure);
        return crm;
    }
}
