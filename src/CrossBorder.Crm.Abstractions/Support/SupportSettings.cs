using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Support;

/// <summary>What a tenant's channels can carry, and what is answered automatically. Equal if all parts are, in their order.</summary>
public sealed record SupportSettings
{
    /// <summary>What holds where a tenant has set nothing: every channel carries everything, and nothing is answered automatically.</summary>
    public static SupportSettings Default { get; } = new();

    /// <summary>What the channels can carry; each channel once.</summary>
    public ImmutableArray<ChannelCapabilities> Channels { get; init; } = [];

    /// <summary>The automatic first answers, in the order in which they are tried: the first whose conditions hold is given.</summary>
    public ImmutableArray<AutomaticAnswer> AutomaticAnswers { get; init; } = [];

    /// <summary>How many automatic answers one customer gets at most within <see cref="LoopWindow"/>, so that two machines do not keep each other busy.</summary>
    /// <value>The default is 3.</value>
    public int MaxAutomaticAnswers { get; init; } = 3;

    /// <summary>The time within which <see cref="MaxAutomaticAnswers"/> are counted.</summary>
    /// <value>The default is one hour.</value>
    public Duration LoopWindow { get; init; } = Duration.FromHours(1);

    /// <inheritdoc/>
    public bool Equals(SupportSettings? other) =>
        other is not null && MaxAutomaticAnswers == other.MaxAutomaticAnswers && LoopWindow == other.LoopWindow
        && Channels.AsSpan().SequenceEqual(other.Channels.AsSpan()) && AutomaticAnswers.AsSpan().SequenceEqual(other.AutomaticAnswers.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MaxAutomaticAnswers, LoopWindow, Channels.Length, AutomaticAnswers.Length);
}

/// <summary>The settings of a tenant; there is one.</summary>
/// <param name="Value">The wrapped value.</param>
public readonly record struct SupportSettingsId(Guid Value) : IEntityId<SupportSettingsId>
{
    /// <inheritdoc/>
    public static string Kind => "support_settings";

    /// <summary>The id of a tenant's settings.</summary>
    public static SupportSettingsId Default { get; } = EntityId.FromExternal<SupportSettingsId>(new("crm", "default"));

    /// <inheritdoc/>
    public static SupportSettingsId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>The storage of the settings.</summary>
public interface ISupportSettingsRepository : IRecordRepository<SupportSettingsId, SupportSettings, SupportSettingsQuery>;

/// <summary>Which settings to list: all there are.</summary>
public sealed record SupportSettingsQuery;
