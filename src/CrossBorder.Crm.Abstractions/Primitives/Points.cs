using System.Globalization;

namespace CrossBorder.Crm.Primitives;

/// <summary>A number of loyalty points. Whole; negative only as a correction or a debt; orders numerically.</summary>
/// <remarks>The default value is <see cref="Zero"/>. Arithmetic throws <see cref="OverflowException"/> rather than wrap.</remarks>
/// <param name="Value">The number of points.</param>
public readonly record struct Points(long Value) : IComparable<Points>
{
    /// <summary>No points.</summary>
    public static Points Zero => default;

    /// <summary>The sum.</summary>
    /// <exception cref="OverflowException">The sum is beyond <see cref="long"/>.</exception>
    public static Points operator +(Points left, Points right) => new(left.Value + right.Value);

    /// <summary>The difference.</summary>
    /// <exception cref="OverflowException">The difference is beyond <see cref="long"/>.</exception>
    public static Points operator -(Points left, Points right) => new(left.Value - right.Value);

    /// <summary>The negation.</summary>
    /// <exception cref="OverflowException">The value is <see cref="long.MinValue"/>.</exception>
    public static Points operator -(Points value) => new(-value.Value);

    /// <summary>Whether the left is less.</summary>
    public static bool operator <(Points left, Points right) => left.Value < right.Value;

    /// <summary>Whether the left is more.</summary>
    public static bool operator >(Points left, Points right) => left.Value > right.Value;

    /// <summary>Whether the left is less or equal.</summary>
    public static bool operator <=(Points left, Points right) => left.Value <= right.Value;

    /// <summary>Whether the left is more or equal.</summary>
    public static bool operator >=(Points left, Points right) => left.Value >= right.Value;

    /// <summary>The smaller of two.</summary>
    public static Points Min(Points left, Points right) => left < right ? left : right;

    /// <summary>The larger of two.</summary>
    public static Points Max(Points left, Points right) => left > right ? left : right;

    /// <inheritdoc/>
    public int CompareTo(Points other) => Value.CompareTo(other.Value);

    /// <summary>The number in invariant digits.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
