using CrossBorder.Crm.Storage;

namespace CrossBorder.Crm.Conformance.Running;

/// <summary>Reads a list to its end.</summary>
internal static class Walking
{
    /// <summary>All items of all pages. Every page but the last is full, and only the last has no next one.</summary>
    public static async Task<List<T>> AllAsync<T>(
        this Probe probe, Func<PageRequest, Task<Page<T>>> read, string what, int size = PageRequest.MaxSize, bool descending = false, Func<Task>? between = null)
    {
        var all = new List<T>();
        string? after = null;
        for (var pages = 1; ; pages++)
        {
            var page = await read(new() { Size = size, After = after, Descending = descending });
            var done = $"page {pages} of {what} was read, of size {size}{(descending ? ", descending" : "")}";
            probe.True(
                page.Next is null ? page.Items.Count <= size : page.Items.Count == size,
                done,
                page.Next is null ? $"the last page has at most {size} items" : $"a page with a next one has {size} items",
                $"{page.Items.Count} items");
            probe.True(pages == 1 || page.Items.Count > 0, done, "no empty page: the page before has no next one then", "an empty page");
            all.AddRange(page.Items);
            if (page.Next is null)
            {
                return all;
            }

            probe.True(all.Count < 100_000, done, "the list comes to an end", "it goes on and on");
            after = page.Next;
            if (between is not null)
            {
                await between();
            }
        }
    }
}
