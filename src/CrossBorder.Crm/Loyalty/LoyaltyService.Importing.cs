using System.Collections.Immutable;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Storage;
using NodaTime;

namespace CrossBorder.Crm.Loyalty;

/// <content>Moving in from another system.</content>
internal sealed partial class LoyaltyService
{
    public async ValueTask<ImportReport> ImportAsync(ImportAccounts batch, CancellationToken cancellationToken)
    {
        Require(batch);
        var now = clock.GetCurrentInstant();
        var program = await programs.FindAsync(tenant, null, cancellationToken).ConfigureAwait(false);
        var refunds = program?.Policies is { } p && !(p.ExpiredCountAgainstRefund && p.WaivedForGood)
            ? new RefundTerms { IgnoresExpired = !p.ExpiredCountAgainstRefund, AsksForWaived = !p.WaivedForGood }
            : null;
        var terms = new ImportRules.Terms(batch, ZoneOf(program), program?.Clawback ?? ClawbackPolicy.AllowNegative, refunds, now) { Tiers = TierTerms.Of(program, ZoneOf(program)) };
        var tally = new ImportTally(batch.Accounts);
        var rest = new List<(int Position, ImportRules.Opening Opening)>();
        var fresh = new Dictionary<LoyaltyAccountId, (int Position, ImportRules.Opening Opening)>();
        foreach (var (position, account) in batch.Accounts.Index())
        {
            var opening = ImportRules.Read(account, terms);
            if (tally.Refuses(position, opening))
            {
                continue;
            }

            // The storage takes different accounts in one go; a second one of the same account follows.
            if (!fresh.TryAdd(account.Account, (position, opening)))
            {
                rest.Add((position, opening));
            }
        }

        await ImportFreshAsync([.. fresh.Values], rest, tally, now, cancellationToken).ConfigureAwait(false);
        foreach (var (position, opening) in rest)
        {
            await ImportOneAsync(position, opening, tally, now, cancellationToken).ConfigureAwait(false);
        }

        return tally.ToReport();
    }

    // Most accounts of an import are new here: they are decided without reading, and one that was there says so.
    private async ValueTask ImportFreshAsync(
        ImmutableArray<(int Position, ImportRules.Opening Opening)> fresh, List<(int, ImportRules.Opening)> rest, ImportTally tally, Instant now, CancellationToken cancellationToken)
    {
        var appends = new StreamAppend<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState>[fresh.Length];
        for (var i = 0; i < appends.Length; i++)
        {
            var opening = fresh[i].Opening;
            var head = new StreamHead<LedgerEntry, LoyaltyAccountState> { Stream = opening.Account.Account.Value, Version = 0 };
            var decision = ImportDecisions.Post(new(opening, now), head).OrThrow();
            appends[i] = commands.Append(opening.Account.Account, KeyOf(opening), ImportDecisions.Hash(opening), head, decision, opening.Account.Owner);
        }

        var results = appends.Length == 0 ? [] : await ledger.AppendManyAsync(tenant, appends, cancellationToken).ConfigureAwait(false);
        foreach (var (i, result) in results.Index())
        {
            var (position, opening) = fresh[i];
            switch (result.Status)
            {
                case AppendStatus.Appended:
                    tally.Stored(opening, (ImportReceipt)appends[i].Answer.Value);
                    break;
                case AppendStatus.AlreadyApplied:
                    tally.Found(position, opening, result.First!);
                    break;
                default:
                    rest.Add((position, opening));
                    break;
            }
        }
    }

    private async ValueTask ImportOneAsync(int position, ImportRules.Opening opening, ImportTally tally, Instant now, CancellationToken cancellationToken)
    {
        var key = KeyOf(opening);
        var (_, head) = await commands.FindAsync(tenant, new() { Stream = opening.Account.Account, Key = key }, cancellationToken).ConfigureAwait(false);
        if (head.Answer is { } first)
        {
            tally.Found(position, opening, first);
            return;
        }

        var result = await RunAsync<ImportDecisions.Import, ImportReceipt>(
            opening.Account.Account, key, ImportDecisions.Hash(opening), [], new(opening, now), ImportDecisions.Post, cancellationToken, opening.Account.Owner).ConfigureAwait(false);
        if (result.TryGet(out var receipt, out var refusal))
        {
            tally.Stored(opening, receipt);
        }
        else
        {
            tally.Refuse(position, opening, refusal);
        }
    }

    private static IdempotencyKey KeyOf(ImportRules.Opening opening) => IdempotencyKey.For("import", opening.Head!.Source);

    private static void Require(ImportAccounts batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        StoredText.RequireCode(batch.Source, ExternalRef.MaxSystemLength, "batch.Source");
        if (batch.Accounts.IsDefaultOrEmpty || batch.Accounts.Length > ImportAccounts.MaxAccounts)
        {
            throw new ArgumentOutOfRangeException(
                "batch.Accounts", batch.Accounts.IsDefault ? 0 : batch.Accounts.Length, $"A batch has 1 to {ImportAccounts.MaxAccounts} accounts.");
        }

        if (!Enum.IsDefined(batch.ForeignRefunds))
        {
            throw new ArgumentOutOfRangeException("batch.ForeignRefunds", batch.ForeignRefunds, "The policy is not known.");
        }

        foreach (var (position, account) in batch.Accounts.Index())
        {
            ArgumentNullException.ThrowIfNull(account, $"batch.Accounts[{position}]");
            account.Account.ThrowIfDefault($"batch.Accounts[{position}].Account");
            account.Owner?.ThrowIfDefault($"batch.Accounts[{position}].Owner");
            if (account.Qualifying.IsDefault)
            {
                throw new ArgumentException("What counts towards tiers is a list, possibly empty.", $"batch.Accounts[{position}].Qualifying");
            }

            if (account.Lots.IsDefault || account.Lots.Any(lot => lot is null))
            {
                throw new ArgumentException("The lots are a list, possibly empty, none of them null.", $"batch.Accounts[{position}].Lots");
            }
        }
    }
}
