using System.Globalization;
using CrossBorder.Crm.Loyalty;

namespace CrossBorder.Crm.Storage.Tests.Chaos;

/// <summary>What the writers were told, kept beside the ledger and compared with it at the end.</summary>
internal sealed class ChaosBook(int accounts, int commands)
{
    private readonly byte[] answers = new byte[commands];
    private readonly long[] points = new long[accounts];

    private enum Answer : byte
    {
        None,
        Accepted,
        Refused,
    }

    public int Accounts => accounts;

    public int Commands => commands;

    public static LoyaltyAccountId IdOf(int account) => LoyaltyAccountId.FromExternal(new("chaos", account.ToString(CultureInfo.InvariantCulture)));

    public override string ToString() => $"accepted {answers.Count(a => a == (byte)Answer.Accepted)}, refused {answers.Count(a => a == (byte)Answer.Refused)}";

    /// <summary>Books one answer and what it moved. Each command is answered to one writer.</summary>
    public void Acknowledge(int command, bool isAccepted, params ReadOnlySpan<(int Account, long Points)> moved)
    {
        answers[command] = (byte)(isAccepted ? Answer.Accepted : Answer.Refused);
        foreach (var (account, change) in isAccepted ? moved : [])
        {
            Interlocked.Add(ref points[account], change);
        }
    }

    /// <summary>Every account has what it was told, its entries fold to it, and every accepted command stands in the ledger once, no other at all.</summary>
    public async Task CheckAsync(ILoyaltyService loyalty)
    {
        Assert.DoesNotContain((byte)Answer.None, answers);
        var posted = new byte[commands];
        for (var account = 0; account < accounts; account++)
        {
            var balance = await loyalty.GetBalanceAsync(IdOf(account));
            Assert.Equal(points[account], balance.Available.Value + balance.Reserved.Value);
            Assert.Equal((0, 0), (balance.Debt.Value, balance.Pending.Value));
            var verification = await loyalty.VerifyAsync(IdOf(account));
            Assert.True(verification.IsSound, verification.Problem);
            await CountAsync(loyalty, IdOf(account), posted);
        }

        for (var command = 0; command < commands; command++)
        {
            Assert.True(posted[command] == (answers[command] == (byte)Answer.Accepted ? 1 : 0), $"command {command} was {(Answer)answers[command]} and is in the ledger {posted[command]} times");
        }
    }

    private static async Task CountAsync(ILoyaltyService loyalty, LoyaltyAccountId account, byte[] posted)
    {
        var resolutions = new Dictionary<string, int>();
        var page = new PageRequest { Size = PageRequest.MaxSize };
        do
        {
            var read = await loyalty.ReadAsync(account, page);
            foreach (var (entry, _) in read.Items)
            {
                var command = entry switch
                {
                    PointsEarned e => e.Order!.Value.Value,
                    PointsRedeemed e => e.Redemption,
                    PointsHeld e => e.Hold,
                    PointsSent e => e.Transfer,
                    _ => null,
                };
                if (command is not null)
                {
                    posted[int.Parse(command, CultureInfo.InvariantCulture)]++;
                }

                if ((entry switch { HoldCaptured e => e.Hold, HoldVoided e => e.Hold, _ => null }) is { } hold)
                {
                    resolutions[hold] = resolutions.GetValueOrDefault(hold) + 1;
                }
            }

            page = page with { After = read.Next };
        }
        while (page.After is not null);

        Assert.All(resolutions.Values, times => Assert.Equal(1, times));
        foreach (var hold in resolutions.Keys)
        {
            // The command after the hold, by the same writer, resolved it: it has no name of its own in the entry.
            posted[int.Parse(hold, CultureInfo.InvariantCulture) + ChaosTests.Writers]++;
        }
    }
}
