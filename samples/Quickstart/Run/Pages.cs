using CrossBorder.Crm.Storage;

namespace Quickstart.Run;

/// <summary>Reads a list to its end.</summary>
internal static class Pages
{
    public static async Task<List<T>> AllAsync<T>(Func<PageRequest, ValueTask<Page<T>>> list)
    {
        var items = new List<T>();
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var read = await list(page);
            items.AddRange(read.Items);
            page = page with { After = read.Next };
        }
        while (page.After is not null);

        return items;
    }
}
