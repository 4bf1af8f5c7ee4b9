using CrossBorder.Crm.Conformance;
using CrossBorder.Crm.Primitives;
using CrossBorder.Crm.Segmentation;
using CrossBorder.Crm.Loyalty;
using CrossBorder.Crm.Storage.Bridge;
using CrossBorder.Crm.Storage.InMemory;
using NodaTime;

namespace CrossBorder.Crm.Storage.Tests;

/// <summary>The kit over the storages in memory, through both doors.</summary>
public sealed class InMemoryConformanceTests
{
    private static readonly Dictionary<string, IReadOnlyList<ConformanceCase>> Suites = new()
    {
        ["the in-memory engine"] = StorageConformance.Cases(new EngineHarness(() => new InMemoryEngine())),
        ["memberships in memory"] = RecordRepositoryConformance.Cases(new MembershipHarness(() => new InMemoryStorage())),
        ["memberships on an engine"] = RecordRepositoryConformance.Cases(new MembershipHarness(OnEngine)),
        ["ledgers in memory"] = StreamRepositoryConformance.Cases(new LedgerHarness(() => new InMemoryStorage())),
        ["ledgers on an engine"] = StreamRepositoryConformance.Cases(new LedgerHarness(OnEngine)),
    };

    public static IEnumerable<TheoryDataRow<string, string>> Cases =>
        from suite in Suites
        from test in suite.Value
        where test.SkipReason is null
        select new TheoryDataRow<string, string>(suite.Key, test.Name)
        {
            TestDisplayName = $"{test.Clause} {suite.Key}: {test.Name}",
            Traits = new() { ["Adapter"] = ["InMemory"], ["Clause"] = [test.Clause] },
        };

    [Theory, MemberData(nameof(Cases))]
    public Task Keeps_the_contract(string suite, string name) =>
        Suites[suite].Single(test => test.Name == name).RunAsync(TestContext.Current.CancellationToken);

    [Fact]
    public void What_memory_does_not_claim_is_named_and_nothing_else_is_skipped() =>
        Assert.All(
            Suites.Values.SelectMany(cases => cases).Where(test => test.SkipReason is not null),
            test => Assert.True(
                test.Clause == "STO-12" || (test.Clause == "STO-1" && test.Name.Contains("at its end", StringComparison.Ordinal)), $"{test}: {test.SkipReason}"));

    [Fact]
    public void Every_clause_has_a_case()
    {
        var engine = Suites["the in-memory engine"].Select(test => test.Clause).ToHashSet();

        Assert.Empty(StorageContract.Clauses.Keys.Except(engine));
        Assert.All(Suites.Values, cases => Assert.Equal(cases.Count, cases.Select(test => test.Name).Distinct().Count()));
    }

    [Fact]
    public async Task A_case_that_is_not_claimed_refuses_to_count_as_passed()
    {
        var skipped = Suites["the in-memory engine"].First(test => test.SkipReason is not null);

        await Assert.ThrowsAsync<InvalidOperationException>(() => skipped.RunAsync(TestContext.Current.CancellationToken));
    }

    private static EngineStorage OnEngine() => new EngineStorage(new InMemoryEngine(), CrossBorder.Crm.Json.CrmJson.Codec);
}

/// <summary>Memberships stand for a typed record repository: enough kinds of lists, and nothing that a storage would know.</summary>
internal sealed class MembershipHarness(Func<IRoomStorage> open) : IRecordHarness<CustomerId, SegmentMembership, SegmentMembershipQuery>
{
    private static readonly string[] Segments = ["loyal", "Loyal", "é", "lost"];
    private static readonly Instant At = Instant.FromUtc(2026, 1, 1, 0, 0);

    public StorageCapabilities Capabilities => StorageCapabilities.Outbox;

    public IReadOnlyList<SampleListing<SegmentMembershipQuery, RecordSample<CustomerId, SegmentMembership>>> Listings { get; } =
    [
        new() { Name = "all memberships", Query = new(), Holds = _ => true },
        new() { Name = "one segment", Query = new() { Segment = "loyal" }, Holds = sample => sample.Record.Segment == "loyal" },
        new() { Name = "a tier of a market", Query = new() { Tier = ValueTier.Vip, Market = new("DE") }, Holds = sample => sample.Record.Tier == ValueTier.Vip && sample.Record.Market.Value == "DE" },
    ];

    public RecordSample<CustomerId, SegmentMembership> Sample(int number, int variant)
    {
        var id = CustomerId.FromExternal(new("kit", $"{number}"));
        return new(id, new()
        {
            Customer = id,
            Market = new(number % 2 == 0 ? "DE" : "FR"),
            Segment = (number + variant) % 5 == 4 ? null : Segments[(number + variant) % 5],
            SegmentSince = At,
            Tier = number % 3 == 0 ? ValueTier.Vip : ValueTier.Normal,
            TierSince = At,
            Score = new(1, 2, 3),
            AsOf = At + Duration.FromHours(variant),
        });
    }

    public RecordWrite<SegmentMembership> Write(SegmentMembership record, long expectedVersion) => SegmentsCollections.Memberships.Write(new("kit"), record, expectedVersion);

    public Payload EventData(int number) => Payload.Of(new SegmentLeft
    {
        Customer = CustomerId.FromExternal(new("kit", "0")), Segment = $"s{number}", IsTier = false, Reason = "kit", AsOf = At,
    });

    public ValueTask<IStoreUnderTest<IRecordRepository<CustomerId, SegmentMembership, SegmentMembershipQuery>>> OpenAsync(CancellationToken cancellationToken)
    {
        var storage = open();
        return new(new StoreUnderTest<IRecordRepository<CustomerId, SegmentMembership, SegmentMembershipQuery>>(
            storage.Records(SegmentsCollections.Memberships), storage.Outbox));
    }
}

/// <summary>Ledgers stand for a typed stream repository.</summary>
internal sealed class LedgerHarness(Func<IRoomStorage> open) : IStreamHarness<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery>
{
    private static readonly Instant At = Instant.FromUtc(2026, 1, 1, 0, 0);

    public StorageCapabilities Capabilities => StorageCapabilities.Outbox | StorageCapabilities.AtomicStreams;

    public IEqualityComparer<LedgerEntry> EntryComparer { get; } = EqualityComparer<LedgerEntry>.Create(
        (x, y) => x is PointsEarned a && y is PointsEarned b && a with { Expired = [] } == b with { Expired = [] },
        entry => ((PointsEarned)entry).Points.GetHashCode());

    public IReadOnlyList<SampleListing<LoyaltyAccountQuery, StreamSample<LoyaltyAccountId, LoyaltyAccountState>>> Listings { get; } =
    [
        new() { Name = "all accounts", Query = new(), Holds = _ => true },
        new()
        {
            Name = "accounts that are due",
            Query = new() { DueBy = At + Duration.FromDays(20) },
            Holds = sample => !sample.State.Lots.IsEmpty && sample.State.Lots[0].ExpiresAt <= At + Duration.FromDays(20),
            Order = (x, y) => x.State.Lots[0].ExpiresAt!.Value.CompareTo(y.State.Lots[0].ExpiresAt!.Value),
        },
    ];

    public LoyaltyAccountId Stream(int number) => LoyaltyAccountId.FromExternal(new("kit", $"{number}"));

    public LedgerEntry Entry(int number) => new PointsEarned
    {
        PostedAt = At, Points = new(number + 1), EarnedAt = At, AvailableFrom = At, Clawback = ClawbackPolicy.AllowNegative,
    };

    public LoyaltyAccountState State(int number) => new()
    {
        Account = Stream(0),
        Revision = LedgerFold.Revision,
        AsOf = At,
        Debt = new(number),
        Lots = number % 4 == 3
            ? []
            : [new() { Number = 1, Points = new(5), Remaining = new(5), EarnedAt = At, AvailableFrom = At, ExpiresAt = At + Duration.FromDays(1 + (number % 40 / 2)) }],
    };

    public System.Collections.Immutable.ImmutableArray<IndexValue> Index(LoyaltyAccountState state) => LoyaltyCollections.Ledger.Index(state);

    public Payload Answer(int number) => Payload.Of(new RedeemReceipt { Redemption = $"r{number}", Points = new(1), Available = new(2) });

    public Payload EventData(int number) => Payload.Of(new SegmentLeft
    {
        Customer = CustomerId.FromExternal(new("kit", "0")), Segment = $"s{number}", IsTier = false, Reason = "kit", AsOf = At,
    });

    public ValueTask<IStoreUnderTest<IStreamRepository<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery>>> OpenAsync(CancellationToken cancellationToken)
    {
        var storage = open();
        return new(new StoreUnderTest<IStreamRepository<LoyaltyAccountId, LedgerEntry, LoyaltyAccountState, LoyaltyAccountQuery>>(
            storage.Streams(LoyaltyCollections.Ledger), storage.Outbox));
    }
}
