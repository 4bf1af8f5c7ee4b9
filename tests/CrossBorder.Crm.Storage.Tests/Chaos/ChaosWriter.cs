using System.Globalization;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage.Tests.Chaos;

/// <summary>One of the writers: asks for this and that, repeats until it is answered, and books what was acknowledged.</summary>
internal sealed class ChaosWriter(ILoyaltyService loyalty, ChaosBook book, int seed, int number, int writers)
{
    private readonly Random random = new(HashCode.Combine(seed, number));
    private int next = number;

    public async Task RunAsync()
    {
        while (Next() is { } command)
        {
            var (account, points) = (random.Next(book.Accounts), random.Next(1, 50));
            await (random.Next(10) switch
            {
                < 4 => EarnAsync(command, account, points),
                < 7 => RedeemAsync(command, account, points),
                < 8 => TransferAsync(command, account, (account + random.Next(1, book.Accounts)) % book.Accounts, points),
                _ => HoldAsync(command, account, points),
            });
        }
    }

    private int? Next()
    {
        var command = next;
        next += writers;
        return command < book.Commands ? command : null;
    }

    private async Task EarnAsync(int command, int account, long points)
    {
        var request = new EarnPoints { Account = ChaosBook.IdOf(account), Key = Key(command), Points = new(points), Order = new("chaos", Name(command)) };
        book.Acknowledge(command, await UntilAnsweredAsync(() => loyalty.EarnAsync(request)), (account, points));
    }

    private async Task RedeemAsync(int command, int account, long points)
    {
        var request = new RedeemPoints { Account = ChaosBook.IdOf(account), Key = Key(command), Points = new(points) };
        book.Acknowledge(command, await UntilAnsweredAsync(() => loyalty.RedeemAsync(request)), (account, -points));
    }

    private async Task TransferAsync(int command, int from, int to, long points)
    {
        var request = new TransferPoints { From = ChaosBook.IdOf(from), To = ChaosBook.IdOf(to), Key = Key(command), Points = new(points) };
        book.Acknowledge(command, await UntilAnsweredAsync(() => loyalty.TransferAsync(request)), (from, -points), (to, points));
    }

    private async Task HoldAsync(int command, int account, long points)
    {
        var hold = Name(command);
        var request = new AuthorizePoints { Account = ChaosBook.IdOf(account), Key = Key(command), Hold = hold, Points = new(points) };
        var isHeld = await UntilAnsweredAsync(() => loyalty.AuthorizeAsync(request));
        book.Acknowledge(command, isHeld);
        if (!isHeld || Next() is not { } second)
        {
            return;
        }

        if (random.Next(3) == 0)
        {
            book.Acknowledge(second, await UntilAnsweredAsync(() => loyalty.VoidAsync(new() { Account = request.Account, Key = Key(second), Hold = hold })));
            return;
        }

        var part = random.Next(1, (int)points + 1);
        book.Acknowledge(
            second, await UntilAnsweredAsync(() => loyalty.CaptureAsync(new() { Account = request.Account, Key = Key(second), Hold = hold, Points = new(part) })), (account, -part));
    }

    private async Task<bool> UntilAnsweredAsync<T>(Func<ValueTask<CrmResult<T>>> call)
    {
        CrmResult<T>? first = null;
        while (true)
        {
            try
            {
                var result = await call();
                if (first is { } known)
                {
                    Assert.Equal(known, result);
                    return true;
                }

                // Now and then a command that was answered is delivered again.
                if (!result.IsSuccess || random.Next(50) > 0)
                {
                    return result.IsSuccess;
                }

                first = result;
            }
            catch (Exception exception) when (exception is InjectedFaultException or ConcurrencyConflictException)
            {
                // The caller cannot know whether it took effect; the key makes the repetition safe.
            }
        }
    }

    private static IdempotencyKey Key(int command) => new(Name(command));

    private static string Name(int command) => command.ToString(CultureInfo.InvariantCulture);
}
