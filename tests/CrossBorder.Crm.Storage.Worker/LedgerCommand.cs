using System.Globalization;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Storage.Worker;

/// <summary>One earn or redeem, as the worker and the test that kills it write it on one line.</summary>
public readonly record struct LedgerCommand(string Key, int Account, bool Earns, long Points)
{
    // A line that was cut off by the kill has no full stop.
    private const string End = ".";

    public static LoyaltyAccountId IdOf(int account) => LoyaltyAccountId.FromExternal(new("worker", account.ToString(CultureInfo.InvariantCulture)));

    public static ExternalRef OrderOf(string key) => new("worker", key);

    public string Line(string what) => string.Create(CultureInfo.InvariantCulture, $"{what} {Key} {Account} {(Earns ? "earn" : "redeem")} {Points} {End}");

    /// <summary>Reads a whole line; null for one that was cut off.</summary>
    public static (string What, LedgerCommand Command)? Read(string? line) => line?.Split(' ') is [var what, var key, var account, var kind, var points, End]
        ? (what, new(key, int.Parse(account, CultureInfo.InvariantCulture), kind == "earn", long.Parse(points, CultureInfo.InvariantCulture)))
        : null;
}
