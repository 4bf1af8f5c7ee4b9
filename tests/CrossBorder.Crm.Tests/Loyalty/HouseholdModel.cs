using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;
using NodaTime;

namespace CrossBorder.Crm.Tests.Loyalty;

/// <summary>
/// What a household's members did, told by receipts alone: a running sum a member and kind. It knows nothing of lots; only where an order, a redemption or a
/// hold belongs, by the rules of joining and leaving.
/// </summary>
internal sealed class HouseholdModel(HouseholdPlan plan)
{
    private const int Members = 3;

    private readonly Dictionary<(int Member, string Kind), long> sums = [];
    private readonly List<Thing>[] orders = [[], [], []];
    private readonly List<Thing>[] spendings = [[], [], []];
    private readonly HouseholdRole?[] roles = new HouseholdRole?[Members];

    public static LoyaltyAccountId Household { get; } = LoyaltyAccountId.FromExternal(new("laws", "household"));

    public static LoyaltyAccountId Account(int member) => LoyaltyAccountId.FromExternal(new("laws", $"member{member}"));

    public bool IsMember(int member) => roles[member] is not null;

    /// <summary>Does a step through the service, and books what its receipt says.</summary>
    /// <returns>What was wrong; null where nothing was.</returns>
    public async Task<string?> RunAsync(ILoyaltyService loyalty, HouseholdStep step, int index, Instant now)
    {
        var (m, account, key, points) = (step.Member, Account(step.Member), new IdempotencyKey($"k{index}"), new Points(step.Points));
        var until = step.ToIn is { } hours ? now + Duration.FromHours(hours) : (Instant?)null;
        switch (step.Move)
        {
            case HouseholdMove.Join:
                var joined = await loyalty.JoinHouseholdAsync(new() { Household = Household, Member = account, Role = step.Role, Key = key });
                return joined.TryGet(out var entered, out var refused) ? Join(m, step.Role, entered) : IsMember(m) && refused.Code != "loyalty.in_household" ? refused.Code : null;
            case HouseholdMove.Leave:
                var left = await loyalty.LeaveHouseholdAsync(new() { Member = account, Key = key });
                return left.TryGet(out var gone, out refused) ? Leave(m, gone) : !IsMember(m) && refused.Code != "loyalty.not_a_member" ? refused.Code : null;
            case HouseholdMove.Earn:
                (await loyalty.EarnAsync(new() { Account = account, Key = key, Points = points, Order = new("shop", $"o{index}"), ExpiresAt = until })).OrThrow();
                orders[m].Add(new($"o{index}", IsMember(m), IsMember(m)));
                return Book(m, "earned", step.Points, IsMember(m));
            case HouseholdMove.Redeem:
                var redeemed = await loyalty.RedeemAsync(new() { Account = account, Key = key, Points = points, Redemption = $"r{index}" });
                return Spends(m, redeemed, () => Spend(m, $"r{index}", step.Points));
            case HouseholdMove.Authorize:
                var held = await loyalty.AuthorizeAsync(new() { Account = account, Key = key, Points = points, Hold = $"r{index}", ExpiresAt = until });
                return Spends(m, held, () => spendings[m].Add(new($"r{index}", IsMember(m), IsMember(m))));
            case HouseholdMove.Credit:
                (await loyalty.AdjustAsync(new() { Account = account, Key = key, Points = points, ExpiresAt = until })).OrThrow();
                return Book(m, "adjusted", step.Points, IsMember(m));
            case HouseholdMove.Debit:
                return (await loyalty.AdjustAsync(new() { Account = account, Key = key, Points = -points, AllowNegative = true })).IsSuccess ? Book(m, "adjusted", -step.Points, IsMember(m)) : "debit";
            case HouseholdMove.Refund when orders[m].Count > 0:
                var order = orders[m][step.Target % orders[m].Count];
                var refund = await loyalty.RefundEarningAsync(
                    new() { Account = Asked(account, order, step), Key = key, Order = new("shop", order.Name), RefundedMinor = step.Points, OrderTotalMinor = HouseholdStep.OrderTotal });
                return refund.TryGet(out var taken, out refused) ? Book(m, "clawed back", (taken.Due - taken.Waived).Value, order.IsShared)
                    : refused.Code == "loyalty.refund_exceeds_order" ? null : $"{refused} of {order}";
            case HouseholdMove.Return or HouseholdMove.Capture or HouseholdMove.Void when spendings[m].Count > 0:
                return await SettleAsync(loyalty, step, spendings[m][step.Target % spendings[m].Count], key);
            case HouseholdMove.WriteDown:
                await loyalty.WriteDownAsync(account);
                return null;
            default:
                return null;
        }
    }

    /// <summary>What the household has to say of each member, and of all together.</summary>
    public static string TextOf(Household household) => string.Join("; ", household.Members.OrderBy(member => member.Account.Value).Select(member => $"{member.Account} {TextOf(member.Totals)}"));

    public string Text() => string.Join("; ", Enumerable.Range(0, Members).Where(member => sums.Keys.Any(key => key.Member == member)).OrderBy(member => Account(member).Value).Select(member =>
        $"{Account(member)} earned {Sum(member, "earned")}, redeemed {Sum(member, "redeemed")}, returned {Sum(member, "returned")}, clawed back {Sum(member, "clawed back")}, "
        + $"adjusted {Sum(member, "adjusted")}, in {Sum(member, "in")}, out {Sum(member, "out")}"));

    private static string TextOf(LedgerTotals t) =>
        $"earned {t.Earned}, redeemed {t.Redeemed}, returned {t.Returned}, clawed back {t.ClawedBack}, adjusted {t.Adjusted}, in {t.TransferredIn}, out {t.TransferredOut}";

    private async Task<string?> SettleAsync(ILoyaltyService loyalty, HouseholdStep step, Thing spending, IdempotencyKey key)
    {
        var (account, points) = (Asked(Account(step.Member), spending, step), new Points(step.Points));
        switch (step.Move)
        {
            case HouseholdMove.Return:
                var back = await loyalty.ReturnAsync(new() { Account = account, Key = key, Redemption = spending.Name, Points = points });
                return back.TryGet(out var returned, out var refused) ? Book(step.Member, "returned", returned.Points.Value, spending.IsShared)
                    : refused.Code is "loyalty.return_exceeds_redemption" || (refused.Code == "loyalty.unknown_redemption" && sums.GetValueOrDefault((step.Member, spending.Name)) == 0) ? null
                    : $"{refused} of {spending}";
            case HouseholdMove.Capture:
                var capture = await loyalty.CaptureAsync(new() { Account = account, Key = key, Hold = spending.Name });
                if (!capture.TryGet(out var captured, out _))
                {
                    return null;
                }

                sums[(step.Member, spending.Name)] = 1;
                return Book(step.Member, "redeemed", captured.Points.Value, spending.IsShared);
            default:
                await loyalty.VoidAsync(new() { Account = account, Key = key, Hold = spending.Name });
                return null;
        }
    }

    // Whoever asks, it is the member's who did it: now and then the household is named.
    private static LoyaltyAccountId Asked(LoyaltyAccountId account, Thing thing, HouseholdStep step) => thing.IsShared && step.Points % 3 == 0 ? Household : account;

    private string? Join(int member, HouseholdRole role, HouseholdReceipt receipt)
    {
        roles[member] = role;
        Book(member, "in", receipt.Points.Value, true);
        Book(member, "out", receipt.Debt.Value, true);
        if (plan.Joining == JoiningPoints.Move)
        {
            Share(orders[member], _ => true);
            Share(spendings[member], _ => true);
        }

        return null;
    }

    private string? Leave(int member, HouseholdReceipt receipt)
    {
        roles[member] = null;
        Book(member, "out", receipt.Points.Value, true);
        Book(member, "in", receipt.Debt.Value, true);
        Share(orders[member], order => order.WasShared && plan.Leaving == LeavingPoints.StayInHousehold);
        Share(spendings[member], spending => spending.WasShared);
        return null;
    }

    private static void Share(List<Thing> things, Func<Thing, bool> isShared)
    {
        for (var i = 0; i < things.Count; i++)
        {
            things[i] = things[i] with { IsShared = isShared(things[i]) };
        }
    }

    private string? Spends<T>(int member, CrmResult<T> result, Action accepted)
    {
        if (result.IsSuccess)
        {
            accepted();
            return roles[member] == HouseholdRole.Earner ? "an earner spent" : null;
        }

        return (roles[member] == HouseholdRole.Earner) == (result.Error.Code == "loyalty.member_may_not_spend") ? null : result.Error.Code;
    }

    private void Spend(int member, string name, long points)
    {
        spendings[member].Add(new(name, IsMember(member), IsMember(member)));
        sums[(member, name)] = 1;
        Book(member, "redeemed", points, IsMember(member));
    }

    private string? Book(int member, string kind, long points, bool isShared)
    {
        if (isShared)
        {
            sums[(member, kind)] = Sum(member, kind) + points;
        }

        return null;
    }

    private long Sum(int member, string kind) => sums.GetValueOrDefault((member, kind));

    /// <summary>An order, a redemption or a hold: where it was made, and where it is settled now.</summary>
    private sealed record Thing(string Name, bool WasShared, bool IsShared);
}
