using CrossBorder.Crm.Primitives;

namespace CrossBorder.Crm.Loyalty;

/// <summary>One point account.</summary>
/// <param name="Value">The wrapped value.</param>
public readonly record struct LoyaltyAccountId(Guid Value) : IEntityId<LoyaltyAccountId>
{
    /// <inheritdoc/>
    public static string Kind => "loyalty_account";

    /// <inheritdoc/>
    public static LoyaltyAccountId From(Guid value) => new(value);

    /// <inheritdoc cref="EntityId.New{TId}"/>
    public static LoyaltyAccountId New() => EntityId.New<LoyaltyAccountId>();

    /// <inheritdoc cref="EntityId.FromExternal{TId}"/>
    public static LoyaltyAccountId FromExternal(ExternalRef source) => EntityId.FromExternal<LoyaltyAccountId>(source);

    /// <summary>The account of a customer who has one of her own.</summary>
    /// <param name="customer">The customer.</param>
    public static LoyaltyAccountId Of(CustomerId customer) => FromExternal(new("customer", customer.ToString()));

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}

/// <summary>A version of a tenant's programme, or the one in force.</summary>
/// <param name="Value">The wrapped value.</param>
public readonly record struct LoyaltyProgramId(Guid Value) : IEntityId<LoyaltyProgramId>
{
    /// <inheritdoc/>
    public static string Kind => "loyalty_program";

    /// <summary>The programme in force.</summary>
    public static LoyaltyProgramId Current { get; } = EntityId.FromExternal<LoyaltyProgramId>(new("program", "current"));

    /// <summary>One version of the programme, kept for good.</summary>
    /// <param name="version">The version, from 1.</param>
    public static LoyaltyProgramId Of(long version) =>
        EntityId.FromExternal<LoyaltyProgramId>(new("program", version.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <inheritdoc/>
    public static LoyaltyProgramId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
