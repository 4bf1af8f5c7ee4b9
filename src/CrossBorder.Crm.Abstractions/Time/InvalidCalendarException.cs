namespace CrossBorder.Crm.Time;

/// <summary>A business calendar contradicts itself or names what does not exist. The message names the place, such as <c>weekly.monday[1]</c>.</summary>
public sealed class InvalidCalendarException : ArgumentException
{
    /// <summary>Creates the exception.</summary>
    public InvalidCalendarException() : this("The business calendar is not valid.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and where.</param>
    public InvalidCalendarException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and where.</param>
    /// <param name="innerException">The cause.</param>
    public InvalidCalendarException(string message, Exception innerException) : base(message, innerException)
    {
    }

    internal InvalidCalendarException(string calendar, string place, string fault)
        : base($"Calendar '{calendar}', {place}: {fault}.", nameof(calendar)) => Place = place;

    /// <summary>Where the fault is, such as <c>holidays[3]</c>; null where the exception was not made by the validation.</summary>
    public string? Place { get; }
}
