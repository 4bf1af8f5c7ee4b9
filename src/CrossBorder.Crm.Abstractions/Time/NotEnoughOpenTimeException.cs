namespace CrossBorder.Crm.Time;

/// <summary>A calendar does not have the open time that was asked for, up to the end of year 9998 or back to year 1: it closes for good before.</summary>
public sealed class NotEnoughOpenTimeException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    public NotEnoughOpenTimeException() : this("The calendar does not have the open time that was asked for.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which calendar, and what was asked.</param>
    public NotEnoughOpenTimeException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which calendar, and what was asked.</param>
    /// <param name="innerException">The cause.</param>
    public NotEnoughOpenTimeException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
