using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Support;

/// <summary>A message to the customer, as far as a channel may refuse it.</summary>
public sealed record OutgoingMessage
{
    /// <summary>The channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The length of the text, in UTF-16 units.</summary>
    public required int TextLength { get; init; }

    /// <summary>The files that go with it.</summary>
    public ImmutableArray<MessageAttachment> Attachments { get; init; } = [];
}
