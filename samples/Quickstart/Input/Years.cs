namespace Quickstart.Input;

/// <summary>The years that an order, and the clock, may be of. Outside of them a date is a slip of the pen, or more than a calendar holds.</summary>
internal static class Years
{
    public const int First = 1900;

    public const int Last = 2199;

    public static bool Have(int year) => year is >= First and <= Last;
}
