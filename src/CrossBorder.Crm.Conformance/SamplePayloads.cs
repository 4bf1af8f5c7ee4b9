using System.Globalization;
using System.Text;
using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Conformance;

/// <summary>Payloads in their stored form, for stores that keep bytes and for answers and events that are never decoded.</summary>
internal static class SamplePayloads
{
    public static Payload Of(int number) => Of(string.Create(CultureInfo.InvariantCulture, $$"""{"type":"conformance.v1","number":{{number}}}"""));

    public static Payload Of(string text) => Payload.FromBytes(Encoding.UTF8.GetBytes(text));
}

/// <summary>Two payloads are equal if their objects are, or if their bytes are; whichever both sides have at hand.</summary>
internal sealed class PayloadComparer : IEqualityComparer<Payload>
{
    public static readonly PayloadComparer Instance = new();

    public bool Equals(Payload? x, Payload? y) => ReferenceEquals(x, y)
        || (x is not null && y is not null
            && ((x.HasBytes && y.HasBytes && x.Bytes.Span.SequenceEqual(y.Bytes.Span)) || (x.HasValue && y.HasValue && x.Value.Equals(y.Value))));

    // The two forms of one payload have nothing in common that could be hashed.
    public int GetHashCode(Payload obj) => 0;
}
