using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <summary>Adds up what became of the accounts of a batch.</summary>
internal sealed class ImportTally(ImmutableArray<OpeningAccount> accounts)
{
    private readonly Dictionary<string, int> keys = new(StringComparer.Ordinal);
    private readonly List<ImportRefusal> refusals = [];
    private readonly List<ImportedExpiry> byExpiry = [];
    private ImportSum stored;
    private ImportSum alreadyThere;
    private ImportSum refused;
    private Points expired;

    /// <summary>Whether an account is refused as it was read.</summary>
    public bool Refuses(int position, ImportRules.Opening opening)
    {
        var errors = opening.Errors;
        if (opening.Account.Key is { } key && !keys.TryAdd(key, position))
        {
            errors = [(null, ImportErrors.Duplicate.With(("position", keys[key]))), .. errors];
        }

        if (errors.IsEmpty)
        {
            return false;
        }

        refused += Sum(opening.Account);
        refusals.AddRange(errors.Select(error => new ImportRefusal { Position = position, Lot = error.Lot, Key = opening.Account.Key ?? "", Error = error.Error }));
        return true;
    }

    public void Refuse(int position, ImportRules.Opening opening, CrmError error)
    {
        refused += Sum(opening.Account);
        refusals.Add(new() { Position = position, Key = opening.Account.Key, Error = error });
    }

    public void Stored(ImportRules.Opening opening, ImportReceipt receipt)
    {
        stored += Sum(opening.Account);
        Count(opening, receipt);
    }

    public void Found(int position, ImportRules.Opening opening, RecordedAnswer first)
    {
        if (first.Hash != ImportDecisions.Hash(opening) || first.Answer.Value is not ImportReceipt receipt)
        {
            Refuse(position, opening, ImportErrors.Changed.With());
            return;
        }

        alreadyThere += Sum(opening.Account);
        Count(opening, receipt);
    }

    public ImportReport ToReport() => new()
    {
        Given = accounts.Aggregate(default(ImportSum), (sum, account) => sum + Sum(account)),
        Stored = stored,
        AlreadyThere = alreadyThere,
        Refused = refused,
        ExpiredAtOnce = expired,
        ByExpiry = ImportedExpiry.Sum(byExpiry),
        Refusals = [.. refusals.OrderBy(refusal => refusal.Position)],
    };

    private void Count(ImportRules.Opening opening, ImportReceipt receipt)
    {
        expired += receipt.Expired;
        byExpiry.AddRange(opening.Lots.Where(lot => lot.Points > Points.Zero).Select(lot => new ImportedExpiry(lot.ExpiresAt, lot.Points)));
    }

    private static ImportSum Sum(OpeningAccount account) => new()
    {
        Accounts = 1,
        Lots = account.Lots.Length,
        Points = account.Lots.Aggregate(Points.Zero, (sum, lot) => sum + Counted(lot.Points)),
        Debt = Counted(account.Debt),
        Tiers = account.Tier is null ? 0 : 1,
        Qualifying = account.Qualifying.Where(ImportTiers.IsCounted).Sum(sum => sum.Amount),
    };

    private static Points Counted(Points points) => points.Value is < 0 or > OpeningLot.MaxPoints ? Points.Zero : points;
}
