namespace CrossBorder.Crm.Primitives;

/// <summary>Two amounts of different currencies were added, subtracted or compared. Convert one of them first, at a named rate.</summary>
public sealed class CurrencyMismatchException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    public CurrencyMismatchException() : this("Two currencies were mixed.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was mixed.</param>
    public CurrencyMismatchException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was mixed.</param>
    /// <param name="innerException">The cause.</param>
    public CurrencyMismatchException(string message, Exception innerException) : base(message, innerException)
    {
    }

    internal CurrencyMismatchException(CurrencyCode left, CurrencyCode right)
        : this($"{left} and {right} cannot be added, subtracted or compared; convert one of them at a named rate first.")
    {
    }
}
