using System.Collections.Concurrent;
using System.Globalization;

namespace CrossBorder.Crm.Conformance.Running;

/// <summary>Names what was written, so that what is read back can be said and compared by name.</summary>
internal sealed class Labels<T>(IEqualityComparer<T> comparer) where T : class
{
    private readonly ConcurrentDictionary<T, string> written = new(comparer);

    public T Written(T value, string label)
    {
        written.TryAdd(value, label);
        return value;
    }

    public T Written(T value, int label) => Written(value, label.ToString(CultureInfo.InvariantCulture));

    public string Of(T value) => written.TryGetValue(value, out var label) ? label : $"something that was never written: {Shown.Of(value)}";
}
