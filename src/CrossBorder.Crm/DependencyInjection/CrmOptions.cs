using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CrossBorder.Crm.DependencyInjection;

/// <summary>Process-wide constants of the library. What differs by tenant or changes at run time is a record instead.</summary>
public sealed class CrmOptions
{
    /// <summary>
    /// How old the copy of a programme, policy, calendar or pack may be before it is read again. From 0 (always read) to 1 hour.
    /// </summary>
    /// <value>The default is 30 seconds.</value>
#pragma warning disable IL2026 // The generated validator compares time spans itself; the attribute's own reflection is never used.
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
#pragma warning restore IL2026
    public TimeSpan ConfigurationMaxAge { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a command is decided anew because another writer was faster, before it gives up. From 0 to 10,000.</summary>
    /// <value>The default is 100: each conflict means that somebody else got ahead, so many in a row mean a hot stream, not a fault.</value>
    [Range(0, 10_000)]
    public int MaxConflicts { get; set; } = 100;
}

/// <summary>Checks the ranges; generated, so that it works without reflection.</summary>
[OptionsValidator]
internal sealed partial class CrmOptionsValidator : IValidateOptions<CrmOptions>;
