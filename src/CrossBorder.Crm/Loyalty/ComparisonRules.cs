using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Compares an account with the figures of another system. Pure.</summary>
public static class ComparisonRules
{
    /// <summary>Compares one account.</summary>
    /// <param name="here">The account here; null where it has no entry.</param>
    /// <param name="there">The account there; null where it was not given.</param>
    /// <param name="tier">The account's tier here; null where the programme has none.</param>
    /// <exception cref="ArgumentException">Neither was given, or the two are different accounts.</exception>
    public static AccountComparison Compare(LoyaltyBalance? here, OtherBalance? there, TierStatus? tier = null)
    {
        if ((here?.Account ?? there?.Account) is not { } account || (here is not null && there is not null && here.Account != there.Account))
        {
            throw new ArgumentException($"One account is compared, on one side or both; here it is {here?.Account}, there {there?.Account}.", nameof(there));
        }

        var differences = ImmutableArray.CreateBuilder<FigureDifference>();
        Add(ComparedFigure.Available, here?.Available, Of(there, there?.Available));
        Add(ComparedFigure.Pending, here?.Pending, Of(there, there?.Pending));
        Add(ComparedFigure.Reserved, here?.Reserved, Of(there, there?.Reserved));
        Add(ComparedFigure.Debt, here?.Debt, Of(there, there?.Debt));
        if (there is { Lots.IsDefault: false } && here is not null)
        {
            AddLots(here, there.Lots, differences);
        }

        if (there?.Tier is { } theirs && tier?.Tier.Tier != theirs)
        {
            differences.Add(new() { Figure = ComparedFigure.Tier, TierHere = tier?.Tier.Tier, TierThere = theirs, Here = Points.Zero, There = Points.Zero });
        }

        if (there?.Qualifying is { } sum)
        {
            Add(ComparedFigure.Qualifying, new(tier?.Qualifying ?? 0), new(sum));
        }

        return new()
        {
            Account = account,
            Outcome = here is null ? ComparisonOutcome.MissingHere
                : there is null ? ComparisonOutcome.MissingThere
                : differences.Count > 0 ? ComparisonOutcome.Different
                : ComparisonOutcome.Equal,
            Differences = differences.ToImmutable(),
            Here = here is null ? Points.Zero : here.Available + here.Pending + here.Reserved - here.Debt,
            There = there is null ? Points.Zero : Zero(there.Available) + Zero(there.Pending) + Zero(there.Reserved) - Zero(there.Debt),
        };

        void Add(ComparedFigure figure, Points? mine, Points? theirs)
        {
            // What was not given is not compared; what is missing on a side is nothing there.
            if (theirs is { } other && Zero(mine) != other)
            {
                differences.Add(new() { Figure = figure, Here = Zero(mine), There = other });
            }
        }
    }

    private static Points? Of(OtherBalance? there, Points? figure) => there is null ? Points.Zero : figure;

    private static Points Zero(Points? points) => points ?? Points.Zero;

    // Two systems number their lots as they like; what they must agree on is how many points end when.
    private static void AddLots(LoyaltyBalance here, ImmutableArray<ImportedExpiry> there, ImmutableArray<FigureDifference>.Builder differences)
    {
        var mine = Sums(here.Lots.Select(lot => new ImportedExpiry(lot.ExpiresAt, lot.Remaining)));
        var theirs = Sums(there);
        foreach (var end in mine.Keys.Union(theirs.Keys).Order())
        {
            var (x, y) = (mine.GetValueOrDefault(end), theirs.GetValueOrDefault(end));
            if (x != y)
            {
                differences.Add(new() { Figure = ComparedFigure.Lot, ExpiresAt = end == Instant.MaxValue ? null : end, Here = x, There = y });
            }
        }
    }

    private static Dictionary<Instant, Points> Sums(IEnumerable<ImportedExpiry> lots) =>
        ImportedExpiry.Sum(lots).ToDictionary(lot => lot.ExpiresAt ?? Instant.MaxValue, lot => lot.Points);
}
