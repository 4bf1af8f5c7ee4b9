namespace CrossBorder.Crm.Conformance;

/// <summary>One thing that a store must do: a named case of one clause of the storage contract.</summary>
/// <remarks>
/// A case opens a store of its own from the harness, works in a tenant that nobody used before, and closes the store. Cases that share a
/// database run one after another, because the outbox is one for all tenants; on separate databases they may run at the same time.
/// </remarks>
public sealed class ConformanceCase
{
    /// <summary>The clause of the random walks, which compare the store with a model in every respect at once.</summary>
    public const string WholeContract = "STO-*";

    private readonly Func<CancellationToken, Task> run;

    internal ConformanceCase(string clause, string name, string? skipReason, Func<CancellationToken, Task> run) =>
        (Clause, Name, SkipReason, this.run) = (clause, name, skipReason, run);

    /// <summary>The clause's id, such as <c>STO-6</c>, or <see cref="WholeContract"/>.</summary>
    public string Clause { get; }

    /// <summary>What must hold, as a sentence. Unique in its list, and the same in every run.</summary>
    public string Name { get; }

    /// <summary>Which capability the harness does not claim; null where the case can run. Show it as skipped, never as passed.</summary>
    public string? SkipReason { get; }

    /// <summary>Runs the case; it returns when the store kept the clause.</summary>
    /// <param name="cancellationToken">Gives the case up.</param>
    /// <exception cref="ConformanceException">The store broke the clause: what was done, what was expected and what was seen.</exception>
    /// <exception cref="InvalidOperationException">The case has a <see cref="SkipReason"/> and must not count as passed.</exception>
    public Task RunAsync(CancellationToken cancellationToken = default) => SkipReason is null
        ? Task.Run(() => run(cancellationToken), cancellationToken)
        : throw new InvalidOperationException($"'{Name}' cannot run. {SkipReason}");

    /// <summary>The clause and the name.</summary>
    public override string ToString() => $"{Clause} {Name}";
}
