using System.Text;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage.Tests.Loyalty;

/// <summary>An engine that shows one entry as somebody else might have changed it.</summary>
internal sealed class TamperedEngine(IStorageEngine inner) : PassingEngine(inner)
{
    /// <summary>The version that is shown changed; null for none.</summary>
    public long? Changes { get; set; }

    public override async ValueTask<Page<StoredEntry>> ReadAsync(
        CollectionSchema collection, TenantId tenant, Guid stream, PageRequest page, CancellationToken cancellationToken)
    {
        var read = await base.ReadAsync(collection, tenant, stream, page, cancellationToken);
        return read with { Items = [.. read.Items.Select(entry => entry.Version == Changes ? Changed(entry) : entry)] };
    }

    private static StoredEntry Changed(StoredEntry entry)
    {
        var text = Encoding.UTF8.GetString(entry.Payload.Bytes.Span);
        var changed = text.Replace("\"points\":", "\"points\":1", StringComparison.Ordinal);
        Assert.NotEqual(text, changed);
        return entry with { Payload = Payload.FromBytes(Encoding.UTF8.GetBytes(changed)) };
    }
}
