namespace CrossBorder.Crm.Loyalty;

public partial interface ILoyaltyService
{
    /// <summary>
    /// Writes down what happened to an account by time alone, tells what is about to expire, and completes transfers that died half-way. Balances
    /// never depend on it; repeated, it writes nothing.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="cancellationToken">Cancels the command, which then has happened wholly or not at all.</param>
    /// <returns>Whether anything was written.</returns>
    ValueTask<bool> WriteDownAsync(LoyaltyAccountId account, CancellationToken cancellationToken = default);

    /// <summary>
    /// Does the same for accounts, vouchers and referrals that are due, one page of them: expiry, hold time-outs, lapsed tiers, debt that is paid by points which become
    /// spendable, notices of <see cref="LoyaltyProgram.Notices"/> and <see cref="LoyaltyProgram.VoucherNotices"/>,
    /// transfers that are a minute late, purchases of vouchers whose time is up, and rewards for friends that are on their way.
    /// </summary>
    /// <remarks>
    /// Reads only what is due. It may be stopped anywhere and begun again, by several hosts at once: each account and voucher is one append, made once,
    /// and its events are written with it; a referral is one in either account and in itself. No balance depends on it.
    /// </remarks>
    /// <param name="max">How many accounts, vouchers or referrals at most, 1 to 1000.</param>
    /// <param name="after">Where the last page ended, to pass over what could not be written to; null for the first page.</param>
    /// <param name="cancellationToken">Stops the sweep between two accounts; what was done stays.</param>
    /// <returns>What was done, and when to sweep again.</returns>
    ValueTask<LoyaltySweep> SweepAsync(int max = 100, string? after = null, CancellationToken cancellationToken = default);

    /// <summary>Sweeps page by page, until nothing that is due is left but what could not be written to.</summary>
    /// <param name="cancellationToken">Stops the sweep between two accounts; what was done stays.</param>
    /// <returns>What was done over all pages, and when to sweep again.</returns>
    ValueTask<LoyaltySweep> RunOnceAsync(CancellationToken cancellationToken = default);
}
