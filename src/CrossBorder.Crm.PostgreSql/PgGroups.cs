using CrossBorder.Crm.Storage;
using Npgsql;

namespace CrossBorder.Crm.PostgreSql;

/// <summary>Calls that wait together go to the server together: in one round trip and, where they write, one commit.</summary>
/// <remarks>
/// While a few groups are under way, what arrives meanwhile forms the next one; a call that finds nobody waiting goes at once. Each call is answered only
/// when its group is: what was written is durable then. Where one call makes its group fail, nothing of the group has happened, and each of
/// them is carried out anew on its own, so that it takes nothing of its neighbours with it.
/// </remarks>
/// <param name="run">Carries out a group, with one result each. Where it throws, nothing of the group has happened, or may safely happen again.</param>
/// <param name="fits">Whether a call may join those of a group.</param>
internal sealed class PgGroups<TCall, TResult>(
    Func<IReadOnlyList<TCall>, CancellationToken, ValueTask<IReadOnlyList<TResult>>> run, Func<IReadOnlyList<TCall>, TCall, bool>? fits = null)
{
    // More would make the groups smaller: two keep the server busy while one waits for the disk.
    private const int GroupsAtATime = 2;

    private const int LargestGroup = 64;

    // A group that failed is carried out anew call by call, and must not take all of the pool.
    private const int AloneAtATime = 8;

    private readonly Lock gate = new();
    private readonly LinkedList<Waiting> waiting = [];
    private int underWay;

    /// <summary>Carries out a call in the next group.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Until the call goes out it is taken back; from then on it is carried out, and only the wait for it ends.</param>
    public async ValueTask<TResult> RunAsync(TCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var mine = new Waiting(call, cancellationToken);
        bool first;
        lock (gate)
        {
            waiting.AddLast(mine);
            first = underWay < GroupsAtATime;
            underWay += first ? 1 : 0;
        }

        if (first)
        {
            // Neither the first caller's ambient transaction nor its trace is that of the calls that follow.
            var group = Next();
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(() => RunGroupsAsync(group), CancellationToken.None);
            }
        }

        return await mine.Done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task RunGroupsAsync(List<Waiting> group)
    {
        for (; group.Count > 0; group = Next())
        {
            await RunGroupAsync(group).ConfigureAwait(false);
        }
    }

    private List<Waiting> Next()
    {
        var (group, calls) = (new List<Waiting>(), new List<TCall>());
        lock (gate)
        {
            for (var node = waiting.First; node is not null && group.Count < LargestGroup;)
            {
                var (one, next) = (node.Value, node.Next);
                if (one.CancellationToken.IsCancellationRequested)
                {
                    waiting.Remove(node);
                    one.Done.TrySetCanceled(one.CancellationToken);
                }
                else if (fits is null || fits(calls, one.Call))
                {
                    waiting.Remove(node);
                    group.Add(one);
                    calls.Add(one.Call);
                }

                node = next;
            }

            underWay -= group.Count == 0 ? 1 : 0;
        }

        return group;
    }

    private async Task RunGroupAsync(List<Waiting> group)
    {
        try
        {
            var token = group.Count == 1 ? group[0].CancellationToken : CancellationToken.None;
            var results = await run([.. group.Select(w => w.Call)], token).ConfigureAwait(false);
            for (var i = 0; i < group.Count; i++)
            {
                group[i].Done.TrySetResult(results[i]);
            }
        }
        catch (Exception exception) when (group.Count == 1 || PgErrors.ConcernsAll(exception))
        {
            // Whatever it is belongs to those who wait for it.
            foreach (var one in group)
            {
                one.Done.TrySetException(exception);
            }
        }
        catch (Exception)
        {
            // One of them is at fault; alone, each learns whether it is the one. The next group does not wait for that: the one may wait for a lock.
            _ = Parallel.ForEachAsync(
                group, new ParallelOptions { MaxDegreeOfParallelism = AloneAtATime }, async (one, _) => await RunGroupAsync([one]).ConfigureAwait(false));
        }
    }

    private sealed record Waiting(TCall Call, CancellationToken CancellationToken)
    {
        public TaskCompletionSource<TResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
